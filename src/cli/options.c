/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include "cli/option-values.h"
#include "cli/typed-options.h"
#include "engine/plan-file.h"
#include "engine/throttle.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAXIMUM_TIMEOUT 86400

G_DEFINE_QUARK (decant_cli_error, decant_cli_error)

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

static gboolean
check_presence (DecantCliCommand command, const DecantCliTyped *typed, GError **error)
{
  DecantCliTakes takes = decant_cli_command_takes (command);

  if ((takes & DECANT_CLI_TAKES_OLD_ACCOUNT) != 0 && typed->from == NULL)
    return fail (error, _ ("The old account is missing: give --from imaps://user@host."));
  if ((takes & DECANT_CLI_TAKES_NEW_ACCOUNT) != 0 && typed->to == NULL)
    return fail (error, _ ("The new account is missing: give --to imaps://user@host."));
  if (typed->quiet && typed->verbose)
    return fail (error, _ ("--quiet and --verbose exclude each other."));
  if (typed->no_verify && typed->verify != NULL)
    return fail (error, _ ("--no-verify and --verify exclude each other."));
  if (typed->verify != NULL && strcmp (typed->verify, "full") != 0)
    return fail (error, _ ("--verify knows only “full”; without it the new account is verified "
                           "by its listing."));
  return TRUE;
}

static gboolean
check_encoding (const char *option, char **texts, GError **error)
{
  for (char **text = texts; text != NULL && *text != NULL; text++)
    if (!g_utf8_validate (*text, -1, NULL))
      {
        g_autofree char *valid = g_utf8_make_valid (*text, -1);

        g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                     _ ("%s: “%s” is not UTF-8, as the names of folders are."), option, valid);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_account (const char *option, const char *url, gboolean allow_plaintext,
              DecantAccount **account, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (url == NULL)
    return TRUE;
  *account = decant_account_new_from_url (url, allow_plaintext, &problem);
  if (*account != NULL)
    return TRUE;
  g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE, "%s: %s", option, problem->message);
  return FALSE;
}

/* Of @account, NULL where the command has none, makes one that @auth_user signs in to. */
static gboolean
read_auth_user (const char *option, const char *auth_user, DecantAccount **account, GError **error)
{
  DecantAccount *on_behalf;

  if (auth_user == NULL || *account == NULL)
    return TRUE;
  if (!decant_cli_check_user_name (option, auth_user, error))
    return FALSE;
  on_behalf = decant_account_new_on_behalf (*account, auth_user);
  decant_account_unref (*account);
  *account = on_behalf;
  return TRUE;
}

static gboolean
read_accounts (const DecantCliTyped *typed, DecantCliOptions *options, GError **error)
{
  if (!read_account ("--from", typed->from, typed->allow_plaintext, &options->old_account, error) ||
      !read_account ("--to", typed->to, typed->allow_plaintext, &options->new_account, error) ||
      !read_auth_user ("--from-authuser", typed->from_authuser, &options->old_account, error) ||
      !read_auth_user ("--to-authuser", typed->to_authuser, &options->new_account, error))
    return FALSE;
  if (options->old_account != NULL && options->new_account != NULL &&
      decant_account_equal (options->old_account, options->new_account))
    return fail (error, _ ("--from and --to name the same account; nothing can be moved."));
  return TRUE;
}

static gboolean
read_rules (const DecantCliTyped *typed, DecantPlanRules *rules, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (!check_encoding ("--folder", typed->folder, error) ||
      !check_encoding ("--exclude", typed->exclude, error) ||
      !check_encoding ("--map", typed->map, error))
    return FALSE;
  rules->include_folders = g_strdupv (typed->folder);
  rules->exclude_folders = g_strdupv (typed->exclude);
  rules->folder_map = g_strdupv (typed->map);
  rules->leave_deleted = typed->leave_deleted;
  rules->leave_groupware = typed->leave_groupware;
  rules->leave_duplicates = typed->leave_duplicates;
  if (typed->several != NULL && strcmp (typed->several, "each") != 0 &&
      strcmp (typed->several, "once") != 0)
    return fail (error, _ ("--several knows “each” and “once”."));
  rules->copy_once = g_strcmp0 (typed->several, "once") == 0;
  if (typed->newer_than != NULL &&
      !decant_cli_parse_date ("--newer-than", typed->newer_than, &rules->newer_than, error))
    return FALSE;
  if (typed->older_than != NULL &&
      !decant_cli_parse_date ("--older-than", typed->older_than, &rules->older_than, error))
    return FALSE;
  if (typed->max_size != NULL &&
      !decant_cli_parse_size ("--max-size", typed->max_size, &rules->max_size, error))
    return FALSE;
  if (!decant_cli_parse_special_uses ("--leave-special", typed->leave_special,
                                      &rules->leave_special, error))
    return FALSE;
  if (typed->newer_than != NULL && typed->older_than != NULL &&
      rules->newer_than >= rules->older_than)
    return fail (error, _ ("--newer-than must be before --older-than, or nothing is left to be "
                           "taken along."));
  if (!decant_plan_rules_check (rules, &problem))
    return fail (error, problem->message);
  return TRUE;
}

