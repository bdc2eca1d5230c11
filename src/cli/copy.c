/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/json-events.h"
#include "cli/run-move.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/text.h"
#include "engine/plan-file.h"

#include <glib/gi18n-lib.h>

static char *
describe (const DecantPlan *plan, const DecantPlanFolder *folder)
{
  const char *created = folder->new_folder == NULL ? _ ("will be created") : NULL;
  g_autofree char *remark = decant_plan_describe_remark (plan, folder);

  if (folder->rest_only)
    return g_strdup (_ ("only what is in no other folder"));
  if (remark != NULL && created != NULL)
    return g_strdup_printf ("%s; %s", created, remark);
  return remark != NULL ? g_steal_pointer (&remark) : g_strdup (created != NULL ? created : "");
}

static void
add_row (DecantCliTable *table, const DecantPlan *plan, const DecantPlanFolder *folder)
{
  const DecantFolder *old_folder = folder->old_folder;
  g_autofree char *name = decant_cli_text_printable (old_folder->path);
  g_autofree char *new_name = decant_cli_text_printable (folder->new_path);
  g_autofree char *messages = decant_cli_text_number (old_folder->messages);
  g_autofree char *size = old_folder->size != DECANT_SIZE_UNKNOWN ? g_format_size (old_folder->size)
                                                                  : g_strdup ("?");
  g_autofree char *remark = describe (plan, folder);

  if (folder->choice == DECANT_PLAN_LEAVE_BEHIND)
    decant_cli_table_add_row (table, name, old_folder->counted ? messages : "?", size, "",
                              _ ("left behind"), NULL);
  else
    decant_cli_table_add_row (table, name, old_folder->counted ? messages : "?", size, new_name,
                              remark, NULL);
}

static void
print_plan (const DecantPlan *plan, const DecantPlanTotals *totals)
{
  g_autoptr (DecantCliTable) table = decant_cli_table_new (
    _ ("Old folder"), _ ("Messages"), _ ("Size"), _ ("New folder"), _ ("Remark"), NULL);
  g_autofree char *messages = decant_cli_text_number (totals->messages);
  g_autofree char *size = g_format_size (totals->size);

  decant_cli_table_align_end (table, 1);
  decant_cli_table_align_end (table, 2);
  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    if (decant_plan_get_folder (plan, i)->choice != DECANT_PLAN_NOT_CHOSEN)
      add_row (table, plan, decant_plan_get_folder (plan, i));
  decant_cli_table_print (table);
  /* Translators: folders, messages and their size, the first two as numbers. */
  g_print (_ ("\nTo be copied: folders %u, messages %s, %s. What single messages are left behind "
              "for, and what was copied before, is not taken off.\n"),
           totals->folders, messages, size);
}

/* The plan as a report: all of it is found, nothing of it done. */
static DecantReport *
make_plan_report (const DecantCliOptions *options, const DecantPlanTotals *totals)
{
  DecantReport *report = decant_report_new (DECANT_REPORT_COPY);

  report->old_account = g_strdup (decant_account_get_label (options->old_account));
  report->new_account = g_strdup (decant_account_get_label (options->new_account));
  report->started = g_get_real_time () / G_USEC_PER_SEC;
  report->finished = TRUE;
  report->folders = totals->folders;
  report->found = totals->messages;
  return report;
}

static DecantCliStatus
say_plan (const DecantCliOptions *options, const DecantPlan *plan)
{
  g_autoptr (DecantReport) report = NULL;
  DecantPlanTotals totals;
  DecantCliEnding ending = { .command = DECANT_CLI_COPY, .dry_run = TRUE, .has_size = TRUE };

  decant_plan_get_totals (plan, &totals);
  ending.size = totals.size_complete ? totals.size : DECANT_SIZE_UNKNOWN;
  if (options->json)
    {
      report = make_plan_report (options, &totals);
      decant_cli_json_rules (decant_plan_get_rules (plan));
      for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
        decant_cli_json_plan (plan, i);
      decant_cli_json_report (report, &ending);
    }
  else if (!options->quiet)
    print_plan (plan, &totals);
  return DECANT_CLI_STATUS_COMPLETE;
}

static gboolean
save_plan (const DecantCliOptions *options, const DecantPlan *plan, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (decant_plan_file_save (plan, options->save_plan, &problem))
    return TRUE;
  g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_OUTPUT, "--save-plan: %s",
               problem->message);
  return FALSE;
}

DecantCliStatus
decant_cli_copy (const DecantCliOptions *options)
{
  const DecantCliWork work = { decant_move_run_async, decant_move_run_finish };
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantCliSession) session = NULL;
  g_autoptr (DecantPlan) plan = NULL;
  g_autoptr (DecantReport) report = NULL;

  if (!options->dry_run && !decant_cli_session_find_move (options, &error) &&
      !g_error_matches (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_NOT_FOUND))
    return decant_cli_conclude (options, NULL, error);
  g_clear_error (&error);
  session = decant_cli_session_new (options, &error);
  if (session == NULL)
    return decant_cli_refuse (error);
  plan = decant_cli_session_plan (session, &error);
  if (plan == NULL)
    return decant_cli_conclude (options, NULL, error);
  if (options->save_plan != NULL && !save_plan (options, plan, &error))
    return decant_cli_conclude (options, NULL, error);
  if (options->dry_run)
    return say_plan (options, plan);
  report = decant_cli_run_move (session, options, plan, &work, &error);
  return decant_cli_conclude (options, report, error);
}
