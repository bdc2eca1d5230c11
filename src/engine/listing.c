/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/listing.h"

#include "engine/adoption.h"
#include "engine/message-lister.h"
#include "engine/sharing.h"

#define PAGE_MESSAGES 500

struct _DecantListing
{
  DecantRun *run;
  const DecantPlanFolder *folder;
  gint64 folder_id;
  guint32 uid_validity;
  guint32 uid_next;
  guint64 highest_modseq;
  GPtrArray *page; /* DecantMessage */
  GArray *left;    /* gboolean for each */
  GArray *twins;   /* DecantJournalTwin, of some */
  guint32 messages;
  guint64 next_uid; /* behind the last that was taken */
};

static gboolean
record_twins (DecantListing *self, GError **error)
{
  return self->twins->len == 0 ||
         decant_journal_record_twins (self->run->journal, self->folder_id,
                                      (const DecantJournalTwin *)(void *)self->twins->data,
                                      self->twins->len, error);
}

static gboolean
flush_page (DecantListing *self, GError **error)
{
  if (self->page->len == 0)
    return TRUE;
  if (!decant_journal_record_listing (
        self->run->journal, self->folder_id, (DecantMessage *const *)self->page->pdata,
        (const gboolean *)(void *)self->left->data, self->page->len, error) ||
      !record_twins (self, error))
    return FALSE;
  self->messages += self->page->len;
  g_ptr_array_set_size (self->page, 0);
  g_array_set_size (self->left, 0);
  g_array_set_size (self->twins, 0);
  return TRUE;
}

/* What the journal keeps of it beside the message. */
static void
note_twin (DecantListing *self, const DecantMessage *message, const DecantSharingVerdict *verdict,
           gboolean taken)
{
  const DecantJournalTwin twin = {
    .uid = message->uid,
    .key = verdict->key,
    .same_as = taken ? verdict->same_as : NULL,
    .headers = message->headers,
  };

  if (verdict->has_key)
    g_array_append_val (self->twins, twin);
}

gboolean
decant_listing_take (DecantMessage *message, gpointer listing, GError **error)
{
  DecantListing *self = listing;
  gboolean taken = decant_plan_takes_message_under (self->run->plan, self->folder,
                                                    self->uid_validity, message);
  DecantSharingVerdict verdict;
  gboolean left;

  decant_sharing_judge (self->run->sharing, self->folder, self->uid_validity, message, &verdict);
  left = !taken || !verdict.gives;
  note_twin (self, message, &verdict, taken);
  self->next_uid = MAX (self->next_uid, (guint64)message->uid + 1);
  g_ptr_array_add (self->page, message);
  g_array_append_val (self->left, left);
  return self->page->len < PAGE_MESSAGES || flush_page (self, error);
}

/* A message may get another label, or leave another folder, without any other change here. */
static gboolean
hangs_on_others (const DecantRun *run, const DecantPlanFolder *folder)
{
  return folder->rest_only || decant_sharing_knows_twins (run->sharing) ||
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
  g_autofree char *rules = decant_plan_describe_rules (run->plan, folder);

  return !hangs_on_others (run, folder) && row->complete && row->previous_id == 0 &&
         status->uid_next != 0 && row->uid_next == status->uid_next &&
         row->messages == status->messages && has_same_flags (run, row, status->highest_modseq) &&
         g_strcmp0 (row->rules, rules) == 0;
}

DecantListing *
decant_listing_new (DecantRun *run, const DecantPlanFolder *folder, const DecantJournalFolder *row,
                    const DecantFolderStatus *status)
{
  DecantListing *self = g_new0 (DecantListing, 1);

  self->run = run;
  self->folder = folder;
  self->folder_id = row->id;
  self->uid_validity = status->uid_validity;
  self->uid_next = status->uid_next;
  self->highest_modseq = status->highest_modseq;
  self->next_uid = 1;
  self->page = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_message_free);
  self->left = g_array_new (FALSE, FALSE, sizeof (gboolean));
  self->twins = g_array_new (FALSE, FALSE, sizeof (DecantJournalTwin));
  return self;
}

void
decant_listing_free (DecantListing *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->page);
  g_array_unref (self->left);
  g_array_unref (self->twins);
  g_free (self);
}

gboolean
decant_listing_finish (DecantListing *self, DecantJournalFolder *row, GError **error)
{
  g_autofree char *rules = decant_plan_describe_rules (self->run->plan, self->folder);

  if (!flush_page (self, error))
    return FALSE;
  row->messages = self->messages;
  return decant_journal_finish_listing (self->run->journal, row->id, self->messages, self->uid_next,
                                        self->highest_modseq, rules, error);
}

gboolean
decant_listing_enter (DecantRun *run, const DecantPlanFolder *folder,
                      const DecantFolderStatus *status, DecantJournalFolder *row,
                      gboolean *unchanged, GError **error)
{
  if (!decant_journal_enter_folder (run->journal, folder->old_folder->path, status->uid_validity,
                                    folder->new_path, row, error))
    return FALSE;
  *unchanged = decant_listing_is_unchanged (run, folder, row, status);
  return TRUE;
}

static gboolean
list_anew (DecantRun *run, DecantConnection *connection, const DecantPlanFolder *folder,
           DecantJournalFolder *row, GError **error)
{
  DecantDetails details = decant_sharing_details (run->sharing, folder);
  g_autoptr (DecantListing)
    listing = decant_listing_new (run, folder, row, decant_connection_get_status (connection));

  return (row->previous_id == 0 ||
          decant_adoption_run (run, connection, folder->old_folder, row, error)) &&
         decant_list_messages (connection, folder->old_folder, 1, G_MAXUINT32, details,
                               DECANT_LIST_AT_ANY_PRICE, decant_listing_take, listing, error) &&
         decant_listing_finish (listing, row, error);
}

static gboolean
list_rest (DecantListing *self, DecantConnection *connection, DecantJournalFolder *row,
           GError **error)
{
  return (self->next_uid > G_MAXUINT32 ||
          decant_list_messages (connection, self->folder->old_folder, (guint32)self->next_uid,
                                G_MAXUINT32, DECANT_DETAILS_PLAIN, DECANT_LIST_BEHIND_A_STOP,
                                decant_listing_take, self, error)) &&
         decant_listing_finish (self, row, error);
}

gboolean
decant_listing_run (DecantRun *run, DecantConnection *old_connection,
                    const DecantPlanFolder *folder, DecantListing *begun, DecantJournalFolder *row,
                    gboolean *unchanged, GError **error)
{
  g_autoptr (DecantListing) rest = begun;

  if (!decant_connection_ensure_folder (old_connection, folder->old_folder, error) ||
      !decant_listing_enter (run, folder, decant_connection_get_status (old_connection), row,
                             unchanged, error))
    return FALSE;
  if (*unchanged)
    return TRUE;
  /* a UID means the same message as long as the row is the same */
  if (rest != NULL && rest->folder_id == row->id && row->previous_id == 0)
    return list_rest (rest, old_connection, row, error);
  return list_anew (run, old_connection, folder, row, error);
}
