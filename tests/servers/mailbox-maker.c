/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/mailbox-maker.h"

#include "servers/mail-writer.h"

#include <string.h>

#define SEED 1815
#define FIRST_DAY G_GINT64_CONSTANT (1104537600) /* 2005-01-01 */
#define DAY (24 * 60 * 60)
#define YEARS 15
#define THREAD_LENGTH 7
#define UNREAD_YEARS 1
/* Bytes of the usual attachment. */
#define SMALL_MINIMUM 4000
#define SMALL_MAXIMUM 200000
#define LARGE_MINIMUM 1000000

typedef enum
{
  TRAFFIC_LETTERS, /* from people to the owner and back */
  TRAFFIC_SENT,    /* from the owner */
  TRAFFIC_NOTICES, /* from shops, banks, lists */
  TRAFFIC_DRAFTS,
  TRAFFIC_NONE, /* no messages, only folders below */
} Traffic;

typedef struct
{
  const char *path;
  Traffic traffic;
  guint weight; /* share of all messages */
  int year;     /* all messages are of this year; 0: of any */
} FolderPlan;

static const FolderPlan folder_plans[] = {
  { "INBOX", TRAFFIC_LETTERS, 60, 0 },
  { "Drafts", TRAFFIC_DRAFTS, 3, 0 },
  { "Sent", TRAFFIC_SENT, 45, 0 },
  { "Junk", TRAFFIC_NOTICES, 12, 0 },
  { "Trash", TRAFFIC_NOTICES, 10, 0 },
  { "Archive", TRAFFIC_NONE, 0, 0 },
  { "Archive/2005", TRAFFIC_LETTERS, 6, 2005 },
  { "Archive/2006", TRAFFIC_LETTERS, 7, 2006 },
  { "Archive/2007", TRAFFIC_LETTERS, 8, 2007 },
  { "Archive/2008", TRAFFIC_LETTERS, 9, 2008 },
  { "Archive/2009", TRAFFIC_LETTERS, 9, 2009 },
  { "Archive/2010", TRAFFIC_LETTERS, 10, 2010 },
  { "Archive/2011", TRAFFIC_LETTERS, 12, 2011 },
  { "Archive/2012", TRAFFIC_LETTERS, 12, 2012 },
  { "Archive/2013", TRAFFIC_LETTERS, 11, 2013 },
  { "Work", TRAFFIC_LETTERS, 14, 0 },
  { "Work/Projects", TRAFFIC_LETTERS, 5, 0 },
  { "Work/Projects/Tide tables", TRAFFIC_LETTERS, 9, 0 },
  { "Work/Projects/Tide tables/Minutes", TRAFFIC_LETTERS, 4, 0 },
  { "Work/Projects/Buoy 7", TRAFFIC_LETTERS, 6, 0 },
  { "Work/Travel & expenses", TRAFFIC_NOTICES, 5, 0 },
  { "Work/Budget 2016 (50%)", TRAFFIC_LETTERS, 3, 2016 },
  { "Family", TRAFFIC_LETTERS, 10, 0 },
  { "Family/Großeltern", TRAFFIC_LETTERS, 4, 0 },
  { "Family/Rezepte für Weihnachten", TRAFFIC_LETTERS, 3, 0 },
  { "Family/Ελλάδα", TRAFFIC_LETTERS, 4, 0 },
  { "Family/Ελλάδα/Νάξος 2014", TRAFFIC_LETTERS, 3, 2014 },
  { "Français", TRAFFIC_NONE, 0, 0 },
  { "Français/Été 2013", TRAFFIC_LETTERS, 3, 2013 },
  { "Français/Phare", TRAFFIC_LETTERS, 2, 0 },
  { "日本旅行", TRAFFIC_LETTERS, 3, 0 },
  { "日本旅行/京都", TRAFFIC_LETTERS, 3, 0 },
  { "Книги", TRAFFIC_LETTERS, 3, 0 },
  { "Книги/Прочитано", TRAFFIC_LETTERS, 2, 0 },
  { "Łódź 2018", TRAFFIC_LETTERS, 2, 2018 },
  { "صور", TRAFFIC_LETTERS, 2, 0 },
  { "Mailing lists", TRAFFIC_NONE, 0, 0 },
  { "Mailing lists/instruments", TRAFFIC_NOTICES, 16, 0 },
  { "Mailing lists/instruments/2019", TRAFFIC_NOTICES, 6, 2019 },
  { "Mailing lists/library", TRAFFIC_NOTICES, 7, 0 },
  { "House", TRAFFIC_LETTERS, 3, 0 },
  { "House/Insurance", TRAFFIC_NOTICES, 3, 0 },
  { "House/Repairs", TRAFFIC_LETTERS, 3, 0 },
  { "Old mail program, imported", TRAFFIC_LETTERS, 4, 2005 },
  { "Empty since 2009", TRAFFIC_LETTERS, 0, 0 },
};

