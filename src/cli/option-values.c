/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/option-values.h"

#include "accounts/certificate-trust.h"
#include "cli/options.h"
#include "engine/report.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

gboolean
decant_cli_parse_size (const char *option, const char *text, guint64 *size, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (!decant_plan_parse_size (text, size, &problem))
    {
      g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE, "%s: %s", option,
                   problem->message);
      return FALSE;
    }
  if (*size == 0)
    {
      g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                   _ ("%s: the size must be more than nothing."), option);
      return FALSE;
    }
  return TRUE;
}

gboolean
decant_cli_parse_rate (const char *option, const char *text, guint64 *rate, GError **error)
{
  g_autofree char *size = g_strdup (text);

  if (g_str_has_suffix (size, "/s"))
    size[strlen (size) - strlen ("/s")] = '\0';
  return decant_cli_parse_size (option, size, rate, error);
}

gboolean
decant_cli_check_user_name (const char *option, const char *name, GError **error)
{
  gboolean proper = *name != '\0' && g_utf8_validate (name, -1, NULL);

  for (const char *c = name; proper && *c != '\0'; c = g_utf8_next_char (c))
    proper = !g_unichar_iscntrl (g_utf8_get_char (c));
  if (!proper)
    g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                 _ ("%s: this cannot be the name of a user."), option);
  return proper;
}

gboolean
decant_cli_parse_date (const char *option, const char *text, gint64 *date, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (decant_plan_parse_date (text, date, &problem))
    return TRUE;
  g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE, "%s: %s", option, problem->message);
  return FALSE;
}

gboolean
decant_cli_parse_number (const char *option, const char *text, guint maximum, guint *number,
                         GError **error)
{
  guint64 value = 0;

  if (g_ascii_string_to_unsigned (text, 10, 1, maximum, &value, NULL))
    {
      *number = (guint)value;
      return TRUE;
    }
  g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
               _ ("%s: “%s” is not a whole number from 1 to %u."), option, text, maximum);
  return FALSE;
}

gboolean
decant_cli_parse_special_uses (const char *option, char **texts, guint *uses, GError **error)
{
  g_autofree char *joined = texts != NULL ? g_strjoinv (",", texts) : NULL;
  /* An empty text is no list of no words but a word that is missing. */
  g_auto (GStrv) words = joined != NULL ? g_strsplit (*joined != '\0' ? joined : ",", ",", -1)
                                        : NULL;

  for (char **word = words; word != NULL && *word != NULL; word++)
    {
      DecantSpecialUse use;

      g_strstrip (*word);
      use = decant_special_use_from_word (*word);
      if (use == DECANT_SPECIAL_USE_NONE)
        {
          g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                       _ ("%s: “%s” is not a kind of folder. The kinds are all, archive, drafts, "
                          "flagged, important, inbox, junk, sent and trash."),
                       option, *word);
          return FALSE;
        }
      *uses |= 1u << use;
    }
  return TRUE;
}

char **
decant_cli_parse_fingerprints (const char *option, char **texts, GError **error)
{
  g_autoptr (GStrvBuilder) fingerprints = g_strv_builder_new ();

  for (char **text = texts; text != NULL && *text != NULL; text++)
    {
      g_autofree char *fingerprint = decant_certificate_normalise_fingerprint (*text);

      if (fingerprint == NULL)
        {
          g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                       _ ("%s: “%s” is not a SHA-256 fingerprint of 64 hexadecimal digits."),
                       option, *text);
          return NULL;
        }
      g_strv_builder_add (fingerprints, fingerprint);
    }
  return g_strv_builder_end (fingerprints);
}

gboolean
decant_cli_check_report_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  DecantReportFormat format;

  if (!decant_report_format_from_name (path, &format))
    {
      g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                   _ ("--report: “%s” must end in .html, .csv or .json, which says how the report "
                      "is written."),
                   path);
      return FALSE;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                   _ ("--report: “%s” is a folder, not a file."), path);
      return FALSE;
    }
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR) || g_access (folder, W_OK | X_OK) != 0)
    {
      g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                   _ ("--report: no file can be written in “%s”. Name a folder that is there and "
                      "that you may write into."),
                   folder);
      return FALSE;
    }
  return TRUE;
}

gboolean
decant_cli_check_log_file (const char *path, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
               _ ("--debug-protocol: “%s” cannot be written: %s"), path, g_strerror (errno));
  return FALSE;
}
