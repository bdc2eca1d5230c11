/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/copy-page.h"

#include "app/copy-folder-row.h"
#include "app/notice.h"
#include "app/problem-row.h"
#include "app/resources.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

struct _DecantCopyPage
{
  AdwBin parent_instance;

  DecantCopyRun *run;
  DecantProgress *progress; /* of the run shown */
  GListStore *folders;      /* DecantCopyFolder */
  GtkSorter *sorter;        /* of the folders as shown */
  GListStore *problems;     /* DecantProblemItem */

  GtkLabel *headline;
  GtkLabel *figures;
  GtkProgressBar *bar;
  GtkLabel *activity;
  GtkWidget *waiting_box;
  GtkLabel *waiting;
  GtkWidget *question_box;
  DecantNotice *question;
  GtkListView *folder_list;
  GtkExpander *problems_expander;
  GtkListView *problem_list;
  GtkWidget *pause_button;
  GtkLabel *pause_label;
};

G_DEFINE_FINAL_TYPE (DecantCopyPage, decant_copy_page, ADW_TYPE_BIN)

/* ---- progress in words ---- */

static char *
describe_headline (const DecantProgressSnapshot *now)
{
  g_autofree char *processed = decant_words_number (now->processed);
  g_autofree char *messages = decant_words_messages (now->messages);
  g_autofree char *verified = decant_words_number (now->verified);
  g_autofree char *to_verify = decant_words_messages (now->to_verify);

  switch (now->phase)
    {
    case DECANT_PHASE_COPYING:
    case DECANT_PHASE_READING:
      /* Translators: a number, then "12 messages". */
      return g_strdup_printf (_ ("%s of %s"), processed, messages);
    case DECANT_PHASE_VERIFYING:
      return g_strdup_printf (_ ("Checking: %s of %s"), verified, to_verify);
    case DECANT_PHASE_LISTING:
      return g_strdup (_ ("Looking into the folders…"));
    case DECANT_PHASE_FINISHED:
      return g_strdup (_ ("Finishing…"));
    case DECANT_PHASE_IDLE:
    case DECANT_PHASE_CONNECTING:
    default:
      return g_strdup (_ ("Connecting…"));
    }
}

static char *
describe_figures (const DecantProgressSnapshot *now)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *left = decant_words_time_left (now->seconds_left);

  if (now->bytes > 0)
    g_ptr_array_add (parts, g_format_size (now->bytes));
  if (now->phase == DECANT_PHASE_COPYING && !now->paused && now->message_rate > 0)
    {
      g_autofree char *rate = decant_words_number ((guint64)(now->message_rate + 0.5));

      /* Translators: a number of messages. */
      g_ptr_array_add (parts, g_strdup_printf (_ ("%s messages/s"), rate));
    }
  if (*left != '\0' && !now->paused)
    g_ptr_array_add (parts, g_steal_pointer (&left));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

static void
show_bar (DecantCopyPage *self, const DecantProgressSnapshot *now)
{
  gboolean verifying = now->phase == DECANT_PHASE_VERIFYING;
  guint64 whole = verifying ? now->to_verify : now->messages;
  guint64 part = verifying ? now->verified : now->processed;

  if (now->phase < DECANT_PHASE_COPYING && part == 0)
    gtk_progress_bar_pulse (self->bar);
  else
    gtk_progress_bar_set_fraction (self->bar,
                                   whole > 0 ? MIN ((double)part / (double)whole, 1) : 0);
}

static const char *
describe_activity (DecantCopyPage *self, const DecantProgressSnapshot *now)
{
  if (decant_copy_run_is_stopping (self->run))
    return _ ("Stopping: waiting for what was already sent…");
  if (now->paused)
    return _ ("Paused");
  return now->activity;
}

/* A list keeps the row that is at its top in sight. Who looks at the folders at work, which come
 * first, wants to see those that take their place instead. */
static void
sort_folders (DecantCopyPage *self)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->folder_list));
  gboolean at_top = gtk_adjustment_get_value (place) < 1;

  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  if (at_top)
    gtk_widget_activate_action (GTK_WIDGET (self->folder_list), "list.scroll-to-item", "u", 0);
}

static void
show_progress (DecantCopyPage *self)
{
  DecantProgressSnapshot now;
  g_autofree char *headline = NULL;
  g_autofree char *figures = NULL;

  if (self->progress == NULL)
    return;
  decant_progress_get_snapshot (self->progress, &now);
  headline = describe_headline (&now);
  figures = describe_figures (&now);
  gtk_label_set_label (self->headline, headline);
  gtk_label_set_label (self->figures, figures);
  gtk_label_set_label (self->activity, describe_activity (self, &now));
  gtk_label_set_label (self->waiting, now.waiting);
  gtk_widget_set_visible (self->waiting_box, *now.waiting != '\0');
  show_bar (self, &now);
  if (decant_copy_folder_update_list (self->folders, self->progress))
    sort_folders (self);
}