/* Bytes of the large attachments; the file is a third larger. */
static const gsize large_attachments[] = { 5000000,  6500000,  8000000, 11000000,
                                           14000000, 18000000, 18900000 };
static const char *const large_folders[] = { "INBOX",        "Family/Ελλάδα/Νάξος 2014",
                                             "Sent",         "日本旅行/京都",
                                             "Archive/2012", "Work/Projects/Tide tables",
                                             "House/Repairs" };

static const char *const keywords[] = { "$Forwarded", "$Label1", "Work", "waiting-for-answer",
                                        NULL };
#define N_KEYWORDS 4

typedef struct
{
  Dovecot *dovecot;
  const char *user;
  GRand *random;
  guint number;
  gboolean large;
  Mailbox *mailbox;
} Maker;

/* The conversation that the messages of a folder belong to by turns. */
typedef struct
{
  const MailPerson *person;
  char *topic;
  char *last_id;
  gint64 date;
  guint left;
} Thread;

/* RFC 3501, section 5.1.3: how the server's file system names folders. */
static char *
encode_name (const char *path)
{
  GString *out = g_string_new (NULL);

  while (*path != '\0')
    {
      const char *end = path;
      g_autofree char *utf16 = NULL;
      g_autofree char *base64 = NULL;
      gsize length;

      if (*path == '&')
        g_string_append (out, "&-");
      else if (g_ascii_isprint (*path))
        g_string_append_c (out, *path);
      if (g_ascii_isprint (*path))
        {
          path++;
          continue;
        }
      while (*end != '\0' && !g_ascii_isprint (*end))
        end++;
      utf16 = g_convert (path, end - path, "UTF-16BE", "UTF-8", NULL, &length, NULL);
      base64 = g_base64_encode ((const guint8 *)utf16, length);
      g_strdelimit (base64, "/", ',');
      *strchrnul (base64, '=') = '\0';
      g_string_append_printf (out, "&%s-", base64);
      path = end;
    }
  return g_string_free (out, FALSE);
}

static gboolean
chance (Maker *self, guint percent)
{
  return (guint)g_rand_int_range (self->random, 0, 100) < percent;
}

static gint64
pick_date (Maker *self, const FolderPlan *plan)
{
  gint64 first = FIRST_DAY;
  gint64 length = (gint64)YEARS * 365 * DAY;

  if (plan->year != 0)
    {
      g_autoptr (GDateTime) start = g_date_time_new_utc (plan->year, 1, 1, 0, 0, 0);

      first = g_date_time_to_unix (start);
      length = 300 * DAY;
    }
  return first + (gint64)(g_rand_double (self->random) * (double)length);
}

