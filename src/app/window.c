/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window.h"

#include "app/accounts-page.h"
#include "app/check-actions.h"
#include "app/check-window.h"
#include "app/copy-page.h"
#include "app/folders-page.h"
#include "app/plan-actions.h"
#include "app/report-page.h"
#include "app/resources.h"
#include "app/start-page.h"

#include <glib/gi18n-lib.h>

struct _DecantWindow
{
  AdwApplicationWindow parent_instance;

  DecantMigration *migration;
  GtkWindow *check_window; /* while it is open */

  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkWidget *search_button;
  AdwToastOverlay *toasts;
  GtkStack *pages;
  DecantStartPage *start_page;
  DecantAccountsPage *accounts_page;
  DecantFoldersPage *folders_page;
  DecantCopyPage *copy_page;
  DecantReportPage *report_page;
};

G_DEFINE_FINAL_TYPE (DecantWindow, decant_window, ADW_TYPE_APPLICATION_WINDOW)

/* ---- following the migration ---- */

static const char *
describe_step (DecantStep step)
{
  switch (step)
    {
    case DECANT_STEP_ACCOUNTS:
      return _ ("Step 1 of 4 · Accounts");
    case DECANT_STEP_FOLDERS:
      return _ ("Step 2 of 4 · Folders");
    case DECANT_STEP_COPY:
      return _ ("Step 3 of 4 · Copy");
    case DECANT_STEP_REPORT:
      return _ ("Step 4 of 4 · Report");
    case DECANT_STEP_START:
    default:
      return "";
    }
}

static void
enable (DecantWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* The buttons name what they undo. */
static void
name_undo (GtkWidget *button, const char *command, char *tooltip)
{
  gtk_widget_set_tooltip_text (button, tooltip != NULL ? tooltip : command);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  tooltip != NULL ? tooltip : "", -1);
  g_free (tooltip);
}

static void
show_undo (DecantWindow *self, DecantPlanEditor *editor)
{
  const char *undo = decant_plan_editor_get_undo_label (editor);
  const char *redo = decant_plan_editor_get_redo_label (editor);

  /* Translators: the argument is one of "renaming “Work”", "taking along all folders"… */
  name_undo (self->undo_button, _ ("Undo"),
             undo != NULL ? g_strdup_printf (_ ("Undo %s"), undo) : NULL);
  name_undo (self->redo_button, _ ("Redo"),
             redo != NULL ? g_strdup_printf (_ ("Redo %s"), redo) : NULL);
}

static void
update_check (DecantWindow *self)
{
  decant_check_actions_enable (G_ACTION_MAP (self), decant_migration_get_check_up (self->migration),
                               decant_migration_get_step (self->migration) == DECANT_STEP_FOLDERS);
}

static void
update_actions (DecantWindow *self)
{
  DecantMigration *migration = self->migration;
  DecantStep step = decant_migration_get_step (migration);
  DecantCopyRun *run = decant_migration_get_run (migration);
  DecantPlanEditor *editor = decant_migration_get_editor (migration);
  gboolean stoppable = step == DECANT_STEP_COPY && !decant_copy_run_is_stopping (run);
  gboolean can_start, can_try_again, can_wrap_refused;
  g_autofree char *activity = NULL;

  g_object_get (migration, "can-start", &can_start, "can-try-again", &can_try_again,
                "can-wrap-refused", &can_wrap_refused, "activity", &activity, NULL);
  enable (self, "new-move", step == DECANT_STEP_START);
  enable (self, "continue-move", step == DECANT_STEP_START);
  enable (self, "show-report", step == DECANT_STEP_START && activity == NULL);
  enable (self, "back", step != DECANT_STEP_START && step != DECANT_STEP_COPY);
  enable (self, "sign-in", step == DECANT_STEP_ACCOUNTS && activity == NULL);
  enable (self, "start", step == DECANT_STEP_FOLDERS && can_start);
  decant_plan_actions_enable (G_ACTION_MAP (self), editor, step == DECANT_STEP_FOLDERS);
  show_undo (self, editor);
  enable (self, "check",
          step == DECANT_STEP_FOLDERS && decant_plan_editor_get_plan (editor) != NULL);
  update_check (self);
  enable (self, "search", step == DECANT_STEP_FOLDERS);
  enable (self, "pause", stoppable);
  enable (self, "stop", stoppable);
  enable (self, "resume", stoppable && decant_copy_run_is_paused (run));
  enable (self, "try-again", step == DECANT_STEP_REPORT && can_try_again);
  enable (self, "wrap-refused", step == DECANT_STEP_REPORT && can_wrap_refused);
  enable (self, "save-report", step == DECANT_STEP_REPORT);
  enable (self, "save-report-as", step == DECANT_STEP_REPORT);
  enable (self, "leave-report", step == DECANT_STEP_REPORT);
}

