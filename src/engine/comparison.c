/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/comparison.h"

#include "engine/verify.h"

#include <glib/gi18n-lib.h>

/* What goes into the journal at once. */
#define SHEAF_MESSAGES 1000

DecantComparison *
decant_comparison_new (DecantRun *run, gint64 new_folder_id)
{
  DecantComparison *self = g_new0 (DecantComparison, 1);

  self->run = run;
  self->new_folder_id = new_folder_id;
  self->by_uid = g_hash_table_new (NULL, NULL);
  self->seen = g_array_new (FALSE, FALSE, sizeof (guint));
  self->altered = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

void
decant_comparison_free (DecantComparison *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->entries, g_array_unref);
  g_hash_table_unref (self->by_uid);
  g_array_unref (self->seen);
  g_hash_table_unref (self->altered);
  g_free (self);
}

/* Those behind @after (NULL: from the first on). */
static gboolean
load (DecantComparison *self, const DecantJournalEntry *after, guint most, GError **error)
{
  GArray *entries = decant_journal_list_arrived (self->run->journal, self->new_folder_id, FALSE,
                                                 after, most, error);

  g_clear_pointer (&self->entries, g_array_unref);
  g_hash_table_remove_all (self->by_uid);
  g_hash_table_remove_all (self->altered);
  g_array_set_size (self->seen, 0);
  self->wanted = 0;
  self->entries = entries;
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const DecantJournalEntry *entry = &g_array_index (self->entries, DecantJournalEntry, i);

      if (!self->run->verification->again && entry->verified)
        continue;
      self->wanted++;
      if (entry->new_uid != 0)
        g_hash_table_insert (self->by_uid, GUINT_TO_POINTER (entry->new_uid),
                             GUINT_TO_POINTER (i + 1));
    }
  return TRUE;
}

gboolean
decant_comparison_begin (DecantComparison *self, guint most, GError **error)
{
  return load (self, NULL, most, error);
}

gboolean
decant_comparison_go_on (DecantComparison *self, guint most, GError **error)
{
  g_assert (self->entries->len > 0);

  return load (self, &g_array_index (self->entries, DecantJournalEntry, self->entries->len - 1),
               most, error);
}

gboolean
decant_comparison_get_range (const DecantComparison *self, guint32 *first_uid, guint32 *last_uid)
{
  *first_uid = *last_uid = 0;
  for (guint i = 0; i < self->entries->len; i++)
    {
      guint32 uid = g_array_index (self->entries, DecantJournalEntry, i).new_uid;

      if (!g_hash_table_contains (self->by_uid, GUINT_TO_POINTER (uid)))
        continue;
      if (*first_uid == 0)
        *first_uid = uid;
      *last_uid = uid;
    }
  return *first_uid != 0;
}

gboolean
decant_comparison_is_located (const DecantComparison *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_array_index (self->entries, DecantJournalEntry, i).new_uid == 0)
      return FALSE;
  return TRUE;
}

gboolean
decant_comparison_is_doubtful (const DecantComparison *self)
{
  return self->seen->len < self->wanted || g_hash_table_size (self->altered) > 0;
}

/* ---- what is there ---- */

static gboolean
has_keyword (char **keywords, const char *wanted)
{
  for (char **word = keywords; word != NULL && *word != NULL; word++)
    if (g_ascii_strcasecmp (*word, wanted) == 0)
      return TRUE;
  return FALSE;
}

/* Servers spell a keyword as it was spelt first in that folder. */
static gboolean
same_keywords (const char *sent, char **now)
{
  g_auto (GStrv) wanted = decant_keywords_split (sent);

  for (char **word = wanted; word != NULL && *word != NULL; word++)
    if (!has_keyword (now, *word))
      return FALSE;
  for (char **word = now; word != NULL && *word != NULL; word++)
    if (!has_keyword (wanted, *word))
      return FALSE;
  return TRUE;
}

/* What is not as it was sent, in words; NULL where all is. */
static char *
describe_difference (const DecantJournalEntry *entry, const DecantMessage *message)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (!entry->has_digest)
    return NULL;
  if (decant_message_is_bare (message))
    return g_strdup (_ ("The new server lists it, but tells neither its size nor its date."));
  /* Servers add headers and line ends of their own; only what is gone tells of damage. */
  if (message->size < entry->size)
    {
      g_autofree char *now = g_strdup_printf ("%" G_GUINT64_FORMAT, message->size);
      g_autofree char *sent = g_strdup_printf ("%" G_GUINT64_FORMAT, entry->size);

      /* Translators: two numbers of bytes */
      g_string_append_printf (words, _ ("It has %s bytes instead of %s. "), now, sent);
    }
  if (!entry->verified && message->flags != entry->flags)
    g_string_append (words, _ ("Its flags differ. "));
  if (!entry->verified && !same_keywords (entry->keywords, message->keywords))
    g_string_append (words, _ ("Its keywords differ. "));
  if (entry->internal_date != DECANT_DATE_UNKNOWN && message->internal_date != entry->internal_date)
    g_string_append (words, _ ("Its date of arrival differs. "));
  if (words->len == 0)
    return NULL;
  return g_strchomp (g_strdup (words->str));
}

