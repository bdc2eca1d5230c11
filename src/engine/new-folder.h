/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/connection.h"
#include "engine/plan.h"

G_BEGIN_DECLS

/* The folder on the new side that an old one goes into: the one that the plan found there, else one
 * created and subscribed to. Waits and reconnects as decant_connection_recover() does; blocks.
 * Unref the folder. */
DecantFolder *decant_new_folder_ensure (DecantConnection *connection,
                                        const DecantPlanFolder *planned, GError **error);

/* Makes @folder, which was there, once more. */
gboolean decant_new_folder_make_again (DecantConnection *connection, const DecantFolder *folder,
                                       GError **error);

G_END_DECLS
