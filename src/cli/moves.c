/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/json-events.h"
#include "cli/table.h"
#include "cli/text.h"

#include <glib/gi18n-lib.h>

static const char *
describe_state (const DecantMoveSummary *move)
{
  if (move->in_use)
    return _ ("running");
  switch (move->state)
    {
    case DECANT_RUN_STARTED:
      return _ ("interrupted");
    case DECANT_RUN_STOPPED:
      return _ ("stopped");
    case DECANT_RUN_FINISHED:
      return _ ("finished");
    case DECANT_RUN_NEVER:
    default:
      return _ ("not begun");
    }
}

static void
add_row (DecantCliTable *table, const DecantMoveSummary *move)
{
  g_autoptr (GDateTime) last = move->last_run > 0 ? g_date_time_new_from_unix_local (move->last_run)
                                                  : NULL;
  g_autofree char *date = last != NULL ? g_date_time_format (last, "%Y-%m-%d %H:%M") : NULL;
  g_autofree char *old_account = NULL;
  g_autofree char *new_account = NULL;
  g_autofree char *done = decant_cli_text_number (move->done);
  g_autofree char *planned = decant_cli_text_number (move->planned);
  g_autofree char *problems = decant_cli_text_number (move->problems);

  if (move->old_account == NULL || move->new_account == NULL)
    {
      decant_cli_table_add_row (table, move->path, "", _ ("unreadable"), "", "", "", "", NULL);
      return;
    }
  old_account = decant_cli_text_printable (move->old_account);
  new_account = decant_cli_text_printable (move->new_account);
  decant_cli_table_add_row (table, old_account, new_account, describe_state (move),
                            date != NULL ? date : "", done, planned, problems, NULL);
}

static void
print_table (const DecantCliOptions *options, GPtrArray *moves)
{
  g_autoptr (DecantCliTable) table = NULL;

  if (moves->len == 0)
    {
      g_autofree char *directory = g_filename_display_name (options->state_dir);

      g_print (_ ("No moves are known in “%s”.\n"), directory);
      return;
    }
  table = decant_cli_table_new (_ ("From"), _ ("To"), _ ("State"), _ ("Last run"), _ ("Arrived"),
                                _ ("To do"), _ ("Problems"), NULL);
  for (guint column = 4; column <= 6; column++)
    decant_cli_table_align_end (table, column);
  for (guint i = 0; i < moves->len; i++)
    add_row (table, moves->pdata[i]);
  decant_cli_table_print (table);
}

DecantCliStatus
decant_cli_moves (const DecantCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) moves = decant_journal_list_moves (options->state_dir, &error);
  DecantCliEnding ending = { .command = DECANT_CLI_MOVES, .error = error };

  if (moves == NULL)
    {
      decant_cli_print_error (error);
      ending.status = (int)decant_cli_status_for_error (error, FALSE);
    }
  for (guint i = 0; options->json && moves != NULL && i < moves->len; i++)
    decant_cli_json_move (moves->pdata[i]);
  if (options->json)
    decant_cli_json_moves_report (moves != NULL ? moves->len : 0, &ending);
  else if (moves != NULL && !options->quiet)
    print_table (options, moves);
  return (DecantCliStatus)ending.status;
}
