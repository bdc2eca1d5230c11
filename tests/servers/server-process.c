/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/server-process.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_TIMEOUT_US (20 * G_USEC_PER_SEC)
#define GREETING_TIMEOUT_SECONDS 20
#define STOP_TIMEOUT_US (5 * G_USEC_PER_SEC)
#define PAUSE_US 10000

guint16
server_find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}

char *
server_find_program (const char *name, const char *usual_place)
{
  char *program = g_find_program_in_path (name);

  return program != NULL ? program : g_strdup (usual_place);
}

void
server_child_setup (gpointer user_data)
{
  sigset_t none;

  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  prctl (PR_SET_PDEATHSIG, GPOINTER_TO_INT (user_data));
  setpgid (0, 0);
}

static gboolean
greets (guint16 port, const char *greeting)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GDataInputStream) input = NULL;
  g_autofree char *line = NULL;

  g_socket_client_set_timeout (client, GREETING_TIMEOUT_SECONDS);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  if (connection == NULL)
    return FALSE;
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  line = g_data_input_stream_read_line (input, NULL, NULL, NULL);
  return line != NULL && strstr (line, greeting) != NULL;
}

ServerState
server_await (GPid *pid, guint16 port, const char *greeting)
{
  gint64 end = g_get_monotonic_time () + ANSWER_TIMEOUT_US;

  while (g_get_monotonic_time () < end)
    {
      if (greets (port, greeting))
        return SERVER_ANSWERS;
      if (waitpid (*pid, NULL, WNOHANG) == *pid)
        {
          *pid = 0;
          return SERVER_DIED;
        }
      g_usleep (PAUSE_US);
    }
  return SERVER_SILENT;
}

void
server_await_end (GPid *pid)
{
  gint64 end = g_get_monotonic_time () + STOP_TIMEOUT_US;

  if (*pid == 0)
    return;
  while (waitpid (*pid, NULL, WNOHANG) == 0)
    {
      if (g_get_monotonic_time () > end)
        kill (-*pid, SIGKILL);
      g_usleep (PAUSE_US);
    }
  /* The children of a server go after it; whoever is left of its group goes now. */
  kill (-*pid, SIGKILL);
  *pid = 0;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
server_remove_directory (const char *path)
{
  if (g_getenv ("DECANT_KEEP_SERVERS") == NULL)
    remove_tree (path);
}
