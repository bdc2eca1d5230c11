/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decant against mbsync: the same mailbox from one Dovecot to another, empty one, on the loopback
 * without TLS; the median of some rounds. What a contestant did not copy makes it fail. The servers
 * live in $TMPDIR, which should be a tmpfs. */

#include "bench/mailbox-digest.h"
#include "servers/dovecot.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define USER "ada"
#define FOLDERS 20
#define SMALLEST 2048
#define LARGEST 8192
#define ROUNDS_LIMIT 99

static int messages = 5000;
static int rounds = 3;
static char *decant_cli;

static const GOptionEntry entries[] = {
  { "messages", 0, 0, G_OPTION_ARG_INT, &messages, "Messages in the mailbox", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "Rounds, of which the median counts", "N" },
  { "decant-cli", 0, 0, G_OPTION_ARG_FILENAME, &decant_cli, "The program to measure", "FILE" },
  G_OPTION_ENTRY_NULL,
};

/* Writes what the contestant needs below @directory and returns its command. */
typedef char **(*MakeCommand) (Dovecot *from, Dovecot *to, const char *directory, GError **error);

typedef struct
{
  const char *name;
  MakeCommand make_command;
  double seconds[ROUNDS_LIMIT];
} Contestant;

/* ---- the contestants ---- */

static char **
make_decant (Dovecot *from, Dovecot *to, const char *directory, const char *verify)
{
  g_autofree char *from_url = g_strdup_printf ("imap://" USER "@127.0.0.1:%u",
                                               dovecot_get_port (from));
  g_autofree char *to_url = g_strdup_printf ("imap://" USER "@127.0.0.1:%u", dovecot_get_port (to));
  g_autofree char *state = g_build_filename (directory, "moves", NULL);
  const char *argv[] = { decant_cli, "copy", "--allow-plaintext", "--from", from_url,
                         "--to",     to_url, "--state-dir",       state,    "--quiet",
                         verify,     NULL };

  return g_strdupv ((char **)argv);
}

static char **
make_decant_verified (Dovecot *from, Dovecot *to, const char *directory, GError **error)
{
  return make_decant (from, to, directory, NULL);
}

static char **
make_decant_copy (Dovecot *from, Dovecot *to, const char *directory, GError **error)
{
  return make_decant (from, to, directory, "--no-verify");
}

static void
add_mbsync_store (GString *config, const char *name, Dovecot *server, const char *password_file)
{
  g_string_append_printf (config,
                          "IMAPAccount %1$s\nHost 127.0.0.1\nPort %2$u\nUser " USER "\n"
                          "PassCmd \"cat %3$s\"\nSSLType None\nAuthMechs LOGIN\n\n"
                          "IMAPStore %1$s\nAccount %1$s\n\n",
                          name, dovecot_get_port (server), password_file);
}

static char **
make_mbsync (Dovecot *from, Dovecot *to, const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "mbsyncrc", NULL);
  g_autofree char *password = g_build_filename (directory, "password", NULL);
  g_autoptr (GString) config = g_string_new (NULL);
  const char *argv[] = { "mbsync", "--quiet", "--config", path, "move", NULL };

  add_mbsync_store (config, "old", from, password);
  add_mbsync_store (config, "new", to, password);
  g_string_append_printf (config,
                          "Channel move\nFar :old:\nNear :new:\nPatterns *\nSync Pull New Flags\n"
                          "Create Near\nExpunge None\nCopyArrivalDate yes\nSyncState %s/state-\n",
                          directory);
  if (!g_file_set_contents (password, DOVECOT_PASSWORD, -1, error) ||
      !g_file_set_contents (path, config->str, -1, error))
    return NULL;
  return g_strdupv ((char **)argv);
}

/* ---- the mailbox ---- */

static GString *
write_message (GRand *random, int number)
{
  gsize size = (gsize)g_rand_int_range (random, SMALLEST, LARGEST);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "Message-ID: <%d@bench.example>\nDate: Tue, 4 Mar 2008 16:11:12 +0000\n"
                          "From: Ada <ada@example.org>\nTo: Ben <ben@example.org>\n"
                          "Subject: Message %d\n\n",
                          number, number);
  while (text->len < size)
    g_string_append_printf (text, "%08x %08x %08x %08x %08x %08x %08x\n", g_rand_int (random),
                            g_rand_int (random), g_rand_int (random), g_rand_int (random),
                            g_rand_int (random), g_rand_int (random), g_rand_int (random));
  return text;
}

