/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/report.h"

#include "engine/report-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

static void
free_problem (gpointer problem)
{
  decant_problem_free (problem);
}

DecantReport *
decant_report_new (DecantReportKind kind)
{
  DecantReport *self = g_new0 (DecantReport, 1);

  self->kind = kind;
  self->problems = g_ptr_array_new_with_free_func (free_problem);
  self->adjustments = g_ptr_array_new_with_free_func (free_problem);
  self->duplicates = g_ptr_array_new_with_free_func (free_problem);
  return self;
}

static GPtrArray *
copy_problems (GPtrArray *problems)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (free_problem);

  for (guint i = 0; i < problems->len; i++)
    g_ptr_array_add (copy, decant_problem_copy (g_ptr_array_index (problems, i)));
  return copy;
}

DecantReport *
decant_report_copy (const DecantReport *self)
{
  DecantReport *copy = g_memdup2 (self, sizeof *self);

  copy->old_account = g_strdup (self->old_account);
  copy->new_account = g_strdup (self->new_account);
  copy->stop_reason = g_strdup (self->stop_reason);
  copy->problems = copy_problems (self->problems);
  copy->adjustments = copy_problems (self->adjustments);
  copy->duplicates = copy_problems (self->duplicates);
  return copy;
}

void
decant_report_free (DecantReport *self)
{
  if (self == NULL)
    return;
  g_free (self->old_account);
  g_free (self->new_account);
  g_free (self->stop_reason);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->adjustments, g_ptr_array_unref);
  g_clear_pointer (&self->duplicates, g_ptr_array_unref);
  g_free (self);
}

/* A folder that could not even be counted is lost without a message being skipped. */
static gboolean
has_failed_folder (const DecantReport *self)
{
  for (guint i = 0; i < self->problems->len; i++)
    if (((const DecantProblem *)g_ptr_array_index (self->problems, i))->uid == 0)
      return TRUE;
  return FALSE;
}

gboolean
decant_report_is_clean (const DecantReport *self)
{
  return self->finished && self->skipped == 0 && self->missing == 0 && self->altered == 0 &&
         !has_failed_folder (self);
}

/* ---- in words ---- */

char *
decant_report_format_number (guint64 number)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
}

/* How it is with the messages of a copy that were selected and are accounted for. */
static char *
summarise_arrived (const DecantReport *self)
{
  guint64 arrived = self->done + self->already_there;
  g_autofree char *number = decant_report_format_number (arrived);

  if (arrived == 0)
    return g_strdup (_ ("There was nothing to copy."));
  if (self->verified)
    return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "The one message is in the new account; this was verified.",
                   "All %s messages are in the new account; this was verified.", (gulong)arrived),
      number);
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "The one message is in the new account; this was not verified.",
                 "All %s messages are in the new account; this was not verified.", (gulong)arrived),
    number);
}

static char *
summarise_problems (const DecantReport *self)
{
  guint64 arrived = self->done + self->already_there;
  guint64 lost = self->skipped + self->missing;
  g_autofree char *arrived_number = decant_report_format_number (arrived);
  g_autofree char *all_number = decant_report_format_number (arrived + lost);
  g_autofree char *lost_number = decant_report_format_number (lost);
  g_autofree char *altered_number = decant_report_format_number (self->altered);

  if (lost > 0)
    return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s of %s messages are in the new account; %s is not.",
                   "%s of %s messages are in the new account; %s are not.", (gulong)lost),
      arrived_number, all_number, lost_number);
  if (self->altered > 0)
    return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "All %s messages are in the new account, but %s is not exactly as it was sent.",
                   "All %s messages are in the new account, but %s are not exactly as they were "
                   "sent.",
                   (gulong)self->altered),
      arrived_number, altered_number);
  return g_strdup_printf (
    _ ("%s messages are in the new account, but some folders could not be copied."),
    arrived_number);
}

static char *
summarise_check (const DecantReport *self)
{
  guint64 readable = self->found - MIN (self->found, self->left_behind + self->skipped);
  g_autofree char *readable_number = decant_report_format_number (readable);
  g_autofree char *skipped_number = decant_report_format_number (self->skipped);

  if (self->skipped == 0 && !has_failed_folder (self))
    return g_strdup_printf (_ ("All messages can be read (%s)."), readable_number);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s messages can be read; %s cannot.",
                                       "%s messages can be read; %s cannot.",
                                       (gulong)self->skipped),
                          readable_number, skipped_number);
}

static char *
summarise_stop (const DecantReport *self)
{
  g_autofree char *number = decant_report_format_number (self->done + self->already_there);
  const char *why = self->stop_reason != NULL ? self->stop_reason : "";

  if (self->kind == DECANT_REPORT_CHECK)
    return g_strstrip (g_strdup_printf (_ ("The check stopped before its end. %s"), why));
  if (self->kind == DECANT_REPORT_VERIFY)
    return g_strstrip (g_strdup_printf (_ ("The verification stopped before its end. %s"), why));
  /* Translators: the first %s is a number, the second one a sentence that says why */
  return g_strstrip (g_strdup_printf (
    _ ("The copy stopped before its end and can be gone on with; messages in the new account so "
       "far: %s. %s"),
    number, why));
}

