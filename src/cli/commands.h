/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"
#include "cli/outcome.h"

G_BEGIN_DECLS

/* The commands, each in a file of its own name. They return the status to exit with. */
DecantCliStatus decant_cli_folders (const DecantCliOptions *options);
DecantCliStatus decant_cli_check (const DecantCliOptions *options);
DecantCliStatus decant_cli_copy (const DecantCliOptions *options);
DecantCliStatus decant_cli_verify (const DecantCliOptions *options);
DecantCliStatus decant_cli_moves (const DecantCliOptions *options);

G_END_DECLS
