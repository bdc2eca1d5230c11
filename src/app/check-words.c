/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/check-words.h"

#include "app/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* ---- before ---- */

/* Known of every single message? Else what the rules leave behind is among it. */
static gboolean
count (DecantPlanEditor *editor, DecantForecast *forecast, DecantPlanTotals *totals)
{
  const DecantCensusSummary *summary = decant_forecast_get_summary (forecast);

  decant_plan_get_totals (decant_plan_editor_get_plan (editor), totals);
  if (summary == NULL || !summary->complete)
    return !decant_pruning_looks_at_messages (decant_plan_editor_get_pruning (editor));
  totals->messages = summary->taken.messages;
  totals->size = summary->taken.size;
  totals->size_complete = summary->unknown_sizes == 0;
  return TRUE;
}

char *
decant_check_words_before (DecantPlanEditor *editor, DecantForecast *forecast)
{
  DecantPlanTotals totals;
  g_autofree char *messages = NULL;
  g_autofree char *size = NULL;
  g_autofree char *both = NULL;
  gboolean exact;

  if (decant_plan_editor_get_plan (editor) == NULL)
    return g_strdup ("");
  exact = count (editor, forecast, &totals);
  if (totals.folders == 0)
    return g_strdup ("");
  messages = decant_words_messages (totals.messages);
  size = g_format_size (totals.size);
  both = totals.size_complete ? g_strdup_printf ("%s · %s", messages, size)
                              : g_steal_pointer (&messages);
  /* Translators: the argument is "12 messages · 5.2 MB". */
  return exact ? g_steal_pointer (&both) : g_strdup_printf (_ ("At most %s"), both);
}

/* ---- while it runs ---- */

/* What the rules leave behind is listed, but not read. */
static void
look (DecantCheckUp *check_up, DecantProgressSnapshot *now)
{
  guint64 left;

  decant_progress_get_snapshot (decant_check_up_get_progress (check_up), now);
  left = now->processed - MIN (now->copied + now->skipped, now->processed);
  now->processed -= left;
  now->messages -= MIN (left, now->messages);
}

double
decant_check_words_fraction (DecantCheckUp *check_up)
{
  DecantProgressSnapshot now;

  if (!decant_check_up_is_running (check_up))
    return 0;
  look (check_up, &now);
  if (now.lanes == 0 && now.processed == 0)
    return -1;
  return now.messages > 0 ? MIN ((double)now.processed / (double)now.messages, 1) : 0;
}

static char *
describe_running (DecantCheckUp *check_up)
{
  DecantProgressSnapshot now;
  g_autofree char *processed = NULL;
  g_autofree char *messages = NULL;

  look (check_up, &now);
  if (now.lanes == 0 && now.processed == 0)
    return g_strdup (_ ("Connecting…"));
  processed = decant_words_number (now.processed);
  messages = decant_words_messages (now.messages);
  /* Translators: a number, then "12 messages". */
  return g_strdup_printf (_ ("%s of %s"), processed, messages);
}

static char *
describe_pace (DecantCheckUp *check_up)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  DecantProgressSnapshot now;
  g_autofree char *left = NULL;

  decant_progress_get_snapshot (decant_check_up_get_progress (check_up), &now);
  left = decant_words_time_left (now.paused ? -1 : now.seconds_left);
  if (now.bytes > 0)
    g_ptr_array_add (parts, g_format_size (now.bytes));
  if (*left != '\0')
    g_ptr_array_add (parts, g_steal_pointer (&left));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

char *
decant_check_words_activity (DecantCheckUp *check_up)
{
  DecantProgressSnapshot now;

  if (!decant_check_up_is_running (check_up))
    return g_strdup ("");
  if (decant_check_up_is_stopping (check_up))
    return g_strdup (_ ("Stopping…"));
  if (decant_check_up_is_paused (check_up))
    return g_strdup (_ ("Paused"));
  decant_progress_get_snapshot (decant_check_up_get_progress (check_up), &now);
  return g_strdup (now.activity);
}

/* ---- what was found ---- */

static void
count_ticked (DecantCheckUp *check_up, guint *messages, guint *folders)
{
  GPtrArray *problems = decant_check_up_get_problems (check_up);

  *messages = *folders = 0;
  for (guint i = 0; i < problems->len; i++)
    {
      const DecantProblem *problem = g_ptr_array_index (problems, i);

      if (decant_check_up_is_ticked (check_up, problem))
        ++*(problem->uid != 0 ? messages : folders);
    }
}