static gboolean
read_limits (const DecantCliTyped *typed, DecantCliOptions *options, GError **error)
{
  if (typed->connections != NULL &&
      !decant_cli_parse_number ("--connections", typed->connections, DECANT_MOST_LANES,
                                &options->connections, error))
    return FALSE;
  if (typed->timeout != NULL &&
      !decant_cli_parse_number ("--timeout", typed->timeout, MAXIMUM_TIMEOUT, &options->timeout,
                                error))
    return FALSE;
  if (typed->rate != NULL && !decant_cli_parse_rate ("--rate", typed->rate, &options->rate, error))
    return FALSE;
  options->trusted_certificates = decant_cli_parse_fingerprints ("--trust-certificate",
                                                                 typed->trust_certificate, error);
  return options->trusted_certificates != NULL;
}

/* Last of all, since it is the first to touch anything. */
static gboolean
check_files (const DecantCliOptions *options, GError **error)
{
  for (char **report = options->reports; *report != NULL; report++)
    if (!decant_cli_check_report_file (*report, error))
      return FALSE;
  return options->protocol_log == NULL || decant_cli_check_log_file (options->protocol_log, error);
}

static gboolean
read_plan (const DecantCliTyped *typed, DecantCliOptions *options, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (typed->plan == NULL)
    return TRUE;
  options->plan = decant_plan_file_read (typed->plan, &problem);
  if (options->plan != NULL)
    return TRUE;
  g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE, "--plan: %s", problem->message);
  return FALSE;
}

static void
take_texts (DecantCliTyped *typed, DecantCliOptions *options)
{
  const char *state_dir = typed->state_dir != NULL ? typed->state_dir
                                                   : decant_move_default_state_dir ();

  options->from_password_file = g_steal_pointer (&typed->from_password_file);
  options->to_password_file = g_steal_pointer (&typed->to_password_file);
  options->allow_plaintext = typed->allow_plaintext;
  options->protocol_log = g_steal_pointer (&typed->debug_protocol);
  options->copy_each = g_strcmp0 (typed->several, "each") == 0;
  options->save_plan = g_steal_pointer (&typed->save_plan);
  options->dry_run = typed->dry_run;
  options->wrap_refused = typed->wrap_refused;
  options->state_dir = g_canonicalize_filename (state_dir, NULL);
  options->reports = typed->report != NULL ? g_steal_pointer (&typed->report) : g_new0 (char *, 1);
  options->json = typed->json;
  options->quiet = typed->quiet;
  options->verbose = typed->verbose;
  if (typed->no_verify)
    options->verify = DECANT_VERIFY_NONE;
  else
    options->verify = typed->verify != NULL ? DECANT_VERIFY_FULL : DECANT_VERIFY_LISTING;
}

DecantCliOptions *
decant_cli_options_parse (DecantCliCommand command, char **arguments, GError **error)
{
  g_autoptr (DecantCliOptions) self = g_new0 (DecantCliOptions, 1);
  g_auto (DecantCliTyped) typed = { 0 };

  self->command = command;
  self->rules = g_new0 (DecantPlanRules, 1);
  if (!decant_cli_typed_read (command, arguments, &typed, error) ||
      !check_presence (command, &typed, error) || !read_accounts (&typed, self, error) ||
      !read_rules (&typed, self->rules, error) || !read_limits (&typed, self, error) ||
      !read_plan (&typed, self, error))
    return NULL;
  take_texts (&typed, self);
  if (!check_files (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
decant_cli_options_free (DecantCliOptions *self)
{
  g_clear_pointer (&self->old_account, decant_account_unref);
  g_clear_pointer (&self->new_account, decant_account_unref);
  g_free (self->from_password_file);
  g_free (self->to_password_file);
  g_strfreev (self->trusted_certificates);
  g_free (self->protocol_log);
  g_clear_pointer (&self->rules, decant_plan_rules_free);
  g_free (self->plan);
  g_free (self->save_plan);
  g_free (self->state_dir);
  g_strfreev (self->reports);
  g_free (self);
}
