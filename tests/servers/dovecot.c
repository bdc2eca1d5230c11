/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/dovecot.h"

#include "servers/dovecot-config.h"
#include "servers/server-process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#define START_ATTEMPTS 5

struct _Dovecot
{
  DovecotLayout layout;
  char *prefix;
  gboolean tls;
  gboolean special_use;
  char *other_password;
  char *master_password;
  guint quota;
  char *extra_config;
  char *directory;
  char *user; /* owns the mail */
  uid_t uid;
  gid_t gid;
  guint16 port;
  guint16 tls_port;
  char *fingerprint;
  GPid pid;
  guint delivered;
};

static gboolean
fail (GError **error, const char *what, const char *detail)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, detail);
  return FALSE;
}

/* ---- configuration ---- */

/* As root the mail belongs to somebody else, since Dovecot refuses to serve root's. */
static void
choose_owner (Dovecot *self)
{
  struct passwd *owner = geteuid () == 0 ? getpwnam ("nobody") : getpwuid (geteuid ());

  g_assert (owner != NULL);
  self->user = g_strdup (owner->pw_name);
  self->uid = owner->pw_uid;
  self->gid = owner->pw_gid;
}

static gboolean
own (Dovecot *self, const char *path)
{
  return geteuid () != 0 || chown (path, self->uid, self->gid) == 0;
}

static gboolean
write_config (Dovecot *self, GError **error)
{
  const struct group *group = getgrgid (self->gid);
  DovecotSetup setup = {
    .options = { .layout = self->layout,
                 .prefix = self->prefix,
                 .tls = self->tls,
                 .special_use = self->special_use,
                 .other_password = self->other_password,
                 .master_password = self->master_password,
                 .quota = self->quota,
                 .extra_config = self->extra_config },
    .directory = self->directory,
    .user = self->user,
    .group = group != NULL ? group->gr_name : "nogroup",
    .uid = self->uid,
    .gid = self->gid,
    .port = self->port,
    .tls_port = self->tls_port,
  };
  g_autofree char *config = dovecot_config_write (&setup);
  g_autofree char *path = g_build_filename (self->directory, "dovecot.conf", NULL);

  return g_file_set_contents (path, config, -1, error);
}

static gboolean
make_certificate (Dovecot *self, GError **error)
{
  g_autofree char *key = g_build_filename (self->directory, "key.pem", NULL);
  g_autofree char *cert = g_build_filename (self->directory, "cert.pem", NULL);
  const char *argv[] = { "openssl",
                         "req",
                         "-x509",
                         "-newkey",
                         "ec",
                         "-pkeyopt",
                         "ec_paramgen_curve:prime256v1",
                         "-nodes",
                         "-days",
                         "2",
                         "-subj",
                         "/CN=localhost",
                         "-addext",
                         "subjectAltName=DNS:localhost,IP:127.0.0.1",
                         "-keyout",
                         key,
                         "-out",
                         cert,
                         NULL };
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GByteArray) der = NULL;

  if (!g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, NULL, NULL, NULL, error))
    return FALSE;
  certificate = g_tls_certificate_new_from_file (cert, error);
  if (certificate == NULL)
    return FALSE;
  g_object_get (certificate, "certificate", &der, NULL);
  self->fingerprint = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  return TRUE;
}

/* ---- the process ---- */

static gboolean
launch (Dovecot *self, GError **error)
{
  g_autofree char *config = g_build_filename (self->directory, "dovecot.conf", NULL);
  g_autofree char *program = server_find_program ("dovecot", "/usr/sbin/dovecot");
  const char *argv[] = { program, "-F", "-c", config, NULL };

  if (!write_config (self, error))
    return FALSE;
  return g_spawn_async (NULL, (char **)argv, NULL,
                        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, server_child_setup,
                        GINT_TO_POINTER (SIGTERM), &self->pid, error);
}

/* Somebody else may take a port between its choice and its use: then others are tried. */
static gboolean
launch_and_wait (Dovecot *self, gboolean new_ports, GError **error)
{
  for (guint attempt = 0; attempt < START_ATTEMPTS; attempt++)
    {
      ServerState state;

      if (new_ports)
        {
          self->port = server_find_port ();
          self->tls_port = server_find_port ();
        }
      if (!launch (self, error))
        return FALSE;
      state = server_await (&self->pid, self->port, "Dovecot");
      if (state == SERVER_ANSWERS)
        return TRUE;
      dovecot_halt (self);
      if (state == SERVER_SILENT)
        break;
    }
  return fail (error, "Dovecot does not start", self->directory);
}

static gboolean
make_directories (Dovecot *self, GError **error)
{
  static const char *const parts[] = { "run", "state", "mail" };

  self->directory = g_dir_make_tmp ("decant-dovecot-XXXXXX", error);
  if (self->directory == NULL)
    return FALSE;
  g_chmod (self->directory, 0755);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (self->directory, parts[i], NULL);

      if (g_mkdir (path, 0755) != 0)
        return fail (error, path, g_strerror (errno));
      if (i == 2 && !own (self, path))
        return fail (error, path, g_strerror (errno));
    }
  return TRUE;
}

