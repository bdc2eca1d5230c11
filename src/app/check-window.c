/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/check-window.h"

#include "app/adaptive-box.h"
#include "app/check-words.h"
#include "app/dialogs.h"
#include "app/notice.h"
#include "app/problem-row.h"
#include "app/resources.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

struct _DecantCheckWindow
{
  AdwWindow parent_instance;

  DecantCheckUp *check_up;
  DecantPlanEditor *editor;
  DecantForecast *forecast;
  DecantFit *fit;
  DecantProgress *progress; /* that is followed */
  GListStore *problems;     /* DecantProblemItem, of those that are still ticked */
  guint signature;          /* of those */

  GtkStack *stack;
  GtkLabel *before;
  GtkLabel *before_time;
  AdwStatusPage *clean_page;
  AdwStatusPage *left_page;
  GtkLabel *headline;
  GtkLabel *figures;
  GtkWidget *again_button;
  GtkLabel *again_label;
  GtkWidget *progress_box;
  GtkProgressBar *bar;
  GtkLabel *activity;
  GtkWidget *waiting_box;
  GtkLabel *waiting;
  DecantNotice *notice;
  GtkWidget *resume_button;
  GtkStack *list_stack;
  AdwStatusPage *no_problems;
  GtkListView *list;
  GtkLabel *aside;
  GtkWidget *saving_box;
  GtkLabel *saving;
  GtkWidget *stop_saving_button;
  GtkWidget *running_buttons;
  GtkLabel *pause_label;
  GtkWidget *damaged_buttons;
};

G_DEFINE_FINAL_TYPE (DecantCheckWindow, decant_check_window, ADW_TYPE_WINDOW)

/* ---- before it begins ---- */

static void
show_before (DecantCheckWindow *self)
{
  g_autofree char *before = decant_check_words_before (self->editor, self->forecast);
  g_autofree char *time = decant_fit_describe_reading_time (self->fit);
  /* Translators: the argument is "about 20 minutes" or "20 to 40 minutes". */
  g_autofree char *takes = time != NULL ? g_strdup_printf (_ ("Takes %s"), time) : NULL;
  gboolean any = *before != '\0';

  gtk_label_set_label (self->before, any ? before : _ ("No folder is ticked"));
  gtk_label_set_label (self->before_time, takes);
  gtk_widget_set_visible (GTK_WIDGET (self->before_time), any && time != NULL);
}

/* ---- while it runs ---- */

static void
show_bar (DecantCheckWindow *self)
{
  double fraction = decant_check_words_fraction (self->check_up);

  if (fraction < 0)
    gtk_progress_bar_pulse (self->bar);
  else
    gtk_progress_bar_set_fraction (self->bar, fraction);
}

static void
show_waiting (DecantCheckWindow *self)
{
  DecantProgressSnapshot now = { 0 };

  if (self->progress != NULL && decant_check_up_is_running (self->check_up))
    decant_progress_get_snapshot (self->progress, &now);
  gtk_label_set_label (self->waiting, now.waiting);
  gtk_widget_set_visible (self->waiting_box, *now.waiting != '\0');
}

static void
show_progress (DecantCheckWindow *self)
{
  g_autofree char *headline = decant_check_words_headline (self->check_up);
  g_autofree char *figures = decant_check_words_figures (self->check_up);
  g_autofree char *activity = decant_check_words_activity (self->check_up);

  gtk_label_set_label (self->headline, headline);
  gtk_label_set_label (self->figures, figures);
  gtk_label_set_label (self->activity, activity);
  show_bar (self);
  show_waiting (self);
}

static void
follow_progress (DecantCheckWindow *self)
{
  DecantProgress *progress = decant_check_up_get_progress (self->check_up);

  if (progress == self->progress)
    return;
  if (self->progress != NULL)
    g_signal_handlers_disconnect_by_data (self->progress, self);
  g_set_object (&self->progress, progress);
  if (progress != NULL)
    g_signal_connect_object (progress, "changed", G_CALLBACK (show_progress), self,
                             G_CONNECT_SWAPPED);
}

/* ---- what was found ---- */

/* Adds one to what differs, most likely, where what is listed does. */
static void
sign (guint *signature, const DecantProblem *problem)
{
  *signature = 31 * *signature + g_str_hash (problem->folder) + problem->uid + 1;
}

