/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *word;
  const char *sentence;
  DecantCliTakes takes;
} Command;

static const Command commands[] = {
  [DECANT_CLI_FOLDERS] = { "folders", N_ ("List the folders of an account with counts and sizes."),
                           DECANT_CLI_TAKES_OLD_ACCOUNT | DECANT_CLI_TAKES_CONNECTION },
  [DECANT_CLI_CHECK] = { "check",
                         N_ ("Read every message of an account, copy nothing, report the damaged "
                             "ones."),
                         DECANT_CLI_TAKES_OLD_ACCOUNT | DECANT_CLI_TAKES_CONNECTION |
                           DECANT_CLI_TAKES_SELECTION | DECANT_CLI_TAKES_LANES |
                           DECANT_CLI_TAKES_REPORT },
  [DECANT_CLI_COPY] = { "copy",
                        N_ ("Copy an old account into a new one. The same command again goes on "
                            "where it stopped and catches up with what has come since."),
                        DECANT_CLI_TAKES_OLD_ACCOUNT | DECANT_CLI_TAKES_NEW_ACCOUNT |
                          DECANT_CLI_TAKES_CONNECTION | DECANT_CLI_TAKES_SELECTION |
                          DECANT_CLI_TAKES_LANES | DECANT_CLI_TAKES_RATE | DECANT_CLI_TAKES_VERIFY |
                          DECANT_CLI_TAKES_COPY | DECANT_CLI_TAKES_REPORT },
  [DECANT_CLI_VERIFY] = { "verify", N_ ("Hold an earlier copy against both servers; copy nothing."),
                          DECANT_CLI_TAKES_OLD_ACCOUNT | DECANT_CLI_TAKES_NEW_ACCOUNT |
                            DECANT_CLI_TAKES_CONNECTION | DECANT_CLI_TAKES_SELECTION |
                            DECANT_CLI_TAKES_LANES | DECANT_CLI_TAKES_RATE |
                            DECANT_CLI_TAKES_VERIFY | DECANT_CLI_TAKES_REPORT },
  [DECANT_CLI_MOVES] = { "moves", N_ ("List the moves that were begun on this computer."), 0 },
};

const char *
decant_cli_command_to_word (DecantCliCommand command)
{
  return commands[command].word;
}

const char *
decant_cli_command_describe (DecantCliCommand command)
{
  return _ (commands[command].sentence);
}

gboolean
decant_cli_command_from_word (const char *word, DecantCliCommand *command)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].word, word) == 0)
      {
        *command = (DecantCliCommand)i;
        return TRUE;
      }
  return FALSE;
}

DecantCliTakes
decant_cli_command_takes (DecantCliCommand command)
{
  return commands[command].takes;
}
