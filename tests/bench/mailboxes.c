/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/mailboxes.h"

#include "bench/interrupt.h"

#include <math.h>

#define KB 1000
#define MB (1000 * 1000)
#define SEED 1815
#define FIRST_DATE G_GINT64_CONSTANT (1204647072)
#define UNREAD_EVERY 3
/* Text to cut bodies from: long enough that no two messages of a compressed stream are alike. */
#define LINES 65536
#define LINE_LENGTH 76

const MailboxSpec mailbox_specs[] = {
  { .name = "small", .messages = 5000, .folders = 20, .smallest = 2 * KB, .largest = 8 * KB },
  { .name = "large", .messages = 300, .folders = 10, .smallest = 1 * MB, .largest = 5 * MB },
  { .name = "mixed",
    .messages = 10000,
    .folders = 60,
    .distribution = SIZES_LOG_NORMAL,
    .smallest = 1 * KB,
    .largest = 20 * MB,
    .typical = 11 * KB,
    .spread = 2.1 },
  { .name = "many", .messages = 50000, .folders = 200, .smallest = 1 * KB, .largest = 1 * KB },
  { .name = "second",
    .messages = 50000,
    .folders = 200,
    .smallest = 1 * KB,
    .largest = 1 * KB,
    .again = TRUE },
};
const guint n_mailbox_specs = G_N_ELEMENTS (mailbox_specs);

gboolean
mailbox_same_content (const MailboxSpec *a, const MailboxSpec *b)
{
  return a->messages == b->messages && a->folders == b->folders &&
         a->distribution == b->distribution && a->smallest == b->smallest &&
         a->largest == b->largest && a->typical == b->typical;
}

/* ---- messages ---- */

/* Lines as base64 has them, which nothing compresses much. */
static GString *
write_text (GRand *random)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  GString *text = g_string_sized_new (LINES * (LINE_LENGTH + 1));

  while (text->len < LINES * (LINE_LENGTH + 1))
    {
      guint32 bits = g_rand_int (random);

      for (guint i = 0; i < 4 && text->len % (LINE_LENGTH + 1) < LINE_LENGTH; i++, bits >>= 6)
        g_string_append_c (text, digits[bits & 63]);
      if (text->len % (LINE_LENGTH + 1) == LINE_LENGTH)
        g_string_append_c (text, '\n');
    }
  return text;
}

/* Box and Muller's way to a normal distribution. */
static double
pick_normal (GRand *random)
{
  double radius = sqrt (-2 * log (1 - g_rand_double (random)));

  return radius * cos (2 * G_PI * g_rand_double (random));
}

static gsize
pick_size (const MailboxSpec *spec, GRand *random)
{
  double size;

  if (spec->distribution == SIZES_LOG_NORMAL)
    size = (double)spec->typical * exp (spec->spread * pick_normal (random));
  else
    size = (double)spec->smallest +
           g_rand_double (random) * (double)(spec->largest - spec->smallest);
  return (gsize)CLAMP (size, (double)spec->smallest, (double)spec->largest);
}

static void
write_message (GString *message, guint number, gsize size, const GString *text, GRand *random)
{
  gsize start = (gsize)g_rand_int_range (random, 0, LINES) * (LINE_LENGTH + 1);

  g_string_printf (message,
                   "Return-Path: <ada@example.org>\n"
                   "Received: from mail.example.org by mx.example.net; Tue, 4 Mar 2008 16:11:13 "
                   "+0000\n"
                   "Message-ID: <%u.%08x@bench.example>\nDate: Tue, 4 Mar 2008 16:11:12 +0000\n"
                   "From: Ada <ada@example.org>\nTo: Ben <ben@example.net>\n"
                   "Subject: Message %u\n\n",
                   number, g_rand_int (random), number);
  while (message->len < size)
    {
      gsize length = MIN (size - message->len, text->len - start);

      g_string_append_len (message, text->str + start, (gssize)length);
      start = 0;
    }
  message->str[message->len - 1] = '\n';
}

/* ---- the mailbox ---- */

gboolean
mailbox_fill (const MailboxSpec *spec, Dovecot *server, const char *user, guint64 *bytes,
              GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (GString) text = write_text (random);
  g_autoptr (GString) message = g_string_new (NULL);

  *bytes = 0;
  for (guint i = 0; i < spec->messages; i++)
    {
      g_autofree char *folder = g_strdup_printf ("Folder %04u", i % spec->folders);
      g_autofree char *file = NULL;

      if (interrupt_came (error))
        return FALSE;
      write_message (message, i, pick_size (spec, random), text, random);
      file = dovecot_put (server, user, folder, message->str, message->len,
                          i % UNREAD_EVERY == 0 ? "" : "S", FIRST_DATE + i, error);
      if (file == NULL)
        return FALSE;
      *bytes += message->len;
    }
  return dovecot_index (server, user, error);
}