void
decant_comparison_note_altered (DecantComparison *self, guint index, const char *detail)
{
  g_hash_table_replace (self->altered, GUINT_TO_POINTER (index + 1), g_strdup (detail));
}

gboolean
decant_comparison_take (DecantMessage *message, gpointer comparison, GError **error)
{
  DecantComparison *self = comparison;
  g_autoptr (DecantMessage) owned = message;
  gpointer uid = GUINT_TO_POINTER (message->uid);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_uid, uid));
  g_autofree char *difference = NULL;

  if (index == 0)
    return TRUE;
  index--;
  g_hash_table_remove (self->by_uid, uid);
  g_array_append_val (self->seen, index);
  difference = describe_difference (&g_array_index (self->entries, DecantJournalEntry, index),
                                    message);
  if (difference != NULL)
    decant_comparison_note_altered (self, index, difference);
  return TRUE;
}

/* ---- the result ---- */

static gboolean
record_altered (DecantComparison *self, GError **error)
{
  GHashTableIter iter;
  gpointer key, detail;

  g_hash_table_iter_init (&iter, self->altered);
  while (g_hash_table_iter_next (&iter, &key, &detail))
    if (!decant_journal_record_altered (
          self->run->journal,
          &g_array_index (self->entries, DecantJournalEntry, GPOINTER_TO_UINT (key) - 1), detail,
          error))
      return FALSE;
  return TRUE;
}

/* Some entries on their way to the journal, which takes them from an array of their own. */
typedef struct
{
  DecantJournal *journal;
  gboolean (*record) (DecantJournal *self, const DecantJournalEntry *entries, gsize n,
                      GError **error);
  GArray *entries; /* DecantJournalEntry, borrowed from the comparison */
} Sheaf;

static gboolean
flush_sheaf (Sheaf *self, GError **error)
{
  gboolean done = self->entries->len == 0 ||
                  self->record (self->journal,
                                (const DecantJournalEntry *)(void *)self->entries->data,
                                self->entries->len, error);

  g_array_set_size (self->entries, 0);
  return done;
}

static gboolean
add_to_sheaf (Sheaf *self, const DecantJournalEntry *entry, GError **error)
{
  g_array_append_val (self->entries, *entry);
  return self->entries->len < SHEAF_MESSAGES || flush_sheaf (self, error);
}

static gboolean
record_rest (DecantComparison *self, Sheaf *verified, Sheaf *missing, guint64 *n, GError **error)
{
  const DecantVerification *verification = self->run->verification;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->seen->len; i++)
    g_hash_table_add (seen, GUINT_TO_POINTER (g_array_index (self->seen, guint, i) + 1));
  for (guint i = 0; i < self->entries->len; i++)
    {
      const DecantJournalEntry *entry = &g_array_index (self->entries, DecantJournalEntry, i);
      gpointer key = GUINT_TO_POINTER (i + 1);
      gboolean is_there = g_hash_table_contains (seen, key);

      if ((entry->verified && !verification->again) ||
          (is_there && g_hash_table_contains (self->altered, key)))
        continue;
      if (!add_to_sheaf (is_there ? verified : missing, entry, error))
        return FALSE;
      ++*n;
    }
  return flush_sheaf (verified, error) && flush_sheaf (missing, error);
}

gboolean
decant_comparison_record (DecantComparison *self, GError **error)
{
  DecantJournal *journal = self->run->journal;
  g_autoptr (GArray) there = g_array_new (FALSE, FALSE, sizeof (DecantJournalEntry));
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (DecantJournalEntry));
  Sheaf verified = { journal, decant_journal_record_verified, there };
  Sheaf missing = { journal, decant_journal_record_missing, gone };
  guint64 n = 0;

  if (!record_altered (self, error) || !record_rest (self, &verified, &missing, &n, error))
    return FALSE;
  if (!self->run->verification->read_back)
    decant_progress_add_verified (self->run->progress, n);
  return TRUE;
}
