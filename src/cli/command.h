/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The commands of decant-cli and which groups of options each of them has. */

typedef enum
{
  DECANT_CLI_FOLDERS,
  DECANT_CLI_CHECK,
  DECANT_CLI_COPY,
  DECANT_CLI_VERIFY,
  DECANT_CLI_MOVES,
} DecantCliCommand;

/* The word for a command, and what it does in a sentence (translated). */
const char *decant_cli_command_to_word (DecantCliCommand command);
const char *decant_cli_command_describe (DecantCliCommand command);
gboolean decant_cli_command_from_word (const char *word, DecantCliCommand *command);

/* Groups of options. */
typedef enum
{
  DECANT_CLI_TAKES_OLD_ACCOUNT = 1 << 0,
  DECANT_CLI_TAKES_NEW_ACCOUNT = 1 << 1,
  DECANT_CLI_TAKES_CONNECTION = 1 << 2,
  DECANT_CLI_TAKES_SELECTION = 1 << 3,
  DECANT_CLI_TAKES_LANES = 1 << 4,
  DECANT_CLI_TAKES_RATE = 1 << 5,
  DECANT_CLI_TAKES_VERIFY = 1 << 6,
  DECANT_CLI_TAKES_COPY = 1 << 7,
  DECANT_CLI_TAKES_REPORT = 1 << 8,
} DecantCliTakes;

DecantCliTakes decant_cli_command_takes (DecantCliCommand command);

G_END_DECLS