char *
decant_report_summarise (const DecantReport *self)
{
  if (!self->finished)
    return summarise_stop (self);
  if (self->kind == DECANT_REPORT_CHECK)
    return summarise_check (self);
  return decant_report_is_clean (self) ? summarise_arrived (self) : summarise_problems (self);
}

char *
decant_report_summarise_adjustments (const DecantReport *self)
{
  g_autofree char *number = decant_report_format_number (self->adjusted);

  if (self->adjustments->len == 0)
    return NULL;
  if (self->adjusted == 0)
    return g_strdup (_ ("Some folders have another name in the new account."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s message arrived with small changes.",
                                       "%s messages arrived with small changes.",
                                       (gulong)self->adjusted),
                          number);
}

char *
decant_report_summarise_duplicates (const DecantReport *self)
{
  g_autofree char *number = decant_report_format_number (self->left_duplicates);

  if (self->left_duplicates == 0)
    return NULL;
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s message was left behind as a duplicate.",
                 "%s messages were left behind as duplicates.", (gulong)self->left_duplicates),
    number);
}

/* ---- shared by the writers ---- */

const char *
decant_report_describe_problem (const DecantProblem *problem)
{
  return problem->adjustment != DECANT_ADJUSTMENT_NONE
           ? decant_adjustment_describe (problem->adjustment)
           : decant_reason_describe (problem->reason);
}

char *
decant_report_explain_problem (const DecantProblem *problem, const char **detail)
{
  gboolean names_folder = problem->reason == DECANT_REASON_DUPLICATE && problem->detail != NULL &&
                          *problem->detail != '\0';

  *detail = problem->reason != DECANT_REASON_DUPLICATE ? problem->detail : NULL;
  if (!names_folder)
    return g_strdup (decant_report_describe_problem (problem));
  /* Translators: %s is a folder. */
  return g_strdup_printf (_ ("The same message is in “%s”."), problem->detail);
}

const char *
decant_report_kind_to_word (DecantReportKind kind)
{
  static const char *const words[] = {
    [DECANT_REPORT_COPY] = "copy",
    [DECANT_REPORT_CHECK] = "check",
    [DECANT_REPORT_VERIFY] = "verify",
  };

  g_return_val_if_fail ((gsize)kind < G_N_ELEMENTS (words), NULL);
  return words[kind];
}

char *
decant_report_format_moment (gint64 seconds)
{
  g_autoptr (GDateTime) moment = NULL;

  if (seconds == DECANT_DATE_UNKNOWN)
    return NULL;
  moment = g_date_time_new_from_unix_utc (seconds);
  /* RFC 3339 wants four digits, and a message from the year 20 has no date at all. */
  if (moment == NULL || g_date_time_get_year (moment) < 1000)
    return NULL;
  return g_date_time_format (moment, "%Y-%m-%dT%H:%M:%SZ");
}

gint64
decant_report_problem_moment (const DecantProblem *problem)
{
  if (problem->internal_date != DECANT_DATE_UNKNOWN)
    return problem->internal_date;
  return problem->date != NULL ? decant_headers_parse_date (problem->date) : DECANT_DATE_UNKNOWN;
}

/* ---- files ---- */

gboolean
decant_report_format_from_name (const char *name, DecantReportFormat *format)
{
  static const char *const endings[] = {
    [DECANT_REPORT_HTML] = ".html",
    [DECANT_REPORT_CSV] = ".csv",
    [DECANT_REPORT_JSON] = ".json",
  };
  const char *ending = strrchr (name, '.');

  for (gsize i = 0; ending != NULL && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (ending, endings[i]) == 0)
      {
        *format = (DecantReportFormat)i;
        return TRUE;
      }
  return FALSE;
}

static char *
report_to_json_text (const DecantReport *self)
{
  g_autoptr (JsonNode) node = decant_report_to_json (self);
  g_autofree char *text = json_to_string (node, TRUE);

  return g_strconcat (text, "\n", NULL);
}

char *
decant_report_to_text (const DecantReport *self, DecantReportFormat format)
{
  switch (format)
    {
    case DECANT_REPORT_HTML:
      return decant_report_to_html (self);
    case DECANT_REPORT_CSV:
      return decant_report_to_csv (self);
    case DECANT_REPORT_JSON:
      return report_to_json_text (self);
    default:
      g_return_val_if_reached (NULL);
    }
}

gboolean
decant_report_write (const DecantReport *self, const char *path, DecantReportFormat format,
                     GError **error)
{
  g_autofree char *text = decant_report_to_text (self, format);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) problem = NULL;

  if (g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                               NULL, &problem))
    return TRUE;
  g_set_error (error, problem->domain, problem->code,
               _ ("The report cannot be written to “%s” (%s). Choose another place, or make room "
                  "there."),
               name, problem->message);
  return FALSE;
}
