/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/interrupts.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static void
print_help (void)
{
  g_print (_ ("Usage:\n  decant-cli COMMAND [OPTION…]\n\n"
              "Moves mail from an old account to a new one. Nothing is deleted or changed on "
              "either side.\n\nCommands:\n"));
  for (guint i = 0; i <= DECANT_CLI_MOVES; i++)
    g_print ("  %-8s  %s\n", decant_cli_command_to_word ((DecantCliCommand)i),
             decant_cli_command_describe ((DecantCliCommand)i));
  g_print (_ ("\n“decant-cli COMMAND --help” describes the options of a command, "
              "“man decant-cli” everything.\n"));
}

/* What cannot be written to standard output is lost: a script must not take it for success. */
static int
close_output (DecantCliStatus status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return (int)status;
  g_printerr ("%s\n", _ ("decant-cli: Standard output could not be written."));
  return DECANT_CLI_STATUS_STOPPED;
}

static DecantCliStatus
run_command (const DecantCliOptions *options)
{
  switch (options->command)
    {
    case DECANT_CLI_FOLDERS:
      return decant_cli_folders (options);
    case DECANT_CLI_CHECK:
      return decant_cli_check (options);
    case DECANT_CLI_COPY:
      return decant_cli_copy (options);
    case DECANT_CLI_VERIFY:
      return decant_cli_verify (options);
    case DECANT_CLI_MOVES:
    default:
      return decant_cli_moves (options);
    }
}

static DecantCliStatus
run_word (const char *word, char **arguments)
{
  g_autoptr (DecantCliOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  DecantCliCommand command;

  if (!decant_cli_command_from_word (word, &command))
    {
      g_printerr (_ ("decant-cli: “%s” is not a command. “decant-cli --help” lists them.\n"), word);
      return DECANT_CLI_STATUS_USAGE;
    }
  options = decant_cli_options_parse (command, arguments, &error);
  if (options == NULL)
    {
      decant_cli_print_error (error);
      g_printerr (_ ("“decant-cli %s --help” lists the options.\n"), word);
      return DECANT_CLI_STATUS_USAGE;
    }
  return run_command (options);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, DECANT_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* A reader that goes away must not end a copy. */
  signal (SIGPIPE, SIG_IGN);
  decant_cli_interrupts_install ();

  if (argc < 2)
    {
      g_printerr ("%s\n", _ ("decant-cli: A command is missing. “decant-cli --help” lists them."));
      return DECANT_CLI_STATUS_USAGE;
    }
  if (strcmp (argv[1], "--version") == 0)
    g_print ("decant-cli %s\n", DECANT_VERSION);
  else if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    print_help ();
  else
    return close_output (run_word (argv[1], argv + 1));
  return close_output (DECANT_CLI_STATUS_COMPLETE);
}
