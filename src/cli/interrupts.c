/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/interrupts.h"

#include "cli/outcome.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t watched;
static int wake_up[2] = { -1, -1 };
static guint wake_up_source;
static void (*watch_func) (gpointer user_data);
static gpointer watch_data;

static volatile sig_atomic_t terminal = -1;
static struct termios terminal_settings;

/* In a signal handler: nothing but async-signal-safe calls. */
static void
on_signal (int number)
{
  int saved_errno = errno;

  if (watched && write (wake_up[1], "!", 1) == 1)
    {
      watched = FALSE;
      errno = saved_errno;
      return;
    }
  if (terminal >= 0)
    tcsetattr (terminal, TCSANOW, &terminal_settings);
  _exit (DECANT_CLI_STATUS_STOPPED);
}

void
decant_cli_interrupts_install (void)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

  sigemptyset (&action.sa_mask);
  sigaddset (&action.sa_mask, SIGINT);
  sigaddset (&action.sa_mask, SIGTERM);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

static gboolean
on_wake_up (int fd, GIOCondition condition, gpointer user_data)
{
  wake_up_source = 0;
  watch_func (watch_data);
  return G_SOURCE_REMOVE;
}

void
decant_cli_interrupts_watch (void (*func) (gpointer user_data), gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_unix_open_pipe (wake_up, FD_CLOEXEC, &error))
    {
      /* Without the pipe every signal ends the program at once, which loses nothing either. */
      g_warning ("%s", error->message);
      return;
    }
  watch_func = func;
  watch_data = user_data;
  wake_up_source = g_unix_fd_add (wake_up[0], G_IO_IN, on_wake_up, NULL);
  watched = TRUE;
}

void
decant_cli_interrupts_unwatch (void)
{
  watched = FALSE;
  g_clear_handle_id (&wake_up_source, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (wake_up); i++)
    {
      if (wake_up[i] >= 0)
        close (wake_up[i]);
      wake_up[i] = -1;
    }
}

void
decant_cli_interrupts_guard_terminal (int fd, const struct termios *settings)
{
  terminal_settings = *settings;
  terminal = fd;
}

void
decant_cli_interrupts_unguard_terminal (void)
{
  terminal = -1;
}