static void
update_step (DecantWindow *self)
{
  GtkWidget *const pages[] = {
    [DECANT_STEP_START] = GTK_WIDGET (self->start_page),
    [DECANT_STEP_ACCOUNTS] = GTK_WIDGET (self->accounts_page),
    [DECANT_STEP_FOLDERS] = GTK_WIDGET (self->folders_page),
    [DECANT_STEP_COPY] = GTK_WIDGET (self->copy_page),
    [DECANT_STEP_REPORT] = GTK_WIDGET (self->report_page),
  };
  DecantStep step = decant_migration_get_step (self->migration);

  adw_window_title_set_title (self->title,
                              step == DECANT_STEP_START ? _ ("Decant") : _ ("Move Your Mail"));
  adw_window_title_set_subtitle (self->title, describe_step (step));
  gtk_widget_set_visible (self->back_button, step != DECANT_STEP_START && step != DECANT_STEP_COPY);
  gtk_widget_set_visible (self->undo_button, step == DECANT_STEP_FOLDERS);
  gtk_widget_set_visible (self->redo_button, step == DECANT_STEP_FOLDERS);
  gtk_widget_set_visible (self->search_button, step == DECANT_STEP_FOLDERS);
  if (step != DECANT_STEP_FOLDERS && self->check_window != NULL)
    gtk_window_close (self->check_window);
  gtk_stack_set_visible_child (self->pages, pages[step]);
  gtk_widget_grab_focus (pages[step]);
  if (step == DECANT_STEP_START)
    decant_start_page_refresh (self->start_page);
  update_actions (self);
}

static void
update_pause (DecantWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "pause");
  gboolean paused = decant_copy_run_is_paused (decant_migration_get_run (self->migration));

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (paused));
  update_actions (self);
}

static void
on_failed (DecantWindow *self, const GError *error)
{
  AdwToast *toast = adw_toast_new (error->message);
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_toast_set_title (toast, escaped);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* ---- commands ---- */

static void
on_new_move (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_migration_begin (DECANT_WINDOW (user_data)->migration);
}

static void
on_continue_move (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DecantWindow *self = user_data;
  const DecantMoveSummary *move = decant_start_page_find_move (
    self->start_page, g_variant_get_string (parameter, NULL));

  if (move != NULL)
    decant_migration_continue_move (self->migration, move);
}

static void
on_show_report (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DecantWindow *self = user_data;
  const DecantMoveSummary *move = decant_start_page_find_move (
    self->start_page, g_variant_get_string (parameter, NULL));

  if (move != NULL)
    decant_migration_show_report (self->migration, move);
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_migration_back (DECANT_WINDOW (user_data)->migration);
}

static void
on_sign_in (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_migration_sign_in (DECANT_WINDOW (user_data)->migration);
}

static void
on_start (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_migration_start (DECANT_WINDOW (user_data)->migration);
}

/* Whatever the suggested button of the page does. */
static void
on_next (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *const commands[] = {
    [DECANT_STEP_START] = "new-move",     [DECANT_STEP_ACCOUNTS] = "sign-in",
    [DECANT_STEP_FOLDERS] = "start",      [DECANT_STEP_COPY] = NULL,
    [DECANT_STEP_REPORT] = "save-report",
  };
  DecantWindow *self = user_data;
  const char *command = commands[decant_migration_get_step (self->migration)];

  if (command != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self), command, NULL);
}

static void
on_accept_certificate (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DecantMigration *migration = DECANT_WINDOW (user_data)->migration;
  const char *side = g_variant_get_string (parameter, NULL);

  if (strcmp (side, "old") == 0)
    decant_migration_accept_certificate (migration, decant_migration_get_old (migration));
  else if (strcmp (side, "new") == 0)
    decant_migration_accept_certificate (migration, decant_migration_get_new (migration));
}

static void
on_check (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DecantWindow *self = user_data;
  DecantMigration *migration = self->migration;

  if (self->check_window == NULL)
    {
      self->check_window = GTK_WINDOW (decant_check_window_new (
        GTK_WINDOW (self), decant_migration_get_check_up (migration),
        decant_migration_get_editor (migration), decant_migration_get_forecast (migration),
        decant_migration_get_fit (migration)));
      g_object_add_weak_pointer (G_OBJECT (self->check_window), (gpointer *)&self->check_window);
    }
  gtk_window_present (self->check_window);
}

static void
on_change_search (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  decant_folders_page_set_searching (DECANT_WINDOW (user_data)->folders_page,
                                     g_variant_get_boolean (state));
}

static void
on_searching (DecantWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "search");
  gboolean searching;

  g_object_get (self->folders_page, "searching", &searching, NULL);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (searching));
}

static void
on_change_pause (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  g_object_set (decant_migration_get_run (DECANT_WINDOW (user_data)->migration), "paused",
                g_variant_get_boolean (state), NULL);
}