static void
add_problem (DecantCheckWindow *self, const DecantProblem *problem)
{
  g_autoptr (DecantProblemItem) item = NULL;

  if (!decant_check_up_is_ticked (self->check_up, problem))
    return;
  item = decant_problem_item_new (problem);
  g_list_store_append (self->problems, item);
  sign (&self->signature, problem);
}

static void
show_list (DecantCheckWindow *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->problems)) > 0;

  gtk_stack_set_visible_child_name (self->list_stack, any ? "problems" : "none");
}

static void
on_problem (DecantCheckWindow *self, const DecantProblem *problem)
{
  add_problem (self, problem);
  show_list (self);
}

/* What a person looks at stays where it is unless it is others now. */
static void
refill (DecantCheckWindow *self)
{
  GPtrArray *problems = decant_check_up_get_problems (self->check_up);
  guint signature = 0;

  for (guint i = 0; i < problems->len; i++)
    if (decant_check_up_is_ticked (self->check_up, g_ptr_array_index (problems, i)))
      sign (&signature, g_ptr_array_index (problems, i));
  if (signature != self->signature)
    {
      self->signature = 0;
      g_list_store_remove_all (self->problems);
      for (guint i = 0; i < problems->len; i++)
        add_problem (self, g_ptr_array_index (problems, i));
    }
  show_list (self);
}

/* How many damaged messages are in the list no more. */
static guint
count_aside (DecantCheckWindow *self)
{
  GPtrArray *problems = decant_check_up_get_problems (self->check_up);
  guint aside = 0;

  for (guint i = 0; i < problems->len; i++)
    {
      const DecantProblem *problem = g_ptr_array_index (problems, i);

      if (problem->uid != 0 && !decant_check_up_is_ticked (self->check_up, problem))
        aside++;
    }
  return aside;
}

static void
show_aside (DecantCheckWindow *self)
{
  guint aside = count_aside (self);
  g_autofree char *number = decant_words_number (aside);
  g_autofree char *text = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s damaged message stays in the old account.",
                 "%s damaged messages stay in the old account.", aside),
    number);

  gtk_label_set_label (self->aside, text);
  gtk_widget_set_visible (GTK_WIDGET (self->aside), aside > 0);
  adw_status_page_set_description (self->left_page, text);
}

static void
show_clean (DecantCheckWindow *self)
{
  guint64 read = decant_check_up_get_n_read (self->check_up);
  g_autofree char *number = decant_words_number (read);
  g_autofree char *text = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "The old server hands out the %s ticked message as a whole.",
                 "The old server hands out all %s ticked messages as a whole.",
                 (unsigned long)read),
    number);

  adw_status_page_set_description (self->clean_page, text);
}

/* ---- what to do ---- */

static void
show_trouble (DecantCheckWindow *self)
{
  const GError *question = decant_check_up_get_question (self->check_up);
  const GError *error = decant_check_up_get_error (self->check_up);
  const GError *unsaved = decant_check_saver_get_error (decant_check_up_get_saver (self->check_up));

  if (decant_check_up_is_running (self->check_up))
    error = question;
  decant_notice_set_error (self->notice, error != NULL ? error : unsaved, NULL);
  gtk_widget_set_visible (self->resume_button, question != NULL);
}

static void
show_saving (DecantCheckWindow *self)
{
  DecantCheckSaver *saver = decant_check_up_get_saver (self->check_up);
  g_autofree char *saving = decant_check_saver_describe (saver);

  gtk_label_set_label (self->saving, saving);
  gtk_widget_set_visible (self->saving_box, *saving != '\0');
  gtk_widget_set_visible (self->stop_saving_button, decant_check_saver_is_running (saver));
}

