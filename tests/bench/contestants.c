/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/contestants.h"

#include "servers/dovecot.h"

static const char *decant_cli;
static const char *limit_program;

void
contestants_set_programs (const char *decant_cli_path, const char *limit_path)
{
  decant_cli = decant_cli_path;
  limit_program = limit_path;
}

/* ---- Decant ---- */

static char **
make_decant_with (const Task *task, const char *option)
{
  g_autofree char *from = g_strdup_printf ("imap://" CONTESTANT_USER "@127.0.0.1:%u",
                                           task->from_port);
  g_autofree char *to = g_strdup_printf ("imap://" CONTESTANT_USER "@127.0.0.1:%u", task->to_port);
  g_autofree char *state = g_build_filename (task->directory, "moves", NULL);
  const char *argv[] = { decant_cli,    "copy", "--allow-plaintext", "--from", from, "--to", to,
                         "--state-dir", state,  "--quiet",           option,   NULL };

  g_setenv ("DECANT_FROM_PASSWORD", DOVECOT_PASSWORD, TRUE);
  g_setenv ("DECANT_TO_PASSWORD", DOVECOT_PASSWORD, TRUE);
  return g_strdupv ((char **)argv);
}

static char **
make_decant (const Task *task, GError **error)
{
  return make_decant_with (task, NULL);
}

static char **
make_decant_unverified (const Task *task, GError **error)
{
  return make_decant_with (task, "--no-verify");
}

/* ---- mbsync ---- */

static void
add_mbsync_store (GString *config, const char *name, guint16 port, const char *password_file)
{
  g_string_append_printf (config,
                          "IMAPAccount %1$s\nHost 127.0.0.1\nPort %2$u\nUser " CONTESTANT_USER "\n"
                          "PassCmd \"cat %3$s\"\nSSLType None\nAuthMechs LOGIN\n\n"
                          "IMAPStore %1$s\nAccount %1$s\n\n",
                          name, port, password_file);
}

static char *
write_password (const Task *task, GError **error)
{
  g_autofree char *path = g_build_filename (task->directory, "password", NULL);

  return g_file_set_contents (path, DOVECOT_PASSWORD, -1, error) ? g_steal_pointer (&path) : NULL;
}

static char **
make_mbsync (const Task *task, GError **error)
{
  g_autofree char *path = g_build_filename (task->directory, "mbsyncrc", NULL);
  g_autofree char *password = write_password (task, error);
  g_autoptr (GString) config = g_string_new (NULL);
  const char *argv[] = { "mbsync", "--quiet", "--config", path, "move", NULL };

  if (password == NULL)
    return NULL;
  add_mbsync_store (config, "old", task->from_port, password);
  add_mbsync_store (config, "new", task->to_port, password);
  g_string_append_printf (config,
                          "Channel move\nFar :old:\nNear :new:\nPatterns *\nSync Pull New\n"
                          "Create Near\nExpunge None\nCopyArrivalDate yes\nSyncState %s/state-\n",
                          task->directory);
  if (!g_file_set_contents (path, config->str, -1, error))
    return NULL;
  return g_strdupv ((char **)argv);
}

/* ---- the limit ---- */

static char **
make_limit (const Task *task, GError **error)
{
  g_autofree char *from = g_strdup_printf ("%u", task->from_port);
  g_autofree char *to = g_strdup_printf ("%u", task->to_port);
  const char *argv[] = { limit_program, from, to, CONTESTANT_USER, NULL };

  return g_strdupv ((char **)argv);
}

/* ---- others ---- */

/* Dovecot's own way: the new server's programs read from the old one and write into their store
 * themselves, past IMAP. */
static char **
make_dsync (const Task *task, GError **error)
{
  g_autofree char *port = g_strdup_printf ("imapc_port=%u", task->from_port);
  const char *argv[] = { "doveadm",
                         "-c",
                         task->to_config,
                         "-o",
                         "imapc_host=127.0.0.1",
                         "-o",
                         port,
                         "-o",
                         "imapc_user=" CONTESTANT_USER,
                         "-o",
                         "imapc_password=" DOVECOT_PASSWORD,
                         "-o",
                         "imapc_features=rfc822.size fetch-headers",
                         "-o",
                         "mail_prefetch_count=20",
                         "backup",
                         "-R",
                         "-u",
                         CONTESTANT_USER,
                         "imapc:",
                         NULL };

  return g_strdupv ((char **)argv);
}

static char **
make_imapsync (const Task *task, GError **error)
{
  g_autofree char *from = g_strdup_printf ("%u", task->from_port);
  g_autofree char *to = g_strdup_printf ("%u", task->to_port);
  g_autofree char *password = write_password (task, error);
  const char *argv[] = { "imapsync",
                         "--nolog",
                         "--noreleasecheck",
                         "--nomodulesversion",
                         "--tmpdir",
                         task->directory,
                         "--host1",
                         "127.0.0.1",
                         "--port1",
                         from,
                         "--user1",
                         CONTESTANT_USER,
                         "--passfile1",
                         password,
                         "--nossl1",
                         "--notls1",
                         "--host2",
                         "127.0.0.1",
                         "--port2",
                         to,
                         "--user2",
                         CONTESTANT_USER,
                         "--passfile2",
                         password,
                         "--nossl2",
                         "--notls2",
                         NULL };

  return password != NULL ? g_strdupv ((char **)argv) : NULL;
}

/* ---- all ---- */

const Contestant contestants[] = {
  { .name = "mbsync",
    .description = "mbsync",
    .program = "mbsync",
    .makes_again = TRUE,
    .make_command = make_mbsync },
  { .name = "decant", .description = "Decant", .makes_again = TRUE, .make_command = make_decant },
  { .name = "decant-no-verify",
    .description = "Decant, not verified",
    .make_command = make_decant_unverified },
  { .name = "limit", .description = "the limit", .only_count = TRUE, .make_command = make_limit },
  { .name = "dsync",
    .description = "dsync",
    .program = "doveadm",
    .makes_again = TRUE,
    .needs_dovecot = TRUE,
    .make_command = make_dsync },
  { .name = "imapsync",
    .description = "imapsync",
    .program = "imapsync",
    .makes_again = TRUE,
    .make_command = make_imapsync },
};
const guint n_contestants = G_N_ELEMENTS (contestants);

const Contestant *
contestant_find (const char *name)
{
  for (guint i = 0; i < n_contestants; i++)
    if (g_str_equal (contestants[i].name, name))
      return &contestants[i];
  return NULL;
}

gboolean
contestant_is_installed (const Contestant *contestant)
{
  g_autofree char *path = contestant->program != NULL ? g_find_program_in_path (contestant->program)
                                                      : g_strdup ("");

  return path != NULL;
}