static char *
describe_damaged (guint messages)
{
  g_autofree char *number = decant_words_number (messages);

  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s damaged message", "%s damaged messages", messages), number);
}

static char *
describe_unreadable (guint folders)
{
  g_autofree char *number = decant_words_number (folders);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s folder cannot be opened",
                                       "%s folders cannot be opened", folders),
                          number);
}

static char *
describe_found (DecantCheckUp *check_up)
{
  guint messages;
  guint folders;

  count_ticked (check_up, &messages, &folders);
  if (messages > 0)
    return describe_damaged (messages);
  if (folders > 0)
    return describe_unreadable (folders);
  return g_strdup (_ ("No damaged messages so far"));
}

static char *
describe_read (DecantCheckUp *check_up)
{
  guint64 read = decant_check_up_get_n_read (check_up);
  g_autofree char *number = decant_words_number (read);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s message is sound",
                                       "%s messages are sound", (unsigned long)read),
                          number);
}

char *
decant_check_words_headline (DecantCheckUp *check_up)
{
  switch (decant_check_up_get_state (check_up))
    {
    case DECANT_CHECK_UP_RUNNING:
      return describe_running (check_up);
    case DECANT_CHECK_UP_STOPPED:
    case DECANT_CHECK_UP_DONE:
      return describe_found (check_up);
    case DECANT_CHECK_UP_NEW:
    default:
      return g_strdup ("");
    }
}

static char *
describe_outcome (DecantCheckUp *check_up)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint messages;
  guint folders;

  count_ticked (check_up, &messages, &folders);
  if (decant_check_up_get_state (check_up) == DECANT_CHECK_UP_STOPPED)
    g_ptr_array_add (parts, g_strdup (_ ("Stopped before the end")));
  g_ptr_array_add (parts, describe_read (check_up));
  if (messages > 0 && folders > 0)
    g_ptr_array_add (parts, describe_unreadable (folders));
  if (decant_check_up_get_state (check_up) == DECANT_CHECK_UP_DONE &&
      decant_check_up_has_rest (check_up))
    g_ptr_array_add (parts, g_strdup (_ ("folders ticked since were not checked")));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

char *
decant_check_words_figures (DecantCheckUp *check_up)
{
  switch (decant_check_up_get_state (check_up))
    {
    case DECANT_CHECK_UP_RUNNING:
      return describe_pace (check_up);
    case DECANT_CHECK_UP_STOPPED:
    case DECANT_CHECK_UP_DONE:
      return describe_outcome (check_up);
    case DECANT_CHECK_UP_NEW:
    default:
      return g_strdup ("");
    }
}

/* ---- in short ---- */

static char *
describe_running_shortly (DecantCheckUp *check_up)
{
  double fraction = decant_check_words_fraction (check_up);

  if (decant_check_up_get_question (check_up) != NULL)
    return g_strdup (_ ("The check waits for you"));
  if (decant_check_up_is_paused (check_up))
    return g_strdup (_ ("Check paused"));
  /* Translators: how far the check for damaged messages is, in per cent. */
  return g_strdup_printf (_ ("Checking: %d %%"), (int)floor (100 * MAX (fraction, 0)));
}

static char *
describe_found_shortly (DecantCheckUp *check_up)
{
  guint messages;
  guint folders;

  count_ticked (check_up, &messages, &folders);
  if (messages > 0 || folders > 0)
    return describe_found (check_up);
  if (decant_check_up_get_state (check_up) == DECANT_CHECK_UP_STOPPED)
    return g_strdup (_ ("Check stopped"));
  if (decant_check_up_has_rest (check_up))
    return g_strdup (_ ("Check the rest…"));
  return g_strdup (_ ("No damaged messages"));
}

char *
decant_check_words_short (DecantCheckUp *check_up)
{
  switch (decant_check_up_get_state (check_up))
    {
    case DECANT_CHECK_UP_RUNNING:
      return describe_running_shortly (check_up);
    case DECANT_CHECK_UP_STOPPED:
    case DECANT_CHECK_UP_DONE:
      return describe_found_shortly (check_up);
    case DECANT_CHECK_UP_NEW:
    default:
      return g_strdup (_ ("Check for damage…"));
    }
}