Dovecot *
dovecot_start (const DovecotOptions *options, GError **error)
{
  g_autoptr (Dovecot) self = g_new0 (Dovecot, 1);

  if (options != NULL)
    {
      self->layout = options->layout;
      self->prefix = g_strdup (options->prefix);
      self->tls = options->tls;
      self->special_use = options->special_use;
      self->other_password = g_strdup (options->other_password);
      self->master_password = g_strdup (options->master_password);
      self->quota = options->quota;
      self->extra_config = g_strdup (options->extra_config);
    }
  choose_owner (self);
  if (!make_directories (self, error) || (self->tls && !make_certificate (self, error)) ||
      !launch_and_wait (self, TRUE, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dovecot_halt (Dovecot *self)
{
  if (self->pid == 0)
    return;
  kill (self->pid, SIGTERM);
  server_await_end (&self->pid);
}

gboolean
dovecot_resume (Dovecot *self, GError **error)
{
  return launch_and_wait (self, FALSE, error);
}

void
dovecot_stop (Dovecot *self)
{
  if (self == NULL)
    return;
  dovecot_halt (self);
  if (self->directory != NULL)
    server_remove_directory (self->directory);
  g_free (self->directory);
  g_free (self->prefix);
  g_free (self->other_password);
  g_free (self->master_password);
  g_free (self->extra_config);
  g_free (self->user);
  g_free (self->fingerprint);
  g_free (self);
}

GPid
dovecot_get_pid (Dovecot *self)
{
  return self->pid;
}

guint16
dovecot_get_port (Dovecot *self)
{
  return self->port;
}

guint16
dovecot_get_tls_port (Dovecot *self)
{
  return self->tls_port;
}

const char *
dovecot_get_fingerprint (Dovecot *self)
{
  return self->fingerprint;
}

const char *
dovecot_get_directory (Dovecot *self)
{
  return self->directory;
}

/* ---- what is stored ---- */

char *
dovecot_folder_directory (Dovecot *self, const char *user, const char *folder)
{
  g_autofree char *dotted = NULL;

  if (g_str_equal (folder, "INBOX"))
    return g_build_filename (self->directory, "mail", user, NULL);
  if (self->layout == DOVECOT_MAILDIR_FS)
    return g_build_filename (self->directory, "mail", user, folder, NULL);
  dotted = g_strconcat (".", folder, NULL);
  return g_build_filename (self->directory, "mail", user, dotted, NULL);
}

static gboolean
make_owned (Dovecot *self, const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (!make_owned (self, parent, error))
    return FALSE;
  if (g_mkdir (path, 0700) != 0 || !own (self, path))
    return fail (error, path, g_strerror (errno));
  return TRUE;
}

static gboolean
make_folder (Dovecot *self, const char *directory, GError **error)
{
  static const char *const parts[] = { "cur", "new", "tmp" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (directory, parts[i], NULL);

      if (!make_owned (self, path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_owned (Dovecot *self, const char *path, const void *data, gsize length, GError **error)
{
  if (!g_file_set_contents_full (path, data, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, error))
    return FALSE;
  return own (self, path) || fail (error, path, g_strerror (errno));
}

char *
dovecot_put (Dovecot *self, const char *user, const char *folder, const void *data, gsize length,
             const char *flags, gint64 date, GError **error)
{
  g_autofree char *directory = dovecot_folder_directory (self, user, folder);
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  struct utimbuf times = { .actime = (time_t)date, .modtime = (time_t)date };

  if (!make_folder (self, directory, error))
    return NULL;
  self->delivered++;
  name = g_strdup_printf ("%u.M%uP1.decant,S=%" G_GSIZE_FORMAT ":2,%s",
                          1000000000 + self->delivered, self->delivered, length, flags);
  path = g_build_filename (directory, "cur", name, NULL);
  if (!write_owned (self, path, data, length, error))
    return NULL;
  utime (path, &times);
  return g_steal_pointer (&path);
}

gboolean
dovecot_set_keywords (Dovecot *self, const char *user, const char *folder,
                      const char *const *keywords, GError **error)
{
  g_autofree char *directory = dovecot_folder_directory (self, user, folder);
  g_autofree char *path = g_build_filename (directory, "dovecot-keywords", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; keywords[i] != NULL; i++)
    g_string_append_printf (text, "%u %s\n", i, keywords[i]);
  return make_folder (self, directory, error) &&
         write_owned (self, path, text->str, text->len, error);
}

gboolean
dovecot_subscribe (Dovecot *self, const char *user, const char *name, GError **error)
{
  g_autofree char *directory = dovecot_folder_directory (self, user, "INBOX");
  g_autofree char *path = g_build_filename (directory, "subscriptions", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (!make_owned (self, directory, error))
    return FALSE;
  g_file_get_contents (path, &before, NULL, NULL);
  after = g_strconcat (before != NULL ? before : "", name, "\n", NULL);
  return write_owned (self, path, after, strlen (after), error);
}

gboolean
dovecot_damage (const char *file, DovecotDamage damage, GError **error)
{
  struct stat info;
  int result = -1;

  if (stat (file, &info) != 0)
    return fail (error, file, g_strerror (errno));
  switch (damage)
    {
    case DOVECOT_DAMAGE_CUT:
      result = truncate (file, info.st_size / 2);
      break;
    case DOVECOT_DAMAGE_EMPTY:
      result = truncate (file, 0);
      break;
    case DOVECOT_DAMAGE_DIRECTORY:
      result = g_unlink (file) == 0 ? g_mkdir (file, 0700) : -1;
      break;
    case DOVECOT_DAMAGE_FORBIDDEN:
      /* The mail processes are never root's. */
      result = chown (file, geteuid (), getegid ()) == 0 ? g_chmod (file, 0) : -1;
      break;
    }
  return result == 0 || fail (error, file, g_strerror (errno));
}
