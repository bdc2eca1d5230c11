/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/typed-options.h"

#include "cli/options.h"

#include <glib/gi18n-lib.h>

void
decant_cli_typed_clear (DecantCliTyped *typed)
{
  g_free (typed->from);
  g_free (typed->to);
  g_free (typed->from_authuser);
  g_free (typed->to_authuser);
  g_free (typed->from_password_file);
  g_free (typed->to_password_file);
  g_strfreev (typed->trust_certificate);
  g_strfreev (typed->folder);
  g_strfreev (typed->exclude);
  g_strfreev (typed->map);
  g_free (typed->newer_than);
  g_free (typed->older_than);
  g_free (typed->max_size);
  g_strfreev (typed->leave_special);
  g_free (typed->several);
  g_free (typed->plan);
  g_free (typed->save_plan);
  g_free (typed->connections);
  g_free (typed->rate);
  g_free (typed->timeout);
  g_free (typed->verify);
  g_free (typed->state_dir);
  g_strfreev (typed->report);
  g_free (typed->debug_protocol);
}

static void
add_account_entries (GOptionContext *context, DecantCliTakes takes, DecantCliTyped *typed)
{
  const GOptionEntry old_account[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &typed->from,
      N_ ("The old account: imaps://user@host[:port] or imap://user@host[:port]"), N_ ("URL") },
    { "from-authuser", 0, 0, G_OPTION_ARG_FILENAME, &typed->from_authuser,
      N_ ("Sign in as NAME, an administrator, on behalf of the account's user"), N_ ("NAME") },
    { "from-password-file", 0, 0, G_OPTION_ARG_FILENAME, &typed->from_password_file,
      N_ ("Its password is the first line of this file (-: standard input)"), N_ ("FILE") },
    { NULL },
  };
  const GOptionEntry new_account[] = {
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &typed->to, N_ ("The new account"), N_ ("URL") },
    { "to-authuser", 0, 0, G_OPTION_ARG_FILENAME, &typed->to_authuser,
      N_ ("Sign in as NAME, an administrator, on behalf of the account's user"), N_ ("NAME") },
    { "to-password-file", 0, 0, G_OPTION_ARG_FILENAME, &typed->to_password_file,
      N_ ("Its password is the first line of this file (-: standard input)"), N_ ("FILE") },
    { NULL },
  };

  if ((takes & DECANT_CLI_TAKES_OLD_ACCOUNT) != 0)
    g_option_context_add_main_entries (context, old_account, GETTEXT_PACKAGE);
  if ((takes & DECANT_CLI_TAKES_NEW_ACCOUNT) != 0)
    g_option_context_add_main_entries (context, new_account, GETTEXT_PACKAGE);
}

static void
add_connection_entries (GOptionContext *context, DecantCliTakes takes, DecantCliTyped *typed)
{
  const GOptionEntry connection[] = {
    { "allow-plaintext", 0, 0, G_OPTION_ARG_NONE, &typed->allow_plaintext,
      N_ ("Permit an unencrypted connection where the server offers none other"), NULL },
    { "trust-certificate", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed->trust_certificate,
      N_ ("Accept the certificate of this fingerprint although it does not verify"),
      N_ ("SHA256") },
    { "timeout", 0, 0, G_OPTION_ARG_STRING, &typed->timeout,
      N_ ("Silence after which a connection counts as dead (120)"), N_ ("SECONDS") },
    { "debug-protocol", 0, 0, G_OPTION_ARG_FILENAME, &typed->debug_protocol,
      N_ ("Write the conversation with the servers, without secrets"), N_ ("FILE") },
    { NULL },
  };
  const GOptionEntry lanes[] = {
    { "connections", 0, 0, G_OPTION_ARG_STRING, &typed->connections,
      N_ ("At most this many connections to each server"), N_ ("N") },
    { NULL },
  };
  const GOptionEntry rate[] = {
    { "rate", 0, 0, G_OPTION_ARG_STRING, &typed->rate,
      N_ ("At most this many bytes a second, as in 500k or 2M/s"), N_ ("SIZE") },
    { NULL },
  };

  if ((takes & DECANT_CLI_TAKES_CONNECTION) != 0)
    g_option_context_add_main_entries (context, connection, GETTEXT_PACKAGE);
  if ((takes & DECANT_CLI_TAKES_LANES) != 0)
    g_option_context_add_main_entries (context, lanes, GETTEXT_PACKAGE);
  if ((takes & DECANT_CLI_TAKES_RATE) != 0)
    g_option_context_add_main_entries (context, rate, GETTEXT_PACKAGE);
}

