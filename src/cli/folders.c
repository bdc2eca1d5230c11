/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/json-events.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/text.h"

#include <glib/gi18n-lib.h>

/* All folders together. */
typedef struct
{
  guint64 messages;
  guint64 size; /* of those whose size is known */
  gboolean size_complete;
} Totals;

static const char *
describe_use (DecantSpecialUse use)
{
  switch (use)
    {
    case DECANT_SPECIAL_USE_ALL:
      return _ ("all mail");
    case DECANT_SPECIAL_USE_ARCHIVE:
      return _ ("archive");
    case DECANT_SPECIAL_USE_DRAFTS:
      return _ ("drafts");
    case DECANT_SPECIAL_USE_FLAGGED:
      return _ ("flagged");
    case DECANT_SPECIAL_USE_IMPORTANT:
      return _ ("important");
    case DECANT_SPECIAL_USE_JUNK:
      return _ ("junk");
    case DECANT_SPECIAL_USE_SENT:
      return _ ("sent");
    case DECANT_SPECIAL_USE_TRASH:
      return _ ("trash");
    case DECANT_SPECIAL_USE_INBOX:
    case DECANT_SPECIAL_USE_NONE:
    default:
      return "";
    }
}

static Totals
add_up (GPtrArray *folders)
{
  Totals totals = { .size_complete = TRUE };

  for (guint i = 0; i < folders->len; i++)
    {
      const DecantFolder *folder = g_ptr_array_index (folders, i);

      if (!folder->selectable)
        continue;
      totals.messages += folder->counted ? folder->messages : 0;
      if (folder->counted && folder->size != DECANT_SIZE_UNKNOWN)
        totals.size += folder->size;
      else
        totals.size_complete = FALSE;
    }
  return totals;
}

static void
add_row (DecantCliTable *table, const DecantFolder *folder)
{
  g_autofree char *name = decant_cli_text_printable (folder->path);
  g_autofree char *messages = folder->counted ? decant_cli_text_number (folder->messages) : NULL;
  g_autofree char *size = folder->counted && folder->size != DECANT_SIZE_UNKNOWN
                            ? g_format_size (folder->size)
                            : NULL;
  g_autofree char *problem = folder->problem != NULL ? decant_cli_text_printable (folder->problem)
                                                     : NULL;
  const char *unknown = folder->selectable ? "?" : "";
  const char *remark = problem != NULL ? problem : describe_use (folder->special_use);

  decant_cli_table_add_row (table, name, messages != NULL ? messages : unknown,
                            size != NULL ? size : unknown, remark, NULL);
}

static void
print_table (GPtrArray *folders, const Totals *totals)
{
  g_autoptr (DecantCliTable)
    table = decant_cli_table_new (_ ("Folder"), _ ("Messages"), _ ("Size"), _ ("Kind"), NULL);
  g_autofree char *messages = decant_cli_text_number (totals->messages);
  g_autofree char *size = g_format_size (totals->size);
  g_autofree char *at_least = totals->size_complete ? g_strdup (size)
                                                    : g_strdup_printf (_ ("over %s"), size);

  decant_cli_table_align_end (table, 1);
  decant_cli_table_align_end (table, 2);
  for (guint i = 0; i < folders->len; i++)
    add_row (table, g_ptr_array_index (folders, i));
  decant_cli_table_add_row (table, _ ("All together"), messages, at_least, "", NULL);
  decant_cli_table_print (table);
}

static void
add_problem (DecantReport *report, const DecantFolder *folder)
{
  const DecantProblem problem = {
    .folder = folder->path,
    .internal_date = DECANT_DATE_UNKNOWN,
    .reason = DECANT_REASON_FOLDER_UNREADABLE,
    .detail = folder->problem,
  };

  g_ptr_array_add (report->problems, decant_problem_copy (&problem));
}

static DecantReport *
make_report (const DecantCliOptions *options, GPtrArray *folders, const Totals *totals)
{
  DecantReport *report = decant_report_new (DECANT_REPORT_CHECK);

  report->old_account = g_strdup (decant_account_get_label (options->old_account));
  report->started = g_get_real_time () / G_USEC_PER_SEC;
  report->finished = TRUE;
  report->folders = folders->len;
  report->found = totals->messages;
  for (guint i = 0; i < folders->len; i++)
    {
      const DecantFolder *folder = g_ptr_array_index (folders, i);

      if (folder->problem != NULL)
        add_problem (report, folder);
    }
  return report;
}

static DecantCliStatus
print_folders (const DecantCliOptions *options, GPtrArray *folders)
{
  const Totals totals = add_up (folders);
  g_autoptr (DecantReport) report = make_report (options, folders, &totals);
  DecantCliEnding ending = {
    .command = DECANT_CLI_FOLDERS,
    .status = report->problems->len == 0 ? DECANT_CLI_STATUS_COMPLETE
                                         : DECANT_CLI_STATUS_INCOMPLETE,
    .has_size = TRUE,
    .size = totals.size_complete ? totals.size : DECANT_SIZE_UNKNOWN,
  };

  if (options->json)
    {
      for (guint i = 0; i < folders->len; i++)
        decant_cli_json_folder (g_ptr_array_index (folders, i));
      decant_cli_json_report (report, &ending);
    }
  else if (!options->quiet)
    print_table (folders, &totals);
  return (DecantCliStatus)ending.status;
}

DecantCliStatus
decant_cli_folders (const DecantCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantCliSession) session = decant_cli_session_new (options, &error);
  g_autoptr (DecantSurvey) survey = NULL;

  if (session == NULL)
    return decant_cli_refuse (error);
  survey = decant_cli_session_survey (session, &error);
  if (survey == NULL)
    return decant_cli_conclude (options, NULL, error);
  return print_folders (options, survey->old_folders);
}
