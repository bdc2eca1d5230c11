/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/relocation.h"

#include "engine/matching.h"

/* Entries of the journal that are held at a time: a folder may be large. */
#define SLICE_MESSAGES 2000

/* An entry that is not under its UID. */
typedef struct
{
  gint64 folder_id;
  guint32 uid;
  guint32 new_uid;
  guint32 found; /* where it is; 0: not found */
} Stray;

typedef struct
{
  DecantJournal *journal;
  gint64 new_folder_id;
  DecantIdentityIndex *index;
  DecantLikeness likeness;
  GArray *strays; /* Stray, in the order of the journal */
  guint next;     /* of them, while the journal is gone through once more */
} Relocation;

typedef void (*VisitFunc) (Relocation *self, const DecantJournalEntry *entry);

/* Nothing is written meanwhile, so that the order stays. */
static gboolean
visit_entries (Relocation *self, VisitFunc func, GError **error)
{
  DecantJournalEntry last = { 0 };

  for (;;)
    {
      g_autoptr (GArray) entries = decant_journal_list_arrived (
        self->journal, self->new_folder_id, FALSE, &last, SLICE_MESSAGES, error);

      if (entries == NULL)
        return FALSE;
      if (entries->len == 0)
        return TRUE;
      for (guint i = 0; i < entries->len; i++)
        func (self, &g_array_index (entries, DecantJournalEntry, i));
      last = g_array_index (entries, DecantJournalEntry, entries->len - 1);
    }
}

static void
note_stray (Relocation *self, const DecantJournalEntry *entry)
{
  const Stray stray = { .folder_id = entry->folder_id,
                        .uid = entry->uid,
                        .new_uid = entry->new_uid };

  if (!decant_identity_index_take_uid (self->index, &entry->identity, entry->new_uid))
    g_array_append_val (self->strays, stray);
}

static void
look_for_stray (Relocation *self, const DecantJournalEntry *entry)
{
  Stray *stray = &g_array_index (self->strays, Stray, self->next);

  if (self->next == self->strays->len || stray->folder_id != entry->folder_id ||
      stray->uid != entry->uid)
    return;
  self->next++;
  if (stray->found == 0)
    stray->found = decant_matching_take (self->index, entry, self->likeness);
}

static gboolean
look_for_strays (Relocation *self, GError **error)
{
  for (self->likeness = 0; self->likeness <= DECANT_LIKE_BY_IDENTITY; self->likeness++)
    {
      self->next = 0;
      if (!visit_entries (self, look_for_stray, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_entries (Relocation *self, GArray *entries, GError **error)
{
  gboolean done = decant_journal_locate (
    self->journal, (const DecantJournalEntry *)(void *)entries->data, entries->len, error);

  g_array_set_size (entries, 0);
  return done;
}

/* Some servers change headers, and so the identity: what is not found anywhere else may well be
 * where the server said. */
static gboolean
record_strays (Relocation *self, gboolean *changed, GError **error)
{
  g_autoptr (GArray) entries = decant_journal_entry_array_new ();
  g_autoptr (GArray) left = decant_identity_index_list_left (self->index, NULL);

  for (guint i = 0; i < self->strays->len; i++)
    {
      const Stray *stray = &g_array_index (self->strays, Stray, i);
      const DecantJournalEntry entry = { .folder_id = stray->folder_id,
                                         .uid = stray->uid,
                                         .new_uid = stray->found };

      if (stray->found == 0 &&
          (stray->new_uid == 0 ||
           g_array_binary_search (left, &stray->new_uid, decant_compare_uids, NULL)))
        continue;
      *changed = TRUE;
      g_array_append_val (entries, entry);
      if (entries->len == SLICE_MESSAGES && !write_entries (self, entries, error))
        return FALSE;
    }
  return write_entries (self, entries, error);
}

gboolean
decant_relocation_run (DecantRun *run, DecantConnection *new_connection, DecantFolder *new_folder,
                       gint64 new_folder_id, gboolean *changed, GError **error)
{
  g_autoptr (DecantIdentityIndex)
    index = decant_identity_index_new (new_connection, new_folder, 1, NULL, error);
  g_autoptr (GArray) strays = g_array_new (FALSE, FALSE, sizeof (Stray));
  Relocation self = {
    .journal = run->journal, .new_folder_id = new_folder_id, .index = index, .strays = strays
  };

  *changed = FALSE;
  if (index == NULL || !visit_entries (&self, note_stray, error))
    return FALSE;
  return strays->len == 0 ||
         (look_for_strays (&self, error) && record_strays (&self, changed, error));
}
