/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/adoption.h"

#include "engine/identity-index.h"

/* Entries of the journal that are held at a time: a folder may be large. */
#define SLICE_MESSAGES 2000

typedef struct
{
  DecantJournal *journal;
  gint64 folder_id;           /* the row of now */
  DecantIdentityIndex *index; /* what is in it and not adopted yet */
  gboolean by_size;
} Adoption;

static gboolean
adopt_slice (Adoption *self, GArray *entries, GError **error)
{
  g_autofree guint32 *uids = g_new (guint32, entries->len);

  for (guint i = 0; i < entries->len; i++)
    {
      const DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);

      uids[i] = decant_identity_index_take (
        self->index, &entry->identity, self->by_size ? entry->size : DECANT_SIZE_UNKNOWN, NULL);
    }
  return decant_journal_adopt (self->journal, self->folder_id,
                               (const DecantJournalEntry *)(void *)entries->data, uids,
                               entries->len, error);
}

/* The entries of an earlier row that are still there. */
static gboolean
adopt_row (Adoption *self, gint64 earlier_id, GError **error)
{
  guint32 after_uid = 0;

  for (;;)
    {
      g_autoptr (GArray) entries = decant_journal_list_identified (
        self->journal, earlier_id, after_uid, SLICE_MESSAGES, error);

      if (entries == NULL)
        return FALSE;
      if (entries->len == 0)
        return TRUE;
      after_uid = g_array_index (entries, DecantJournalEntry, entries->len - 1).uid;
      if (!adopt_slice (self, entries, error))
        return FALSE;
    }
}

static gboolean
adopt_rows (Adoption *self, GArray *earlier, gboolean by_size, GError **error)
{
  self->by_size = by_size;
  for (guint i = 0; i < earlier->len; i++)
    if (!adopt_row (self, g_array_index (earlier, gint64, i), error))
      return FALSE;
  return TRUE;
}

gboolean
decant_adoption_run (DecantRun *run, DecantConnection *old_connection, DecantFolder *old_folder,
                     const DecantJournalFolder *row, GError **error)
{
  g_autoptr (GArray) earlier = decant_journal_list_to_match (run->journal, row->id, error);
  g_autoptr (GHashTable) adopted = NULL;
  g_autoptr (DecantIdentityIndex) index = NULL;
  Adoption self = { run->journal, row->id };

  if (earlier == NULL)
    return FALSE;
  if (earlier->len == 0)
    return TRUE;
  /* by a run that was cut short */
  adopted = decant_journal_list_identified_uids (run->journal, row->id, error);
  if (adopted == NULL)
    return FALSE;
  index = decant_identity_index_new (old_connection, old_folder, 1, adopted, error);
  self.index = index;
  return index != NULL && adopt_rows (&self, earlier, TRUE, error) &&
         adopt_rows (&self, earlier, FALSE, error);
}