static void
show_buttons (DecantCheckWindow *self)
{
  g_autoptr (GPtrArray) damaged = decant_check_up_list_damaged (self->check_up);
  gboolean running = decant_check_up_is_running (self->check_up);
  gboolean paused = decant_check_up_is_paused (self->check_up);
  gboolean rest = decant_check_up_has_rest (self->check_up);

  gtk_widget_set_visible (self->progress_box, running);
  gtk_widget_set_visible (self->running_buttons, running);
  gtk_widget_set_visible (self->damaged_buttons, !running && damaged->len > 0);
  gtk_widget_set_visible (self->again_button, !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "check.save",
                                 !decant_check_up_is_busy (self->check_up));
  gtk_label_set_label (self->pause_label, paused ? _ ("_Go On") : _ ("_Pause"));
  gtk_label_set_label (self->again_label, rest ? _ ("Check the _Rest") : _ ("Check _Again"));
  adw_status_page_set_title (self->no_problems,
                             running ? _ ("No Damaged Messages So Far") : _ ("Nothing Found"));
}

/* ---- the pages ---- */

static const char *
choose_page (DecantCheckWindow *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->problems)) > 0;

  if (decant_check_up_get_state (self->check_up) == DECANT_CHECK_UP_NEW)
    return "start";
  if (decant_check_up_get_state (self->check_up) != DECANT_CHECK_UP_DONE || any ||
      decant_check_up_has_rest (self->check_up))
    return "check";
  return count_aside (self) > 0 ? "left" : "clean";
}

static void
show_page (DecantCheckWindow *self)
{
  const char *page = choose_page (self);
  const char *before = gtk_stack_get_visible_child_name (self->stack);

  if (g_strcmp0 (page, before) == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
show_check_up (DecantCheckWindow *self)
{
  follow_progress (self);
  refill (self);
  show_before (self);
  show_progress (self);
  show_aside (self);
  show_clean (self);
  show_trouble (self);
  show_saving (self);
  show_buttons (self);
  show_page (self);
}

/* ---- commands ---- */

static void
on_folder_chosen (GFile *file, gpointer user_data)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    gtk_widget_activate_action (user_data, "win.check-save-in", "s", path);
}

static void
on_save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  decant_dialogs_choose_folder (GTK_WINDOW (widget), _ ("Save Damaged Messages"), on_folder_chosen,
                                widget);
}

/* ---- the window ---- */

static void
decant_check_window_dispose (GObject *object)
{
  DecantCheckWindow *self = DECANT_CHECK_WINDOW (object);

  g_clear_object (&self->check_up);
  g_clear_object (&self->editor);
  g_clear_object (&self->forecast);
  g_clear_object (&self->fit);
  g_clear_object (&self->progress);
  g_clear_object (&self->problems);
  G_OBJECT_CLASS (decant_check_window_parent_class)->dispose (object);
}

static void
add_commands (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "check.save", NULL, on_save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_SHIFT_MASK | GDK_CONTROL_MASK,
                                       "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, (GdkModifierType)0,
                                       "window.close", NULL);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, before);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, before_time);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, clean_page);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, left_page);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, headline);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, figures);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, again_button);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, again_label);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, progress_box);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, activity);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, waiting_box);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, waiting);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, resume_button);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, list_stack);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, no_problems);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, aside);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, saving_box);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, saving);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, stop_saving_button);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, running_buttons);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, pause_label);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckWindow, damaged_buttons);
}

static void
decant_check_window_class_init (DecantCheckWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_check_window_dispose;
  g_type_ensure (DECANT_TYPE_ADAPTIVE_BOX);
  g_type_ensure (DECANT_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("check-window"));
  bind_children (widget_class);
  add_commands (widget_class);
}

static void
decant_check_window_init (DecantCheckWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = decant_problem_row_new_factory ();
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->problems = g_list_store_new (DECANT_TYPE_PROBLEM_ITEM);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->problems)));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

GtkWidget *
decant_check_window_new (GtkWindow *parent, DecantCheckUp *check_up, DecantPlanEditor *editor,
                         DecantForecast *forecast, DecantFit *fit)
{
  DecantCheckWindow *self = g_object_new (DECANT_TYPE_CHECK_WINDOW, "transient-for", parent, NULL);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (parent));
  self->check_up = g_object_ref (check_up);
  self->editor = g_object_ref (editor);
  self->forecast = g_object_ref (forecast);
  self->fit = g_object_ref (fit);
  g_signal_connect_object (check_up, "changed", G_CALLBACK (show_check_up), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (check_up, "problem", G_CALLBACK (on_problem), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fit, "changed", G_CALLBACK (show_before), self, G_CONNECT_SWAPPED);
  show_check_up (self);
  return GTK_WIDGET (self);
}
