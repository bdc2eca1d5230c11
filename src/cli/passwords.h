/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"

G_BEGIN_DECLS

/* Gives the accounts of @options their passwords: from the file asked for, the environment
 * (DECANT_FROM_PASSWORD, DECANT_TO_PASSWORD), the keyring, or a prompt
 * on the terminal, in this order. Blocks. Fails with DECANT_CLI_ERROR_USAGE where there is none. */
gboolean decant_cli_passwords_obtain (const DecantCliOptions *options, GError **error);

G_END_DECLS
