/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"

#include "app/check-words.h"
#include "app/dialogs.h"
#include "app/prefill.h"
#include "app/window.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

struct _DecantApplication
{
  AdwApplication parent_instance;

  DecantMigration *migration;
  gboolean unseen; /* a copy or a check ended without a window; what came of it waits to be seen */
  gboolean check_asks; /* it waits for somebody */
  gboolean held;
  gboolean quitting; /* as soon as the copy or the check has stopped */
};

G_DEFINE_FINAL_TYPE (DecantApplication, decant_application, ADW_TYPE_APPLICATION)

static GtkWindow *
find_window (DecantApplication *self)
{
  return gtk_application_get_active_window (GTK_APPLICATION (self));
}

static gboolean
is_running (DecantApplication *self)
{
  return self->migration != NULL &&
         decant_copy_run_is_running (decant_migration_get_run (self->migration));
}

static gboolean
is_checking (DecantApplication *self)
{
  return self->migration != NULL &&
         decant_check_up_is_busy (decant_migration_get_check_up (self->migration));
}

/* Whether choices are still to be written down. */
static gboolean
is_keeping (DecantApplication *self)
{
  return self->migration != NULL &&
         decant_plan_keeper_is_busy (decant_migration_get_keeper (self->migration));
}

static void
update_hold (DecantApplication *self)
{
  gboolean needed = is_running (self) || is_checking (self) || is_keeping (self) || self->unseen;

  if (needed == self->held)
    return;
  self->held = needed;
  if (needed)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

/* Where that was asked for. */
static void
quit_if_free (DecantApplication *self)
{
  if (self->quitting && !is_running (self) && !is_checking (self) && !is_keeping (self))
    g_application_quit (G_APPLICATION (self));
}

/* ---- the migration ---- */

static void
notify_person (DecantApplication *self)
{
  const DecantReport *report = decant_migration_get_report (self->migration);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *summary = report != NULL ? decant_report_summarise (report) : NULL;
  gboolean clean = report != NULL && decant_report_is_clean (report);

  notification = g_notification_new (clean ? _ ("Your mail has been moved")
                                           : _ ("The copy has ended"));
  if (summary != NULL)
    g_notification_set_body (notification, summary);
  g_notification_set_default_action (notification, "app.show-window");
  g_application_send_notification (G_APPLICATION (self), "ended", notification);
}

static void
on_run_ended (DecantApplication *self)
{
  GtkWindow *window = find_window (self);

  if (self->quitting)
    {
      g_application_quit (G_APPLICATION (self));
      return;
    }
  self->unseen = window == NULL;
  if (window == NULL || !gtk_window_is_active (window))
    notify_person (self);
  update_hold (self);
}

/* A copy or a check waits for somebody; NULL: it does not any more. */
static void
tell_question (DecantApplication *self, const char *title, const GError *question)
{
  GtkWindow *window = find_window (self);
  g_autoptr (GNotification) notification = NULL;

  if (question == NULL)
    {
      g_application_withdraw_notification (G_APPLICATION (self), "question");
      return;
    }
  if (window != NULL && gtk_window_is_active (window))
    return;
  notification = g_notification_new (title);
  g_notification_set_body (notification, question->message);
  g_notification_set_default_action (notification, "app.show-window");
  g_application_send_notification (G_APPLICATION (self), "question", notification);
}

static void
ask_on_question (DecantApplication *self)
{
  tell_question (self, _ ("The copy waits for you"),
                 decant_copy_run_get_question (decant_migration_get_run (self->migration)));
}

/* ---- the check for damaged messages ---- */

static void
notify_of_check (DecantApplication *self)
{
  DecantCheckUp *check_up = decant_migration_get_check_up (self->migration);
  g_autoptr (GNotification) notification = g_notification_new (_ ("The check has ended"));
  g_autofree char *words = decant_check_words_short (check_up);

  g_notification_set_body (notification, words);
  g_notification_set_default_action (notification, "app.show-window");
  g_application_send_notification (G_APPLICATION (self), "ended", notification);
}

static void
on_check_changed (DecantApplication *self)
{
  const GError *question = decant_check_up_get_question (
    decant_migration_get_check_up (self->migration));

  if (question != NULL && !self->check_asks)
    tell_question (self, _ ("The check waits for you"), question);
  else if (question == NULL && self->check_asks)
    tell_question (self, NULL, NULL);
  self->check_asks = question != NULL;
  update_hold (self);
}

/* One that makes room for a copy is no news. */
static void
on_check_ended (DecantApplication *self)
{
  GtkWindow *window = find_window (self);

  if (self->quitting)
    {
      quit_if_free (self);
      return;
    }
  if (!is_running (self))
    {
      self->unseen = self->unseen || window == NULL;
      if (window == NULL || !gtk_window_is_active (window))
        notify_of_check (self);
    }
  update_hold (self);
}

static void
on_keeping (DecantApplication *self)
{
  quit_if_free (self);
  update_hold (self);
}

static void
ensure_migration (DecantApplication *self, const char *state_dir)
{
  DecantCheckUp *check_up;
  DecantCopyRun *run;

  if (self->migration != NULL)
    return;
  self->migration = decant_migration_new (state_dir != NULL ? state_dir
                                                            : decant_move_default_state_dir ());
  run = decant_migration_get_run (self->migration);
  g_signal_connect_object (decant_migration_get_keeper (self->migration), "notify::busy",
                           G_CALLBACK (on_keeping), self, G_CONNECT_SWAPPED);
  check_up = decant_migration_get_check_up (self->migration);
  g_signal_connect_object (check_up, "changed", G_CALLBACK (on_check_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (check_up, "ended", G_CALLBACK (on_check_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::running", G_CALLBACK (update_hold), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::question", G_CALLBACK (ask_on_question), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "ended", G_CALLBACK (on_run_ended), self, G_CONNECT_SWAPPED);
}

/* ---- commands ---- */

static void
stop_and_quit (DecantApplication *self)
{
  self->quitting = TRUE;
  if (is_running (self))
    decant_copy_run_stop (decant_migration_get_run (self->migration));
  if (is_checking (self))
    decant_check_up_stop_all (decant_migration_get_check_up (self->migration));
  quit_if_free (self);
}

static void
on_quit_confirmed (gpointer user_data)
{
  stop_and_quit (user_data);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DecantApplication *self = user_data;

  if (!is_running (self) && !is_checking (self))
    {
      stop_and_quit (self);
      return;
    }
  g_application_activate (G_APPLICATION (self));
  decant_dialogs_confirm_quit (find_window (self), is_running (self), on_quit_confirmed, self);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (user_data);
  decant_dialogs_show_about (find_window (user_data));
}

static void
on_show_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (user_data);
}

static gboolean
on_terminated (gpointer user_data)
{
  stop_and_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* ---- the application ---- */

static void
decant_application_startup (GApplication *application)
{
  const GActionEntry entries[] = {
    { .name = "quit", .activate = on_quit },
    { .name = "about", .activate = on_about },
    { .name = "show-window", .activate = on_show_window },
  };
  const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.new-move", { "<Control>n" } },
    { "win.back", { "<Alt>Left", "Back" } },
    { "win.next", { "<Control>Return", "<Control>KP_Enter" } },
    { "win.search", { "<Control>f" } },
    { "win.pause", { "<Control>p" } },
    { "win.save-report", { "<Control>s" } },
  };

  G_APPLICATION_CLASS (decant_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                           accels[i].accels);
  g_unix_signal_add (SIGTERM, on_terminated, application);
  g_unix_signal_add (SIGINT, on_terminated, application);
}

static void
decant_application_activate (GApplication *application)
{
  DecantApplication *self = DECANT_APPLICATION (application);
  GtkWindow *window = find_window (self);

  ensure_migration (self, NULL);
  if (window == NULL)
    window = GTK_WINDOW (decant_window_new (GTK_APPLICATION (self), self->migration));
  gtk_window_present (window);
  self->unseen = FALSE;
  update_hold (self);
  g_application_withdraw_notification (application, "ended");
}

static int
decant_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  DecantApplication *self = DECANT_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autofree char *state_dir = NULL;
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_lookup (options, "state-dir", "^ay", &state_dir))
    {
      g_autoptr (GFile)
        directory = g_application_command_line_create_file_for_arg (command_line, state_dir);

      ensure_migration (self, g_file_peek_path (directory));
    }
  ensure_migration (self, NULL);
  if (!decant_prefill_from_command_line (self->migration, command_line, &error))
    {
      g_application_command_line_printerr (command_line, "decant: %s\n", error->message);
      return 2;
    }
  g_application_activate (application);
  return 0;
}

/* With a state directory of its own it is a Decant of its own, beside the one that may be running
 * on the person's moves. */
static int
decant_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("decant %s\n", DECANT_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (options, "state-dir"))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
decant_application_dispose (GObject *object)
{
  g_clear_object (&DECANT_APPLICATION (object)->migration);
  G_OBJECT_CLASS (decant_application_parent_class)->dispose (object);
}

static void
decant_application_class_init (DecantApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_application_dispose;
  application_class->startup = decant_application_startup;
  application_class->activate = decant_application_activate;
  application_class->command_line = decant_application_command_line;
  application_class->handle_local_options = decant_application_handle_local_options;
}

static void
decant_application_init (DecantApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_set_option_context_parameter_string (application,
                                                     _ ("— move mail from an old account to a new "
                                                        "one"));
  decant_prefill_add_options (application);
}

DecantApplication *
decant_application_new (void)
{
  /* The environment is sent along since passwords come in it, never in the arguments. */
  return g_object_new (DECANT_TYPE_APPLICATION, "application-id", DECANT_APP_ID,
                       "resource-base-path", "/io/github/decantmail/Decant", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_SEND_ENVIRONMENT, NULL);
}