static void
add_selection_entries (GOptionContext *context, DecantCliTakes takes, DecantCliTyped *typed)
{
  const GOptionEntry selection[] = {
    { "folder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &typed->folder,
      N_ ("Take only folders along that match (may be repeated)"), N_ ("PATTERN") },
    { "exclude", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &typed->exclude,
      N_ ("Take no folders along that match (may be repeated)"), N_ ("PATTERN") },
    { "map", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &typed->map,
      N_ ("Copy folder OLD into folder NEW (may be repeated)"), N_ ("OLD=NEW") },
    { "newer-than", 0, 0, G_OPTION_ARG_STRING, &typed->newer_than,
      N_ ("Leave behind what came before this date, as in 2019-03-31"), N_ ("DATE") },
    { "older-than", 0, 0, G_OPTION_ARG_STRING, &typed->older_than,
      N_ ("Leave behind what came on this date or later"), N_ ("DATE") },
    { "max-size", 0, 0, G_OPTION_ARG_STRING, &typed->max_size,
      N_ ("Leave behind larger messages, as in 25M"), N_ ("SIZE") },
    { "leave-deleted", 0, 0, G_OPTION_ARG_NONE, &typed->leave_deleted,
      N_ ("Leave behind messages marked as deleted"), NULL },
    { "leave-groupware", 0, 0, G_OPTION_ARG_NONE, &typed->leave_groupware,
      N_ ("Leave behind calendars, contacts and the like of Exchange and Zimbra"), NULL },
    { "leave-duplicates", 0, 0, G_OPTION_ARG_NONE, &typed->leave_duplicates,
      N_ ("Leave behind all but one of the same message, whatever folders they are in"), NULL },
    { "leave-special", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed->leave_special,
      N_ ("Leave behind these kinds of folders, as in junk,trash"), N_ ("KINDS") },
    { "several", 0, 0, G_OPTION_ARG_STRING, &typed->several,
      N_ ("Copy a message that is in several folders into each of them (as usual) or once"),
      N_ ("each|once") },
    { "plan", 0, 0, G_OPTION_ARG_FILENAME, &typed->plan,
      N_ ("Begin with the choices in this file; other options go before them"), N_ ("FILE") },
    { NULL },
  };

  if ((takes & DECANT_CLI_TAKES_SELECTION) != 0)
    g_option_context_add_main_entries (context, selection, GETTEXT_PACKAGE);
}

static void
add_work_entries (GOptionContext *context, DecantCliTakes takes, DecantCliTyped *typed)
{
  const GOptionEntry copy[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &typed->dry_run,
      N_ ("Say what would be copied, and copy nothing"), NULL },
    { "save-plan", 0, 0, G_OPTION_ARG_FILENAME, &typed->save_plan,
      N_ ("Write the choices into this file, for --plan"), N_ ("FILE") },
    { "wrap-refused", 0, 0, G_OPTION_ARG_NONE, &typed->wrap_refused,
      N_ ("Copy messages that the new server refuses as attachments of others"), NULL },
    { "no-verify", 0, 0, G_OPTION_ARG_NONE, &typed->no_verify,
      N_ ("Skip the verification after the copy"), NULL },
    { NULL },
  };
  const GOptionEntry verify[] = {
    { "verify", 0, 0, G_OPTION_ARG_STRING, &typed->verify,
      N_ ("Read every message back from the new account and compare it"), N_ ("full") },
    { NULL },
  };
  const GOptionEntry report[] = {
    { "report", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &typed->report,
      N_ ("Write the report; .html, .csv or .json by its ending (may be repeated)"), N_ ("FILE") },
    { NULL },
  };

  if ((takes & DECANT_CLI_TAKES_COPY) != 0)
    g_option_context_add_main_entries (context, copy, GETTEXT_PACKAGE);
  if ((takes & DECANT_CLI_TAKES_VERIFY) != 0)
    g_option_context_add_main_entries (context, verify, GETTEXT_PACKAGE);
  if ((takes & DECANT_CLI_TAKES_REPORT) != 0)
    g_option_context_add_main_entries (context, report, GETTEXT_PACKAGE);
}

static void
add_output_entries (GOptionContext *context, DecantCliTyped *typed)
{
  const GOptionEntry output[] = {
    { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, &typed->state_dir,
      N_ ("Where the journals of moves are"), N_ ("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed->json,
      N_ ("Write one JSON object a line, the report last"), NULL },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &typed->quiet, N_ ("Say nothing but errors"), NULL },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &typed->verbose, N_ ("Say what is happening"), NULL },
    { NULL },
  };

  g_option_context_add_main_entries (context, output, GETTEXT_PACKAGE);
}

gboolean
decant_cli_typed_read (DecantCliCommand command, char **arguments, DecantCliTyped *typed,
                       GError **error)
{
  DecantCliTakes takes = decant_cli_command_takes (command);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) rest = g_strdupv (arguments);
  g_autofree char *name = g_strdup_printf ("decant-cli %s", decant_cli_command_to_word (command));
  g_autoptr (GError) problem = NULL;

  /* GOptionContext takes the name in its help from here. */
  g_set_prgname (name);
  g_option_context_set_summary (context, decant_cli_command_describe (command));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  add_account_entries (context, takes, typed);
  add_connection_entries (context, takes, typed);
  add_selection_entries (context, takes, typed);
  add_work_entries (context, takes, typed);
  add_output_entries (context, typed);

  if (!g_option_context_parse_strv (context, &rest, &problem))
    {
      g_set_error_literal (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE, problem->message);
      return FALSE;
    }
  if (rest[0] != NULL && rest[1] != NULL)
    {
      g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                   _ ("“%s” is not understood here: it belongs to no option."), rest[1]);
      return FALSE;
    }
  return TRUE;
}
