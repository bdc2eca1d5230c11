/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sharing.h"

G_BEGIN_DECLS

/* Where duplicates are left behind, one of each has to arrive. After all of @tasks
 * (DecantLaneTask) were worked off, those of which none has, since it could not be read, was
 * refused, or its folder is gone, get another that was to stay; and so on until one has arrived or
 * all were tried. Then the journal notes from where it was.
 *
 * @copies: else it only notes that. Whatever ends the run is noted there. Blocks. */
void decant_substitutes_work_off (DecantRun *run, DecantSharing *sharing, GPtrArray *tasks,
                                  gboolean copies);

G_END_DECLS
