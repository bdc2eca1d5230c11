/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/outcome.h"

#include "accounts/certificate-trust.h"
#include "cli/json-events.h"
#include "cli/summary.h"
#include "cli/text.h"
#include "stores/imap/imap-store.h"

#include <glib/gi18n-lib.h>

static gboolean
is_about_connecting (const GError *error)
{
  switch (decant_store_error_get_cause (error))
    {
    case DECANT_CAUSE_SIGN_IN:
    case DECANT_CAUSE_CERTIFICATE:
    case DECANT_CAUSE_NO_ENCRYPTION:
    case DECANT_CAUSE_UNREACHABLE:
      return TRUE;
    default:
      return FALSE;
    }
}

DecantCliStatus
decant_cli_status_for_error (const GError *error, gboolean at_work)
{
  if (g_error_matches (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE) ||
      g_error_matches (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_NOT_FOUND) ||
      error->domain == DECANT_PLAN_ERROR)
    return DECANT_CLI_STATUS_USAGE;
  if (error->domain == DECANT_STORE_ERROR && !at_work && error->code != DECANT_STORE_ERROR_FATAL)
    return DECANT_CLI_STATUS_CONNECTION;
  return DECANT_CLI_STATUS_STOPPED;
}

static void
print_certificate (GTlsCertificate *certificate, GTlsCertificateFlags flags)
{
  g_autofree char *fingerprint = decant_certificate_fingerprint (certificate);
  g_autofree char *description = decant_certificate_describe (certificate, flags, NULL);
  g_auto (GStrv) lines = g_strsplit (description, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *printable = decant_cli_text_printable (*line);

      g_printerr ("  %s\n", printable);
    }
  g_printerr (_ ("If you know that this is the right server, accept this certificate with\n"
                 "  --trust-certificate %s\n"),
              fingerprint);
}

/* Where no server answered, the detail is this computer's. */
static gboolean
is_server_speaking (const GError *error)
{
  switch (decant_store_error_get_cause (error))
    {
    case DECANT_CAUSE_UNREACHABLE:
    case DECANT_CAUSE_CERTIFICATE:
    case DECANT_CAUSE_TIMED_OUT:
    case DECANT_CAUSE_CONNECTION_LOST:
    case DECANT_CAUSE_CONNECTION_RESET:
    case DECANT_CAUSE_LOCAL_STORAGE:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
print_detail (const GError *error)
{
  const char *detail = decant_store_error_get_detail (error);
  g_autofree char *words = detail != NULL ? decant_cli_text_printable (detail) : NULL;

  if (words == NULL)
    return;
  if (is_server_speaking (error))
    g_printerr (_ ("  The server says: %s\n"), words);
  else
    g_printerr ("  (%s)\n", words);
}

void
decant_cli_print_error (const GError *error)
{
  g_autofree char *sentence = decant_cli_text_printable (error->message);
  GTlsCertificateFlags flags = G_TLS_CERTIFICATE_NO_FLAGS;
  GTlsCertificate *certificate = decant_store_error_get_certificate (error, &flags);

  g_printerr ("decant-cli: %s\n", sentence);
  print_detail (error);
  if (certificate != NULL)
    print_certificate (certificate, flags);
}

DecantCliStatus
decant_cli_refuse (const GError *error)
{
  decant_cli_print_error (error);
  return decant_cli_status_for_error (error, FALSE);
}

static const DecantReportKind kinds[] = {
  [DECANT_CLI_FOLDERS] = DECANT_REPORT_CHECK,
  [DECANT_CLI_CHECK] = DECANT_REPORT_CHECK,
  [DECANT_CLI_COPY] = DECANT_REPORT_COPY,
  [DECANT_CLI_VERIFY] = DECANT_REPORT_VERIFY,
};

/* The report of a run that failed before it had anything to report. */
static DecantReport *
make_empty_report (const DecantCliOptions *options, const GError *error)
{
  DecantReport *report = decant_report_new (kinds[options->command]);

  report->old_account = g_strdup (decant_account_get_label (options->old_account));
  if (options->new_account != NULL)
    report->new_account = g_strdup (decant_account_get_label (options->new_account));
  report->started = g_get_real_time () / G_USEC_PER_SEC;
  report->finished = FALSE;
  report->stop_reason = g_strdup (error->message);
  return report;
}

/* FALSE if one could not be written. */
static gboolean
write_reports (const DecantCliOptions *options, const DecantReport *report)
{
  gboolean written = TRUE;

  for (char **path = options->reports; *path != NULL; path++)
    {
      g_autoptr (GError) error = NULL;
      DecantReportFormat format;

      if (decant_report_format_from_name (*path, &format) &&
          decant_report_write (report, *path, format, &error))
        continue;
      written = FALSE;
      if (error != NULL)
        decant_cli_print_error (error);
    }
  return written;
}

static DecantCliStatus
find_status (const DecantReport *report, const GError *error)
{
  if (error != NULL)
    {
      gboolean at_work = report != NULL && (report->copied > 0 || !is_about_connecting (error));

      return decant_cli_status_for_error (error, at_work);
    }
  if (!report->finished)
    return DECANT_CLI_STATUS_STOPPED;
  return decant_report_is_clean (report) ? DECANT_CLI_STATUS_COMPLETE
                                         : DECANT_CLI_STATUS_INCOMPLETE;
}

static void
print_ending (const DecantCliOptions *options, const GError *error)
{
  if (error == NULL)
    return;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    decant_cli_print_error (error);
  else if (options->command == DECANT_CLI_COPY)
    g_printerr ("%s\n", _ ("decant-cli: Stopped. The same command again goes on from here."));
  else
    g_printerr ("%s\n", _ ("decant-cli: Stopped."));
}

DecantCliStatus
decant_cli_conclude (const DecantCliOptions *options, const DecantReport *report,
                     const GError *error)
{
  DecantCliEnding ending = { .command = options->command, .error = error };

  ending.status = (int)find_status (report, error);
  print_ending (options, error);
  if (report != NULL && !write_reports (options, report) &&
      ending.status <= DECANT_CLI_STATUS_INCOMPLETE)
    ending.status = DECANT_CLI_STATUS_STOPPED;
  if (options->json && report != NULL)
    decant_cli_json_report (report, &ending);
  else if (options->json)
    {
      g_autoptr (DecantReport) empty = make_empty_report (options, error);

      decant_cli_json_report (empty, &ending);
    }
  else if (report != NULL && !options->quiet)
    decant_cli_summary_print (report);
  return (DecantCliStatus)ending.status;
}
