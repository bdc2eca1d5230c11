/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/salvage.h"
#include "stores/content.h"

G_BEGIN_DECLS

/* Writes what came of a message to a new file in @directory and returns its path. Nothing is left
 * of a file that cannot be written to its end; fails with DECANT_STORE_ERROR_FATAL. Blocks. */
char *decant_salvage_write (const DecantProblem *problem, DecantContent *content,
                            const char *directory, GError **error);

G_END_DECLS
