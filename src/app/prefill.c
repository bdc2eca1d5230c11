/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/prefill.h"

#include "accounts/certificate-trust.h"

#include <glib/gi18n-lib.h>

void
decant_prefill_add_options (GApplication *application)
{
  static const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_ ("Fill in the old account (imaps://user@host[:port] or imap://…)"), N_ ("URL") },
    { "to", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Fill in the new account"), N_ ("URL") },
    { "allow-plaintext", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_ ("Permit an unencrypted connection for imap:// accounts"), NULL },
    { "trust-certificate", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL,
      N_ ("Accept this certificate although it does not verify (may be repeated)"), N_ ("SHA256") },
    { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Keep moves in this directory, and be a program apart from other windows"), N_ ("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (application, entries);
  g_application_set_option_context_description (
    application, _ ("Passwords are read from the environment variables DECANT_FROM_PASSWORD and "
                    "DECANT_TO_PASSWORD, from the keyring, or typed into the window."));
}

/* NULL without error: not given. */
static DecantAccount *
read_account (GApplicationCommandLine *command_line, const char *option, const char *variable,
              GError **error)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  const char *password = g_application_command_line_getenv (command_line, variable);
  const char *url;
  DecantAccount *account;

  if (!g_variant_dict_lookup (options, option, "&s", &url))
    return NULL;
  account = decant_account_new_from_url (url, g_variant_dict_contains (options, "allow-plaintext"),
                                         error);
  if (account == NULL)
    g_prefix_error (error, "--%s: ", option);
  else if (password != NULL)
    decant_account_set_password (account, password);
  return account;
}

/* NULL with *@error set if one of them is no fingerprint. */
static GStrv
read_fingerprints (GVariantDict *options, GError **error)
{
  g_autoptr (GStrvBuilder) fingerprints = g_strv_builder_new ();
  g_autofree const char **given = NULL;

  g_variant_dict_lookup (options, "trust-certificate", "^a&s", &given);
  for (guint i = 0; given != NULL && given[i] != NULL; i++)
    {
      g_autofree char *fingerprint = decant_certificate_normalise_fingerprint (given[i]);

      if (fingerprint == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("“%s” is no SHA-256 fingerprint: it must have 64 hexadecimal digits."),
                       given[i]);
          return NULL;
        }
      g_strv_builder_add (fingerprints, fingerprint);
    }
  return g_strv_builder_end (fingerprints);
}

gboolean
decant_prefill_from_command_line (DecantMigration *migration, GApplicationCommandLine *command_line,
                                  GError **error)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autoptr (GError) problem = NULL;
  g_auto (GStrv) fingerprints = read_fingerprints (options, &problem);
  g_autoptr (DecantAccount) old_account = NULL;
  g_autoptr (DecantAccount) new_account = NULL;

  if (problem == NULL)
    old_account = read_account (command_line, "from", "DECANT_FROM_PASSWORD", &problem);
  if (problem == NULL)
    new_account = read_account (command_line, "to", "DECANT_TO_PASSWORD", &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (old_account == NULL && new_account == NULL && *fingerprints == NULL)
    return TRUE;
  if (decant_migration_prefill (migration, old_account, new_account,
                                (const char *const *)fingerprints))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
               _ ("A copy is under way. Wait until it has ended, or stop it."));
  return FALSE;
}