static void
on_resume (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_copy_run_resume (decant_migration_get_run (DECANT_WINDOW (user_data)->migration));
}

static void
on_stop (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_copy_run_stop (decant_migration_get_run (DECANT_WINDOW (user_data)->migration));
}

static void
on_try_again (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_migration_try_again (DECANT_WINDOW (user_data)->migration);
}

static void
on_wrap_refused (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_migration_wrap_refused (DECANT_WINDOW (user_data)->migration);
}

static void
on_save_report (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_report_page_ask_and_save (DECANT_WINDOW (user_data)->report_page);
}

static void
on_save_report_as (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  decant_report_page_save (DECANT_WINDOW (user_data)->report_page, file);
}

static void
on_leave_report (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_migration_leave_report (DECANT_WINDOW (user_data)->migration);
}

static const GActionEntry entries[] = {
  { .name = "new-move", .activate = on_new_move },
  { .name = "continue-move", .activate = on_continue_move, .parameter_type = "s" },
  { .name = "show-report", .activate = on_show_report, .parameter_type = "s" },
  { .name = "back", .activate = on_back },
  { .name = "next", .activate = on_next },
  { .name = "sign-in", .activate = on_sign_in },
  { .name = "accept-certificate", .activate = on_accept_certificate, .parameter_type = "s" },
  { .name = "check", .activate = on_check },
  { .name = "search", .state = "false", .change_state = on_change_search },
  { .name = "start", .activate = on_start },
  { .name = "pause", .state = "false", .change_state = on_change_pause },
  { .name = "resume", .activate = on_resume },
  { .name = "stop", .activate = on_stop },
  { .name = "try-again", .activate = on_try_again },
  { .name = "wrap-refused", .activate = on_wrap_refused },
  { .name = "save-report", .activate = on_save_report },
  { .name = "save-report-as", .activate = on_save_report_as, .parameter_type = "s" },
  { .name = "leave-report", .activate = on_leave_report },
};

static void
add_speed_action (DecantWindow *self)
{
  g_autoptr (GPropertyAction)
    action = g_property_action_new ("speed", decant_migration_get_run (self->migration), "speed");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

/* ---- the widget ---- */

static void
follow (DecantWindow *self, gpointer object, const char *signal, void (*func) (DecantWindow *self))
{
  g_signal_connect_object (object, signal, G_CALLBACK (func), self, G_CONNECT_SWAPPED);
}

static void
set_migration (DecantWindow *self, DecantMigration *migration)
{
  self->migration = g_object_ref (migration);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  decant_plan_actions_add (G_ACTION_MAP (self), decant_migration_get_editor (migration));
  decant_check_actions_add (G_ACTION_MAP (self), decant_migration_get_check_up (migration));
  add_speed_action (self);

  decant_start_page_set_migration (self->start_page, migration);
  decant_accounts_page_set_migration (self->accounts_page, migration);
  decant_folders_page_set_migration (self->folders_page, migration);
  decant_copy_page_set_migration (self->copy_page, migration);
  decant_report_page_set_migration (self->report_page, migration);

  follow (self, migration, "notify::step", update_step);
  follow (self, migration, "notify", update_actions);
  follow (self, decant_migration_get_run (migration), "notify", update_pause);
  follow (self, decant_migration_get_check_up (migration), "changed", update_check);
  g_signal_connect_object (migration, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (decant_migration_get_editor (migration), "refused",
                           G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->report_page, "failed", G_CALLBACK (on_failed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folders_page, "notify::searching", G_CALLBACK (on_searching), self,
                           G_CONNECT_SWAPPED);
  update_pause (self);
  update_step (self);
}

static void
decant_window_dispose (GObject *object)
{
  DecantWindow *self = DECANT_WINDOW (object);

  g_clear_weak_pointer (&self->check_window);
  g_clear_object (&self->migration);
  G_OBJECT_CLASS (decant_window_parent_class)->dispose (object);
}

static void
decant_window_class_init (DecantWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_window_dispose;

  g_type_ensure (DECANT_TYPE_START_PAGE);
  g_type_ensure (DECANT_TYPE_ACCOUNTS_PAGE);
  g_type_ensure (DECANT_TYPE_FOLDERS_PAGE);
  g_type_ensure (DECANT_TYPE_COPY_PAGE);
  g_type_ensure (DECANT_TYPE_REPORT_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("window"));
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, accounts_page);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, folders_page);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, copy_page);
  gtk_widget_class_bind_template_child (widget_class, DecantWindow, report_page);
}

static void
decant_window_init (DecantWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DecantWindow *
decant_window_new (GtkApplication *application, DecantMigration *migration)
{
  DecantWindow *self = g_object_new (DECANT_TYPE_WINDOW, "application", application, NULL);

  set_migration (self, migration);
  return self;
}
