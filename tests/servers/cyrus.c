/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/cyrus.h"

#include "servers/server-process.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define START_ATTEMPTS 3
#define ADMIN "admin"
#define OWNER "nobody"
#define REALM "localhost"
#define SASLPASSWD "usr/sbin/saslpasswd2"
#define ADMIN_TIMEOUT_SECONDS 20

struct _Cyrus
{
  gboolean old_names;
  char *root;
  char *directory;
  guint16 port;
  GPid pid;
  int leash; /* Cyrus runs while this pipe is open */
};

/* Runs as process 1 of a PID namespace: when it ends, nobody of Cyrus is left. */
static const char run_script[] =
  "set -e\n"
  "for part in usr etc; do\n"
  "  mount -t overlay overlay -o \"lowerdir=$1/$part:/$part\" \"/$part\"\n"
  "done\n"
  "mount -t tmpfs tmpfs /run\n"
  "touch \"$2/mounted\"\n"
  "/usr/lib/cyrus/bin/master -D -C \"$2/imapd.conf\" -M \"$2/cyrus.conf\" -p \"$2/pid\" &\n"
  "read -r line || kill $!\n"
  "wait\n";

static gboolean
fail (GError **error, GIOErrorEnum code, const char *what, const char *detail)
{
  g_set_error (error, G_IO_ERROR, (int)code, "%s: %s", what, detail);
  return FALSE;
}

/* ---- what it runs from ---- */

static gboolean
find_root (Cyrus *self, GError **error)
{
  const char *given = g_getenv ("DECANT_CYRUS_ROOT");
  g_autofree char *master = NULL;

  self->root = given != NULL
                 ? g_strdup (given)
                 : g_build_filename (g_get_user_cache_dir (), "decant-tests", "cyrus", NULL);
  master = g_build_filename (self->root, "usr/lib/cyrus/bin/master", NULL);
  if (!g_file_test (master, G_FILE_TEST_IS_EXECUTABLE))
    return fail (error, G_IO_ERROR_NOT_SUPPORTED,
                 "Cyrus is not unpacked; tests/servers/fetch-cyrus.sh does that", self->root);
  if (geteuid () != 0)
    return fail (error, G_IO_ERROR_NOT_SUPPORTED, "Cyrus beside Dovecot needs a mount namespace",
                 "only root may have one");
  return TRUE;
}

static gboolean
own (const char *path, GError **error)
{
  const struct passwd *owner = getpwnam (OWNER);

  if (owner != NULL && chown (path, owner->pw_uid, owner->pw_gid) == 0)
    return TRUE;
  return fail (error, G_IO_ERROR_FAILED, path, owner != NULL ? g_strerror (errno) : "no " OWNER);
}

