/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two throw-away mail servers, the old account full of mail of which some is damaged, the new one
 * empty, and a program run on them. */

#include "servers/mailbox-maker.h"

#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#define OLD_USER "ada"
#define NEW_USER "ada.lindqvist"
#define USUAL_DAMAGED 7

static int messages = MAILBOX_USUAL_MESSAGES;
static int damaged = USUAL_DAMAGED;
static gboolean small;
static char **command;

static const GOptionEntry entries[] = {
  { "messages", 0, 0, G_OPTION_ARG_INT, &messages, "Messages in the old account", "N" },
  { "damaged", 0, 0, G_OPTION_ARG_INT, &damaged, "How many of them are damaged", "N" },
  { "small", 0, 0, G_OPTION_ARG_NONE, &small, "No attachments above 5 MB", NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &command, NULL, "COMMAND…" },
  G_OPTION_ENTRY_NULL,
};

typedef struct
{
  GMainLoop *loop;
  GSubprocess *process; /* NULL until the servers are ready */
  gboolean stopped;
} Trial;

static char *
make_url (Dovecot *dovecot, const char *user)
{
  return g_strdup_printf ("imaps://%s@localhost:%u", user, dovecot_get_tls_port (dovecot));
}

static char *
substitute (const char *argument, Dovecot *old_server, Dovecot *new_server, const char *state)
{
  g_autoptr (GString) text = g_string_new (argument);
  g_autofree char *old_url = make_url (old_server, OLD_USER);
  g_autofree char *new_url = make_url (new_server, NEW_USER);

  g_string_replace (text, "@FROM@", old_url, 0);
  g_string_replace (text, "@TO@", new_url, 0);
  g_string_replace (text, "@FROM_CERTIFICATE@", dovecot_get_fingerprint (old_server), 0);
  g_string_replace (text, "@TO_CERTIFICATE@", dovecot_get_fingerprint (new_server), 0);
  g_string_replace (text, "@STATE@", state, 0);
  return g_strdup (text->str);
}

static Dovecot *
start_server (GError **error)
{
  DovecotOptions options = { .layout = DOVECOT_MAILDIR_FS, .tls = TRUE, .special_use = TRUE };

  return dovecot_start (&options, error);
}

static gboolean
fill (Dovecot *server, GError **error)
{
  MailboxWish wish = { .messages = (guint)messages, .large = !small };
  g_autoptr (Mailbox) mailbox = mailbox_make (server, OLD_USER, &wish, error);
  g_autofree char *size = NULL;

  if (mailbox == NULL || !dovecot_index (server, OLD_USER, error) ||
      !mailbox_damage (mailbox, (guint)damaged, error))
    return FALSE;
  size = g_format_size (mailbox->bytes);
  g_printerr ("Trial: %u messages in %u folders (%s), %d of them damaged.\n", mailbox->messages,
              mailbox->folders, size, damaged);
  return TRUE;
}

static gboolean
stop (Trial *trial, int signal)
{
  trial->stopped = TRUE;
  if (trial->process != NULL)
    g_subprocess_send_signal (trial->process, signal);
  return G_SOURCE_CONTINUE;
}

static gboolean
when_terminated (gpointer user_data)
{
  return stop (user_data, SIGTERM);
}

/* What is typed on a terminal reaches the command without our help, and must not reach it twice. */
static gboolean
when_interrupted (gpointer user_data)
{
  Trial *trial = user_data;

  if (!isatty (STDIN_FILENO))
    return stop (trial, SIGINT);
  trial->stopped = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
when_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Trial *trial = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  g_main_loop_quit (trial->loop);
}

/* The exit status of the command; a shell's 128 + N where a signal ended it. */
static int
run (Trial *trial, char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (trial->stopped)
    return 128 + SIGTERM;
  process = g_subprocess_newv ((const char *const *)arguments, G_SUBPROCESS_FLAGS_STDIN_INHERIT,
                               &error);
  if (process == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 127;
    }
  trial->process = process;
  g_subprocess_wait_async (process, NULL, when_ended, trial);
  g_main_loop_run (trial->loop);
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process)
                                              : 128 + g_subprocess_get_term_sig (process);
}

static int
try_out (Trial *trial, GError **error)
{
  g_autoptr (Dovecot) old_server = start_server (error);
  g_autoptr (Dovecot) new_server = old_server != NULL ? start_server (error) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *state = NULL;
  g_auto (GStrv) arguments = NULL;

  if (new_server == NULL || !fill (old_server, error))
    return -1;
  g_setenv ("DECANT_FROM_PASSWORD", DOVECOT_PASSWORD, TRUE);
  g_setenv ("DECANT_TO_PASSWORD", DOVECOT_PASSWORD, TRUE);
  /* Goes with the server's directory. */
  state = g_build_filename (dovecot_get_directory (new_server), "moves", NULL);
  for (guint i = 0; command[i] != NULL; i++)
    {
      g_autofree char *argument = substitute (command[i], old_server, new_server, state);

      g_strv_builder_add (builder, argument);
    }
  arguments = g_strv_builder_end (builder);
  return run (trial, arguments);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("-- COMMAND…");
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  Trial trial = { .loop = loop };
  int status;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (
    context, "Starts two mail servers, fills the old account, and runs COMMAND with @FROM@, @TO@, "
             "@FROM_CERTIFICATE@, @TO_CERTIFICATE@ and @STATE@ (a directory) replaced.");
  if (!g_option_context_parse (context, &argc, &argv, &error) || command == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "No command given.");
      return 2;
    }
  /* Before there is anything to be cleaned up. */
  g_unix_signal_add (SIGINT, when_interrupted, &trial);
  g_unix_signal_add (SIGTERM, when_terminated, &trial);
  g_unix_signal_add (SIGHUP, when_terminated, &trial);
  status = try_out (&trial, &error);
  if (status < 0)
    {
      g_printerr ("%s\n", error->message);
      return 125;
    }
  return status;
}