static void
start_thread (Maker *self, const FolderPlan *plan, Thread *thread)
{
  const MailLanguage *language;

  g_clear_pointer (&thread->topic, g_free);
  g_clear_pointer (&thread->last_id, g_free);
  thread->date = pick_date (self, plan);
  if (plan->traffic == TRAFFIC_NOTICES)
    {
      guint i = (guint)g_rand_int_range (self->random, 0, (gint32)n_mail_senders);
      g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (thread->date);
      g_autofree char *day = g_strdup_printf ("%d %s %d", g_date_time_get_day_of_month (date),
                                              mail_months[g_date_time_get_month (date) - 1],
                                              g_date_time_get_year (date));
      g_auto (GStrv) halves = g_strsplit (mail_notices[i], "%s", 2);

      thread->person = &mail_senders[i];
      thread->topic = g_strconcat (halves[0], day, halves[1], NULL);
      thread->left = 1;
      return;
    }
  thread->person = &mail_people[g_rand_int_range (self->random, 0, (gint32)n_mail_people)];
  language = &mail_languages[thread->person->language];
  thread->topic = g_strdup (language->topics[g_rand_int_range (
    self->random, 0, (gint32)g_strv_length ((char **)language->topics))]);
  thread->left = plan->traffic == TRAFFIC_DRAFTS
                   ? 1
                   : (guint)g_rand_int_range (self->random, 1, THREAD_LENGTH);
}

static MailKind
pick_kind (Maker *self, const FolderPlan *plan)
{
  guint dice = (guint)g_rand_int_range (self->random, 0, 100);

  if (plan->traffic == TRAFFIC_NOTICES)
    return dice < 80 ? MAIL_KIND_HTML : MAIL_KIND_TEXT;
  if (dice < 62)
    return MAIL_KIND_TEXT;
  return dice < 82 ? MAIL_KIND_HTML : dice < 96 ? MAIL_KIND_ATTACHMENT : MAIL_KIND_FORWARD;
}

/* Maildir letters, in the order of the alphabet; keywords are a, b, c, d. */
static char *
pick_flags (Maker *self, const FolderPlan *plan, gint64 date)
{
  GString *flags = g_string_new (NULL);
  gboolean recent = date > FIRST_DAY + (gint64)(YEARS - UNREAD_YEARS) * 365 * DAY;

  if (plan->traffic == TRAFFIC_DRAFTS)
    g_string_append_c (flags, 'D');
  if (chance (self, 6))
    g_string_append_c (flags, 'F');
  if (plan->traffic == TRAFFIC_LETTERS && chance (self, 25))
    g_string_append_c (flags, 'R');
  if (plan->traffic == TRAFFIC_SENT || !chance (self, recent ? 40 : 4))
    g_string_append_c (flags, 'S');
  if (chance (self, g_str_equal (plan->path, "Trash") ? 30 : 1))
    g_string_append_c (flags, 'T');
  for (guint i = 0; i < N_KEYWORDS; i++)
    if (chance (self, 5))
      g_string_append_c (flags, (char)('a' + i));
  return g_string_free (flags, FALSE);
}

static gboolean
deliver (Maker *self, const FolderPlan *plan, const MailDraft *draft, gboolean damageable,
         GError **error)
{
  g_autoptr (GString) bytes = mail_write (draft, self->random);
  g_autofree char *folder = encode_name (plan->path);
  g_autofree char *flags = pick_flags (self, plan, draft->date);
  g_autofree char *file = dovecot_put (self->dovecot, self->user, folder, bytes->str, bytes->len,
                                       flags, draft->date, error);

  if (file == NULL)
    return FALSE;
  self->mailbox->messages++;
  self->mailbox->bytes += bytes->len;
  if (damageable)
    g_ptr_array_add (self->mailbox->files, g_steal_pointer (&file));
  return TRUE;
}