static gboolean
fill (Dovecot *server, guint64 *bytes, GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  *bytes = 0;
  for (int i = 0; i < messages; i++)
    {
      g_autofree char *folder = g_strdup_printf ("Folder %02d", i % FOLDERS);
      g_autofree char *file = NULL;
      g_autoptr (GString) text = NULL;

      text = write_message (random, i);
      file = dovecot_put (server, USER, folder, text->str, text->len, i % 3 == 0 ? "" : "S",
                          1204647072 + i, error);
      if (file == NULL)
        return FALSE;
      *bytes += text->len;
    }
  return dovecot_index (server, USER, error);
}

/* ---- measuring ---- */

static gboolean
time_command (char **argv, double *seconds, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  int status;

  if (!g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, error))
    return FALSE;
  *seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return g_spawn_check_wait_status (status, error);
}

static gboolean
run_round (const Contestant *contestant, Dovecot *from, double *seconds, GError **error)
{
  g_autoptr (Dovecot) to = dovecot_start (NULL, error);
  g_autoptr (GHashTable) wanted = NULL;
  g_autoptr (GHashTable) got = NULL;
  g_auto (GStrv) argv = NULL;

  if (to == NULL)
    return FALSE;
  argv = contestant->make_command (from, to, dovecot_get_directory (to), error);
  if (argv == NULL || !time_command (argv, seconds, error))
    return FALSE;
  wanted = mailbox_digest_new (from, USER);
  got = mailbox_digest_new (to, USER);
  if (mailbox_digest_count (wanted) == (guint)messages && mailbox_digest_equal (wanted, got))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "it copied %u of %d messages rightly",
               mailbox_digest_count_common (wanted, got), messages);
  return FALSE;
}

static int
compare_seconds (const void *a, const void *b)
{
  return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static double
median (Contestant *contestant)
{
  qsort (contestant->seconds, (size_t)rounds, sizeof (double), compare_seconds);
  return contestant->seconds[rounds / 2];
}

static gboolean
measure (Contestant *contestants, guint n, GError **error)
{
  g_autoptr (Dovecot) from = dovecot_start (NULL, error);
  g_autofree char *size = NULL;
  guint64 bytes;

  if (from == NULL || !fill (from, &bytes, error))
    return FALSE;
  size = g_format_size (bytes);
  g_print ("%d messages of 2 to 8 KB (%s) in %d folders, median of %d\n", messages, size, FOLDERS,
           rounds);
  /* By turns, so that a busy moment of the computer meets them all. */
  for (int round = 0; round < rounds; round++)
    for (guint i = 0; i < n; i++)
      if (!run_round (&contestants[i], from, &contestants[i].seconds[round], error))
        {
          g_prefix_error (error, "%s: ", contestants[i].name);
          return FALSE;
        }
  return TRUE;
}

int
main (int argc, char **argv)
{
  Contestant contestants[] = {
    { .name = "mbsync", .make_command = make_mbsync },
    { .name = "Decant, copy alone", .make_command = make_decant_copy },
    { .name = "Decant, copied and verified", .make_command = make_decant_verified },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  double reference;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || decant_cli == NULL ||
      messages < 1 || rounds < 1 || rounds > ROUNDS_LIMIT)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Unusable options.");
      return 2;
    }
  g_setenv ("DECANT_FROM_PASSWORD", DOVECOT_PASSWORD, TRUE);
  g_setenv ("DECANT_TO_PASSWORD", DOVECOT_PASSWORD, TRUE);
  if (!measure (contestants, G_N_ELEMENTS (contestants), &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  reference = median (&contestants[0]);
  for (guint i = 0; i < G_N_ELEMENTS (contestants); i++)
    g_print ("%-28s %7.2f s %8.0f messages/s %6.2f times mbsync's speed\n", contestants[i].name,
             median (&contestants[i]), messages / median (&contestants[i]),
             reference / median (&contestants[i]));
  return 0;
}
