/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/migration.h"

G_BEGIN_DECLS

/* The options of the program's command line: accounts given there are filled in. */

void decant_prefill_add_options (GApplication *application);

/* Fills in what @command_line names and goes to the accounts; does nothing if it names no account.
 * Passwords come from DECANT_FROM_PASSWORD and DECANT_TO_PASSWORD in the environment of the process
 * that was started. FALSE with *@error set if an argument is unusable, or a copy is under way. */
gboolean decant_prefill_from_command_line (DecantMigration *migration,
                                           GApplicationCommandLine *command_line, GError **error);

G_END_DECLS
