/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/listing.h"

#include "engine/matching.h"
#include "engine/message-lister.h"
#include "engine/sharing.h"

#define PAGE_MESSAGES 500

typedef struct
{
  DecantRun *run;
  const DecantPlanFolder *folder;
  gint64 folder_id;
  GPtrArray *page; /* DecantMessage */
  GArray *left;    /* gboolean for each */
  guint32 messages;
} Listing;

static gboolean
flush_page (Listing *self, GError **error)
{
  if (self->page->len == 0)
    return TRUE;
  if (!decant_journal_record_listing (
        self->run->journal, self->folder_id, (DecantMessage *const *)self->page->pdata,
        (const gboolean *)(void *)self->left->data, self->page->len, error))
    return FALSE;
  self->messages += self->page->len;
  g_ptr_array_set_size (self->page, 0);
  g_array_set_size (self->left, 0);
  return TRUE;
}

static gboolean
take_message (DecantMessage *message, gpointer user_data, GError **error)
{
  Listing *self = user_data;
  gboolean left = !decant_plan_takes_message (self->run->plan, self->folder, message) ||
                  !decant_sharing_gives (self->run->sharing, self->folder, message);

  g_ptr_array_add (self->page, message);
  g_array_append_val (self->left, left);
  return self->page->len < PAGE_MESSAGES || flush_page (self, error);
}

/* The rules that decide about the messages of @folder. Free with g_free(). */
static char *
describe_rules (const DecantRun *run, const DecantPlanFolder *folder)
{
  return g_strconcat (run->rules, folder->rest_only ? " rest" : "", NULL);
}

/* A message may get another label, or leave another folder, without any other change here. */
static gboolean
hangs_on_others (const DecantRun *run, const DecantPlanFolder *folder)
{
  return folder->rest_only ||
         (run->sharing != NULL && decant_plan_get_rules (run->plan)->copy_once);
}

/* Flags matter to what was dealt with already where they decide whether it is left behind. */
static gboolean
has_same_flags (const DecantRun *run, const DecantJournalFolder *row, guint64 highest_modseq)
{
  if (row->highest_modseq != 0 && highest_modseq != 0)
    return row->highest_modseq == highest_modseq;
  return !decant_plan_get_rules (run->plan)->leave_deleted;
}

gboolean
decant_listing_is_unchanged (const DecantRun *run, const DecantPlanFolder *folder,
                             const DecantJournalFolder *row, const DecantFolderStatus *status)
{
  g_autofree char *rules = describe_rules (run, folder);

  return !hangs_on_others (run, folder) && row->complete && row->previous_id == 0 &&
         status->uid_next != 0 && row->uid_next == status->uid_next &&
         row->messages == status->messages && has_same_flags (run, row, status->highest_modseq) &&
         g_strcmp0 (row->rules, rules) == 0;
}

static gboolean
list_anew (DecantRun *run, DecantConnection *connection, const DecantPlanFolder *folder,
           DecantJournalFolder *row, GError **error)
{
  const DecantFolderStatus *status = decant_connection_get_status (connection);
  guint32 uid_next = status->uid_next;
  guint64 modseq = status->highest_modseq;
  g_autofree char *rules = describe_rules (run, folder);
  DecantDetails details = folder->rest_only ? DECANT_DETAILS_LABELS : DECANT_DETAILS_PLAIN;
  Listing listing = { .run = run, .folder = folder, .folder_id = row->id };
  gboolean done;

  listing.page = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_message_free);
  listing.left = g_array_new (FALSE, FALSE, sizeof (gboolean));
  done = (row->previous_id == 0 ||
          decant_matching_adopt (run, connection, folder->old_folder, row, error)) &&
         decant_list_messages (connection, folder->old_folder, 1, details, DECANT_LIST_AT_ANY_PRICE,
                               take_message, &listing, error) &&
         flush_page (&listing, error) &&
         decant_journal_finish_listing (run->journal, row->id, listing.messages, uid_next, modseq,
                                        rules, error);
  row->messages = listing.messages;
  g_ptr_array_unref (listing.page);
  g_array_unref (listing.left);
  return done;
}

gboolean
decant_listing_run (DecantRun *run, DecantConnection *old_connection,
                    const DecantPlanFolder *folder, DecantJournalFolder *row, gboolean *unchanged,
                    GError **error)
{
  const DecantFolderStatus *status;

  if (!decant_connection_ensure_folder (old_connection, folder->old_folder, error))
    return FALSE;
  status = decant_connection_get_status (old_connection);
  if (!decant_journal_enter_folder (run->journal, folder->old_folder->path, status->uid_validity,
                                    folder->new_path, row, error))
    return FALSE;
  *unchanged = decant_listing_is_unchanged (run, folder, row, status);
  return *unchanged || list_anew (run, old_connection, folder, row, error);
}