static void
show_pause (DecantCopyPage *self)
{
  gboolean paused = decant_copy_run_is_paused (self->run);

  gtk_label_set_label (self->pause_label, paused ? _ ("_Resume") : _ ("_Pause"));
  show_progress (self);
}

/* ---- problems ---- */

static void
show_problem_count (DecantCopyPage *self)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->problems));
  g_autofree char *number = decant_words_number (count);
  g_autofree char *label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                         "%s message or folder skipped",
                                                         "%s messages or folders skipped", count),
                                            number);

  gtk_expander_set_label (self->problems_expander, label);
  gtk_widget_set_visible (GTK_WIDGET (self->problems_expander), count > 0);
}

static void
on_problem (DecantCopyPage *self, const DecantProblem *problem)
{
  g_autoptr (DecantProblemItem) item = decant_problem_item_new (problem);

  g_list_store_append (self->problems, item);
  show_problem_count (self);
}

static void
show_question (DecantCopyPage *self)
{
  const GError *question = decant_copy_run_get_question (self->run);

  decant_notice_set_error (self->question, question, NULL);
  gtk_widget_set_visible (self->question_box, question != NULL);
}

/* ---- following a run ---- */

static void
follow_progress (DecantCopyPage *self)
{
  DecantProgress *progress = decant_copy_run_get_progress (self->run);
  GPtrArray *problems = decant_copy_run_get_problems (self->run);

  if (progress == self->progress)
    return;
  if (self->progress != NULL)
    g_signal_handlers_disconnect_by_data (self->progress, self);
  g_set_object (&self->progress, progress);
  g_list_store_remove_all (self->folders);
  g_list_store_remove_all (self->problems);
  show_problem_count (self);
  if (progress == NULL)
    return;
  for (guint i = 0; i < problems->len; i++)
    on_problem (self, g_ptr_array_index (problems, i));
  g_signal_connect_object (progress, "changed", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (progress, "problem", G_CALLBACK (on_problem), self, G_CONNECT_SWAPPED);
  show_progress (self);
}

void
decant_copy_page_set_migration (DecantCopyPage *self, DecantMigration *migration)
{
  DecantCopyRun *run = decant_migration_get_run (migration);

  self->run = g_object_ref (run);
  g_signal_connect_object (run, "notify::running", G_CALLBACK (follow_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::paused", G_CALLBACK (show_pause), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::stopping", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::question", G_CALLBACK (show_question), self,
                           G_CONNECT_SWAPPED);
  follow_progress (self);
  show_pause (self);
  show_question (self);
}

/* ---- the widget ---- */

static gboolean
decant_copy_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DECANT_COPY_PAGE (widget)->pause_button));
}

static void
decant_copy_page_dispose (GObject *object)
{
  DecantCopyPage *self = DECANT_COPY_PAGE (object);

  g_clear_object (&self->run);
  g_clear_object (&self->progress);
  g_clear_object (&self->folders);
  g_clear_object (&self->sorter);
  g_clear_object (&self->problems);
  G_OBJECT_CLASS (decant_copy_page_parent_class)->dispose (object);
}

static void
decant_copy_page_class_init (DecantCopyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_copy_page_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = decant_copy_page_grab_focus;

  g_type_ensure (DECANT_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("copy-page"));
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, headline);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, figures);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, bar);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, activity);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, waiting_box);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, question_box);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, question);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, folder_list);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, problems_expander);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, problem_list);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, pause_button);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyPage, pause_label);
}

/* Takes over @model and @factory. */
static void
show_list (GtkListView *view, GListModel *model, GtkListItemFactory *factory)
{
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (model);

  gtk_list_view_set_factory (view, factory);
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (selection));
  g_object_unref (factory);
}

static void
decant_copy_page_init (DecantCopyPage *self)
{
  GtkSortListModel *sorted;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->folders = g_list_store_new (DECANT_TYPE_COPY_FOLDER);
  self->problems = g_list_store_new (DECANT_TYPE_PROBLEM_ITEM);
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (decant_copy_folder_compare, NULL, NULL));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->folders)),
                                    g_object_ref (self->sorter));
  show_list (self->folder_list, G_LIST_MODEL (sorted), decant_copy_folder_row_new_factory ());
  show_list (self->problem_list, G_LIST_MODEL (g_object_ref (self->problems)),
             decant_problem_row_new_factory ());
}
