/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/move-row.h"

#include "accounts/account.h"
#include "app/resources.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

struct _DecantMoveRow
{
  AdwActionRow parent_instance;

  GtkButton *report_button;
  GtkButton *continue_button;
  GtkLabel *continue_label;
};

G_DEFINE_FINAL_TYPE (DecantMoveRow, decant_move_row, ADW_TYPE_ACTION_ROW)

static char *
describe_account (const char *url, const char *id)
{
  g_autoptr (DecantAccount) account = url != NULL ? decant_account_new_from_url (url, FALSE, NULL)
                                                  : NULL;

  return g_strdup (account != NULL ? decant_account_get_label (account) : id);
}

static char *
describe_result (const DecantMoveSummary *move)
{
  g_autofree char *done = decant_words_messages (move->done);
  g_autofree char *left = decant_words_number (move->planned);
  g_autofree char *date = decant_words_date (move->last_run);

  switch (move->state)
    {
    case DECANT_RUN_FINISHED:
      /* Translators: a date, then a number of messages ("12 messages"). */
      return g_strdup_printf (_ ("Finished on %s · %s there"), date, done);
    case DECANT_RUN_STOPPED:
      return g_strdup_printf (_ ("Stopped on %s · %s there, %s to go"), date, done, left);
    case DECANT_RUN_STARTED:
      return g_strdup_printf (_ ("Interrupted on %s · %s there, %s to go"), date, done, left);
    case DECANT_RUN_NEVER:
    default:
      return g_strdup (_ ("Not started yet"));
    }
}

static char *
describe_state (const DecantMoveSummary *move)
{
  g_autofree char *result = NULL;
  g_autofree char *problems = NULL;

  if (move->in_use)
    return g_strdup (_ ("Another Decant is at work on this move"));
  result = describe_result (move);
  if (move->problems == 0)
    return g_steal_pointer (&result);
  problems = decant_words_number (move->problems);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s · %s problem", "%s · %s problems",
                                       (unsigned long)move->problems),
                          result, problems);
}

static void
show_unreadable (DecantMoveRow *self, const DecantMoveSummary *move)
{
  g_autofree char *name = g_path_get_basename (move->path);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Unreadable move"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), name);
  gtk_widget_set_visible (GTK_WIDGET (self->report_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->continue_button), FALSE);
}

static void
show_move (DecantMoveRow *self, const DecantMoveSummary *move)
{
  g_autofree char *old_account = describe_account (move->old_url, move->old_account);
  g_autofree char *new_account = describe_account (move->new_url, move->new_account);
  g_autofree char *title = g_strdup_printf ("%s → %s", old_account, new_account);
  g_autofree char *state = describe_state (move);
  gboolean finished = move->state == DECANT_RUN_FINISHED;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), state);
  gtk_label_set_label (self->continue_label, finished ? _ ("_Catch Up") : _ ("_Continue"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->continue_button),
                               finished ? _ ("Copy what has arrived since")
                                        : _ ("Go on where it stopped"));
  gtk_widget_set_visible (GTK_WIDGET (self->continue_button),
                          !move->in_use && move->old_url != NULL && move->new_url != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->report_button),
                          !move->in_use && move->state != DECANT_RUN_NEVER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->continue_button), "s", move->path);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->report_button), "s", move->path);
}

static void
decant_move_row_class_init (DecantMoveRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("move-row"));
  gtk_widget_class_bind_template_child (widget_class, DecantMoveRow, report_button);
  gtk_widget_class_bind_template_child (widget_class, DecantMoveRow, continue_button);
  gtk_widget_class_bind_template_child (widget_class, DecantMoveRow, continue_label);
}

static void
decant_move_row_init (DecantMoveRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DecantMoveRow *
decant_move_row_new (const DecantMoveSummary *move)
{
  DecantMoveRow *self = g_object_new (DECANT_TYPE_MOVE_ROW, NULL);

  if (move->old_account != NULL && move->new_account != NULL)
    show_move (self, move);
  else
    show_unreadable (self, move);
  return self;
}