/* The next message of @thread; everything but its kind and attachment. */
static gboolean
deliver_next (Maker *self, const FolderPlan *plan, Thread *thread, MailKind kind,
              gsize attachment_size, GError **error)
{
  gboolean outgoing = plan->traffic == TRAFFIC_SENT || plan->traffic == TRAFFIC_DRAFTS;
  const MailLanguage *language = &mail_languages[thread->person->language];
  g_autofree char *subject = NULL;
  g_autofree char *id = NULL;
  MailDraft draft = { .kind = kind, .attachment_size = attachment_size };

  subject = g_strconcat (thread->last_id != NULL ? language->reply : "", thread->topic, NULL);
  id = g_strdup_printf ("%u.%08x@%s", ++self->number, g_rand_int (self->random),
                        strchr (thread->person->address, '@') + 1);
  draft.from = outgoing ? &mail_owner : thread->person;
  draft.to = outgoing ? thread->person : &mail_owner;
  draft.subject = subject;
  draft.language = thread->person->language;
  draft.date = thread->date;
  /* A few old programs sent none, and Decant must know such messages by other things. */
  draft.message_id = self->number % 97 == 0 ? NULL : id;
  draft.parent_id = thread->last_id;
  if (!deliver (self, plan, &draft, attachment_size < LARGE_MINIMUM, error))
    return FALSE;
  g_free (thread->last_id);
  thread->last_id = g_steal_pointer (&id);
  thread->date += g_rand_int_range (self->random, 600, 3 * DAY);
  thread->left--;
  return TRUE;
}

static void
clear_thread (Thread *thread)
{
  g_free (thread->topic);
  g_free (thread->last_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Thread, clear_thread)

static gboolean
add_large (Maker *self, const FolderPlan *plan, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (large_folders); i++)
    if (g_str_equal (plan->path, large_folders[i]))
      {
        g_auto (Thread) thread = { 0 };

        start_thread (self, plan, &thread);
        if (!deliver_next (self, plan, &thread, MAIL_KIND_ATTACHMENT, large_attachments[i], error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
fill_folder (Maker *self, const FolderPlan *plan, guint count, GError **error)
{
  g_autofree char *name = encode_name (plan->path);
  g_auto (Thread) thread = { 0 };

  if (!dovecot_set_keywords (self->dovecot, self->user, name, keywords, error) ||
      !dovecot_subscribe (self->dovecot, self->user, name, error))
    return FALSE;
  self->mailbox->folders++;
  for (guint i = 0; i < count; i++)
    {
      if (thread.left == 0)
        start_thread (self, plan, &thread);
      if (!deliver_next (self, plan, &thread, pick_kind (self, plan),
                         (gsize)g_rand_int_range (self->random, SMALL_MINIMUM, SMALL_MAXIMUM),
                         error))
        return FALSE;
    }
  return !self->large || add_large (self, plan, error);
}

Mailbox *
mailbox_make (Dovecot *dovecot, const char *user, const MailboxWish *wish, GError **error)
{
  g_autoptr (Mailbox) mailbox = g_new0 (Mailbox, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  Maker maker = {
    .dovecot = dovecot, .user = user, .random = random, .large = wish->large, .mailbox = mailbox
  };
  guint wanted = wish->messages != 0 ? wish->messages : MAILBOX_USUAL_MESSAGES;
  guint weights = 0;

  mailbox->files = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (folder_plans); i++)
    weights += folder_plans[i].weight;
  for (guint i = 0; i < G_N_ELEMENTS (folder_plans); i++)
    if (!fill_folder (&maker, &folder_plans[i],
                      (wanted * folder_plans[i].weight + weights - 1) / weights, error))
      return NULL;
  return g_steal_pointer (&mailbox);
}

void
mailbox_free (Mailbox *self)
{
  g_ptr_array_unref (self->files);
  g_free (self);
}

gboolean
mailbox_damage (Mailbox *self, guint count, GError **error)
{
  static const DovecotDamage ways[] = { DOVECOT_DAMAGE_CUT, DOVECOT_DAMAGE_EMPTY,
                                        DOVECOT_DAMAGE_FORBIDDEN };

  for (guint i = 0; i < count; i++)
    {
      const char *file = self->files->pdata[(i * 2 + 1) * self->files->len / (count * 2)];

      if (!dovecot_damage (file, ways[i % G_N_ELEMENTS (ways)], error))
        return FALSE;
    }
  return TRUE;
}
