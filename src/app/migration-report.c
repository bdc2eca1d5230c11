/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/migration-private.h"

#include "app/history.h"

#include <glib/gi18n-lib.h>

/* Earlier moves, and the report of this one or of one of them. */

/* Fills in the account of an earlier move. Who is signed in there stays so. */
static void
fill_account (DecantMigration *self, DecantSignIn *sign_in, const char *url)
{
  g_autoptr (DecantAccount) account = url != NULL ? decant_account_new_from_url (url, FALSE, NULL)
                                                  : NULL;
  DecantAccount *signed_in = decant_sign_in_get_account (sign_in);

  if (account == NULL || (signed_in != NULL && decant_account_equal (account, signed_in)))
    return;
  decant_sign_in_fill (sign_in, account);
}

void
decant_migration_begin (DecantMigration *self)
{
  if (self->step == DECANT_STEP_START)
    decant_migration_set_step (self, DECANT_STEP_ACCOUNTS);
}

gboolean
decant_migration_prefill (DecantMigration *self, DecantAccount *old_account,
                          DecantAccount *new_account, const char *const *fingerprints)
{
  if (decant_copy_run_is_running (self->run))
    return FALSE;
  decant_migration_cancel_activity (self);
  decant_sign_in_set_trusted_certificates (self->old_sign_in, fingerprints);
  decant_sign_in_set_trusted_certificates (self->new_sign_in, fingerprints);
  if (old_account != NULL)
    decant_sign_in_fill (self->old_sign_in, old_account);
  if (new_account != NULL)
    decant_sign_in_fill (self->new_sign_in, new_account);
  if (old_account != NULL || new_account != NULL)
    {
      self->wrap_refused = FALSE;
      decant_migration_take_report (self, NULL, NULL);
      decant_migration_set_step (self, DECANT_STEP_ACCOUNTS);
    }
  return TRUE;
}

void
decant_migration_continue_move (DecantMigration *self, const DecantMoveSummary *move)
{
  if (decant_copy_run_is_running (self->run))
    return;
  decant_migration_cancel_activity (self);
  fill_account (self, self->old_sign_in, move->old_url);
  fill_account (self, self->new_sign_in, move->new_url);
  decant_migration_set_step (self, DECANT_STEP_ACCOUNTS);
}

typedef struct
{
  DecantMigration *self;
  DecantMoveSummary *move;
} ReportRequest;

static void
on_report (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree ReportRequest *request = user_data;
  g_autoptr (DecantMigration) self = request->self;
  g_autoptr (DecantMoveSummary) move = request->move;
  g_autoptr (GError) error = NULL;
  DecantReport *report = decant_history_load_report_finish (result, &error);

  if (!decant_migration_end_activity (self, error) || self->step != DECANT_STEP_START)
    {
      g_clear_pointer (&report, decant_report_free);
      return;
    }
  decant_migration_take_report (self, report, g_steal_pointer (&move));
  decant_migration_set_step (self, DECANT_STEP_REPORT);
}

static DecantMoveSummary *
copy_summary (const DecantMoveSummary *move)
{
  DecantMoveSummary *copy = g_new (DecantMoveSummary, 1);

  *copy = *move;
  copy->path = g_strdup (move->path);
  copy->old_account = g_strdup (move->old_account);
  copy->new_account = g_strdup (move->new_account);
  copy->old_url = g_strdup (move->old_url);
  copy->new_url = g_strdup (move->new_url);
  return copy;
}

void
decant_migration_show_report (DecantMigration *self, const DecantMoveSummary *move)
{
  if (self->step != DECANT_STEP_START || self->activity != NULL)
    return;

  ReportRequest *request = g_new (ReportRequest, 1);
  *request = (ReportRequest){ g_object_ref (self), copy_summary (move) };
  decant_migration_start_activity (self, _ ("Reading the report…"));
  decant_history_load_report_async (self->state_dir, move->old_account, move->new_account,
                                    self->cancellable, on_report, request);
}

/* A report read back has no plan behind it: its accounts must be signed in to first. */
static void
try_reported_move_again (DecantMigration *self)
{
  g_autoptr (DecantMoveSummary) move = g_steal_pointer (&self->reported_move);

  decant_migration_take_report (self, NULL, NULL);
  decant_migration_continue_move (self, move);
}

void
decant_migration_try_again (DecantMigration *self)
{
  if (self->step != DECANT_STEP_REPORT)
    return;
  if (self->reported_move != NULL)
    try_reported_move_again (self);
  else
    decant_migration_start (self);
}

gboolean
decant_migration_can_wrap_refused (DecantMigration *self)
{
  GPtrArray *problems = self->report != NULL ? self->report->problems : NULL;

  if (problems == NULL || (self->reported_move == NULL && !decant_migration_can_start (self)))
    return FALSE;
  for (guint i = 0; i < problems->len; i++)
    if (((const DecantProblem *)g_ptr_array_index (problems, i))->reason == DECANT_REASON_REFUSED)
      return TRUE;
  return FALSE;
}

void
decant_migration_wrap_refused (DecantMigration *self)
{
  if (self->step != DECANT_STEP_REPORT || !decant_migration_can_wrap_refused (self))
    return;
  self->wrap_refused = TRUE;
  decant_migration_try_again (self);
}

void
decant_migration_leave_report (DecantMigration *self)
{
  if (self->step != DECANT_STEP_REPORT)
    return;
  if (self->reported_move == NULL)
    {
      /* This move has ended: the next one is another. */
      decant_sign_in_fill (self->old_sign_in, NULL);
      decant_sign_in_fill (self->new_sign_in, NULL);
    }
  decant_migration_take_report (self, NULL, NULL);
  decant_migration_set_step (self, DECANT_STEP_START);
}