static gboolean
make_directories (Cyrus *self, GError **error)
{
  static const char *const parts[] = { "state", "state/db",   "state/lock",  "state/log",
                                       "mail",  "state/proc", "state/socket" };

  self->directory = g_dir_make_tmp ("decant-cyrus-XXXXXX", error);
  if (self->directory == NULL)
    return FALSE;
  g_chmod (self->directory, 0755);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (self->directory, parts[i], NULL);

      if (g_mkdir (path, 0755) != 0)
        return fail (error, G_IO_ERROR_FAILED, path, g_strerror (errno));
      if (!own (path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_config (Cyrus *self, GError **error)
{
  const char *new_names = self->old_names ? "no" : "yes";
  g_autofree char *imapd_path = g_build_filename (self->directory, "imapd.conf", NULL);
  g_autofree char *cyrus_path = g_build_filename (self->directory, "cyrus.conf", NULL);
  g_autofree char *imapd = g_strdup_printf (
    "configdirectory: %1$s/state\npartition-default: %1$s/mail\nproc_path: %1$s/state/proc\n"
    "mboxname_lockpath: %1$s/state/lock\nidlesocket: %1$s/state/socket/idle\n"
    "lmtpsocket: %1$s/state/socket/lmtp\nsasl_sasldb_path: %1$s/sasldb\n"
    "cyrus_user: " OWNER "\nadmins: " ADMIN "\nservername: " REALM "\n"
    "allowplaintext: yes\nsasl_mech_list: PLAIN LOGIN\n"
    "sasl_pwcheck_method: auxprop\nsasl_auxprop_plugin: sasldb\n"
    "altnamespace: %2$s\nunixhierarchysep: %2$s\n",
    self->directory, new_names);
  g_autofree char *cyrus = g_strdup_printf (
    "START {\n  recover cmd=\"ctl_cyrusdb -C %1$s/imapd.conf -r\"\n}\n"
    "SERVICES {\n  imap cmd=\"imapd -C %1$s/imapd.conf\" listen=\"127.0.0.1:%2$u\"\n}\n"
    "EVENTS {\n}\n",
    self->directory, self->port);

  return g_file_set_contents (imapd_path, imapd, -1, error) &&
         g_file_set_contents (cyrus_path, cyrus, -1, error);
}

/* ---- the process ---- */

static gboolean
launch (Cyrus *self, GError **error)
{
  const char *argv[] = {
    "unshare", "--mount", "--pid",    "--fork", "--kill-child", "--propagation", "private",
    "sh",      "-c",      run_script, "sh",     self->root,     self->directory, NULL
  };

  self->port = server_find_port ();
  return write_config (self, error) &&
         g_spawn_async_with_pipes (NULL, (char **)argv, NULL,
                                   G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
                                     G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                                   server_child_setup, GINT_TO_POINTER (SIGKILL), &self->pid,
                                   &self->leash, NULL, NULL, error);
}

static void
halt (Cyrus *self)
{
  if (self->leash >= 0)
    close (self->leash);
  self->leash = -1;
  server_await_end (&self->pid);
}

/* Somebody else may take a port between its choice and its use: then others are tried. */
static gboolean
launch_and_wait (Cyrus *self, GError **error)
{
  g_autofree char *mounted = g_build_filename (self->directory, "mounted", NULL);

  for (guint attempt = 0; attempt < START_ATTEMPTS; attempt++)
    {
      if (!launch (self, error))
        return FALSE;
      if (server_await (&self->pid, self->port, "Cyrus IMAP") == SERVER_ANSWERS)
        return TRUE;
      halt (self);
      if (!g_file_test (mounted, G_FILE_TEST_EXISTS))
        return fail (error, G_IO_ERROR_NOT_SUPPORTED, "Cyrus beside Dovecot needs overlayfs",
                     "the system refuses to mount it");
    }
  return fail (error, G_IO_ERROR_FAILED, "Cyrus does not start", self->directory);
}

/* ---- users ---- */

static gboolean
add_password (Cyrus *self, const char *user, GError **error)
{
  g_autofree char *program = g_build_filename (self->root, SASLPASSWD, NULL);
  g_autofree char *database = g_build_filename (self->directory, "sasldb", NULL);
  g_autoptr (GSubprocess) process = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, error, program, "-p", "-c",
    "-f", database, "-u", REALM, user, NULL);

  return process != NULL &&
         g_subprocess_communicate_utf8 (process, CYRUS_PASSWORD, NULL, NULL, NULL, error) &&
         g_subprocess_wait_check (process, NULL, error) && own (database, error);
}

/* Sends an IMAP command and awaits its OK. */
static gboolean
command (GIOStream *connection, GDataInputStream *input, const char *text, GError **error)
{
  g_autofree char *line = g_strconcat ("a ", text, "\r\n", NULL);

  if (!g_output_stream_write_all (g_io_stream_get_output_stream (connection), line, strlen (line),
                                  NULL, NULL, error))
    return FALSE;
  for (;;)
    {
      g_autofree char *answer = g_data_input_stream_read_line (input, NULL, NULL, error);

      if (answer == NULL)
        return (error != NULL && *error != NULL) ||
               fail (error, G_IO_ERROR_FAILED, "Cyrus hung up", text);
      if (g_str_has_prefix (answer, "a OK"))
        return TRUE;
      if (g_str_has_prefix (answer, "a "))
        return fail (error, G_IO_ERROR_FAILED, text, answer);
    }
}

static gboolean
make_mailbox (Cyrus *self, const char *user, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GDataInputStream) input = NULL;
  g_autofree char *escaped = g_strescape (CYRUS_PASSWORD, NULL);
  g_autofree char *login = g_strdup_printf ("LOGIN " ADMIN " \"%s\"", escaped);
  g_autofree char *create = g_strdup_printf ("CREATE user%c%s", self->old_names ? '.' : '/', user);

  g_socket_client_set_timeout (client, ADMIN_TIMEOUT_SECONDS);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, error);
  if (connection == NULL)
    return FALSE;
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  return command (G_IO_STREAM (connection), input, login, error) &&
         command (G_IO_STREAM (connection), input, create, error);
}

gboolean
cyrus_add_user (Cyrus *self, const char *user, GError **error)
{
  return add_password (self, user, error) && make_mailbox (self, user, error);
}

/* ---- the whole ---- */

Cyrus *
cyrus_start (gboolean old_names, GError **error)
{
  g_autoptr (Cyrus) self = g_new0 (Cyrus, 1);

  self->old_names = old_names;
  self->leash = -1;
  if (!find_root (self, error) || !make_directories (self, error) ||
      !add_password (self, ADMIN, error) || !launch_and_wait (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cyrus_stop (Cyrus *self)
{
  if (self == NULL)
    return;
  halt (self);
  if (self->directory != NULL)
    server_remove_directory (self->directory);
  g_free (self->directory);
  g_free (self->root);
  g_free (self);
}

GPid
cyrus_get_pid (Cyrus *self)
{
  return self->pid;
}

guint16
cyrus_get_port (Cyrus *self)
{
  return self->port;
}

const char *
cyrus_get_directory (Cyrus *self)
{
  return self->directory;
}
