/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/adjustment.h"
#include "engine/identity.h"
#include "engine/reason.h"
#include "engine/twins.h"
#include "stores/message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The journal of one move: what was planned, what is on its way, what arrived.
 *
 * It is the only memory a move has. A batch is recorded as sending before its first byte leaves and
 * as done after the server's answer; whatever is still "sending" when a journal is opened may or
 * may not have arrived and is handed out by decant_journal_list_doubtful() to be looked for. A
 * message's life:
 *
 *     planned → sending → done | planned again | skipped(reason)      done → missing | altered (by
 * verification) planned → already there | skipped(reason)                       left behind ↔
 * planned (by the rules of a run)
 *
 * Every function is one transaction (SQLite, WAL, exclusive locking so that it works on NFS and a
 * second Decant is told), which outlives the process when it returns TRUE. What is about to be done
 * (sending, the names of new folders) and the move as a whole is on disk then, with all before it;
 * of what can be learnt again (listings, outcomes, findings) a loss of power may take back the last
 * steps: what was done is "sending" then, and looked for. All functions may be called from any
 * thread; they are serialised. Paths are folder paths as in DecantFolder. Nothing
 * secret is ever written here. */
typedef struct _DecantJournal DecantJournal;

#define DECANT_JOURNAL_ERROR (decant_journal_error_quark ())
typedef enum
{
  DECANT_JOURNAL_ERROR_LOCKED,    /* another Decant is at work on this move */
  DECANT_JOURNAL_ERROR_NEWER,     /* written by a later version of Decant */
  DECANT_JOURNAL_ERROR_DAMAGED,   /* SQLite finds it corrupt, or it is no journal */
  DECANT_JOURNAL_ERROR_STORAGE,   /* cannot be read or written: permissions, disk full */
  DECANT_JOURNAL_ERROR_NOT_FOUND, /* asked to open an existing one and there is none */
} DecantJournalError;
GQuark decant_journal_error_quark (void);

/* Where the journal of a move between two accounts ("user@host:port") is below @state_dir. Free
 * with g_free(). */
char *decant_journal_path (const char *state_dir, const char *old_account, const char *new_account);

/* Opens the journal of a move, creating it (and the directory, mode 0700) if there is none and
 * @create is set. */
DecantJournal *decant_journal_open (const char *state_dir, const char *old_account,
                                    const char *new_account, gboolean create, GError **error);
void decant_journal_close (DecantJournal *self);
const char *decant_journal_get_path (DecantJournal *self);

/* ---- the move as a whole ---- */

typedef enum
{
  DECANT_RUN_NEVER,
  DECANT_RUN_STARTED, /* running, or died */
  DECANT_RUN_STOPPED, /* stopped by a person or an error; can go on */
  DECANT_RUN_FINISHED,
} DecantRunState;

/* Marks the start of a run that copies. */
gboolean decant_journal_begin_run (DecantJournal *self, GError **error);
gboolean decant_journal_end_run (DecantJournal *self, DecantRunState state, GError **error);

/* Texts kept with the move ("plan", "report", "old-url", "new-url"). Lookup returns NULL without
 * error if there is none. */
gboolean
decant_journal_set_text (DecantJournal *self, const char *key, const char *text, GError **error);
char *decant_journal_get_text (DecantJournal *self, const char *key, GError **error);

/* What a list of moves shows. Read without waiting for or disturbing a Decant that is at work on
 * it. */
typedef struct
{
  char *path;
  char *old_account;
  char *new_account;
  char *old_url; /* may be NULL */
  char *new_url;
  gboolean in_use; /* a Decant is at work on it now; the figures may be old */
  DecantRunState state;
  gint64 started;  /* first run, seconds since 1970 UTC */
  gint64 last_run; /* start of the last run */
  guint64 done;    /* done and already there */
  guint64 planned; /* not yet copied */
  guint64 problems;
} DecantMoveSummary;
void decant_move_summary_free (DecantMoveSummary *self);

/* All moves below @state_dir, last run first, as DecantMoveSummary (freed with the array). Files
 * that are no journals are passed over; a journal that cannot be read is listed by its path alone.
 */
GPtrArray *decant_journal_list_moves (const char *state_dir, GError **error);

/* ---- folders ---- */

/* One old folder of one UIDVALIDITY. */
typedef struct
{
  gint64 id;
  gint64 new_folder_id;
  guint32 uid_validity;
  gint64 previous_id; /* the same path under an earlier UIDVALIDITY whose messages are to be matched
                         again, or 0 */
  gboolean complete;  /* the last listing was worked off to its end: nothing planned, sending or
                         skipped is left */
  guint32 messages;   /* as at that listing */
  guint32 uid_next;
  guint64 highest_modseq;
  char *rules; /* the rules that listing was made under */
} DecantJournalFolder;
void decant_journal_folder_clear (DecantJournalFolder *self);

/* Enters an old folder and where it goes. @uid_validity 0 (unknown) means: as last time. */
gboolean decant_journal_enter_folder (DecantJournal *self, const char *old_path,
                                      guint32 uid_validity, const char *new_path,
                                      DecantJournalFolder *folder, GError **error);

/* An old folder with which an earlier run is through: its listing came to its end, all that was
 * found is on the new side or left behind, and no problem is noted. */
typedef struct
{
  DecantJournalFolder row;
  char *new_path; /* where its messages went */
} DecantJournalSettled;

/* All of them: old path → DecantJournalSettled. */
GHashTable *decant_journal_list_settled (DecantJournal *self, GError **error);

/* Before a run copies an old folder: what was skipped there or is missing is planned again, and
 * what was recorded of the folder itself is forgotten. Folders that a run does not copy keep their
 * problems. */
gboolean decant_journal_plan_again (DecantJournal *self, const char *old_path, GError **error);

/* Records that a folder could not be read or created; cleared by plan_again(). */
gboolean decant_journal_record_folder_problem (DecantJournal *self, const char *old_path,
                                               DecantReason reason, const char *detail,
                                               GError **error);

/* *@unused: no message that was ever sent to the new folder, or found there, is noted as its. */
gboolean decant_journal_is_unused (DecantJournal *self, gint64 new_folder_id, gboolean *unused,
                                   GError **error);

/* Notes the new folder's UIDVALIDITY. *@changed: it was another one before, and the new UIDs of all
 * its messages are forgotten (0), to be found again. */
gboolean decant_journal_note_new_uid_validity (DecantJournal *self, gint64 new_folder_id,
                                               guint32 uid_validity, gboolean *changed,
                                               GError **error);

/* ---- listing the old side ---- */

/* One page of a listing: messages not known yet are planned or, where left_behind[i], left behind;
 * known ones that were planned or left behind are updated; those sending, done, already there or
 * skipped in this run keep their state. */
gboolean decant_journal_record_listing (DecantJournal *self, gint64 folder_id,
                                        DecantMessage *const *messages, const gboolean *left_behind,
                                        gsize n, GError **error);

/* Ends a listing: what was planned, left behind, or skipped earlier and no longer listed is
 * forgotten. */
gboolean decant_journal_finish_listing (DecantJournal *self, gint64 folder_id, guint32 messages,
                                        guint32 uid_next, guint64 highest_modseq, const char *rules,
                                        GError **error);

/* Calls @func for each message with an object id that has arrived or is on its way, with the old
 * path of its folder. @func must not use the journal. */
typedef void (*DecantJournalObjectFunc) (guint64 object_id, const char *old_path,
                                         gpointer user_data);
gboolean decant_journal_foreach_object (DecantJournal *self, DecantJournalObjectFunc func,
                                        gpointer user_data, GError **error);

/* A message that was listed, with what it is the same as. */
typedef struct
{
  guint32 uid;
  DecantTwinKey key;
  const char *same_as; /* NULL, or, where it is left behind as a duplicate: the old path of the
                          folder from which another goes, "" where that is not known */
  const DecantHeaders *headers; /* of a duplicate; may be NULL */
} DecantJournalTwin;

/* Records that of messages that record_listing() has recorded. */
gboolean decant_journal_record_twins (DecantJournal *self, gint64 folder_id,
                                      const DecantJournalTwin *twins, gsize n, GError **error);

/* Calls @func for each message that has arrived or is on its way and can be told from others, with
 * the old path and UIDVALIDITY of its folder. @func must not use the journal. */
typedef void (*DecantJournalTwinFunc) (const DecantTwinKey *key, const char *old_path,
                                       guint32 uid_validity, guint32 uid, gpointer user_data);
gboolean decant_journal_foreach_arrived_twin (DecantJournal *self, DecantJournalTwinFunc func,
                                              gpointer user_data, GError **error);

/* Up to @limit planned messages with UID > @after_uid, ascending, as DecantMessage. */
GPtrArray *decant_journal_list_planned (DecantJournal *self, gint64 folder_id, guint32 after_uid,
                                        guint limit, GError **error);

/* ---- the way of a message ---- */

/* A message in the journal. */
typedef struct
{
  gint64 folder_id;
  guint32 uid;
  gint64 new_folder_id;
  guint32 new_uid;  /* 0: unknown */
  guint32 uid_next; /* the new folder's UIDNEXT before the batch, 0: unknown */
  DecantIdentity identity;
  guint8 digest[DECANT_CONTENT_DIGEST_LENGTH];
  gboolean has_digest;  /* FALSE for those already there */
  guint64 size;         /* as sent, else as listed */
  DecantFlags flags;    /* as sent */
  char *keywords;       /* as sent, joined; NULL when none */
  gint64 internal_date; /* as listed; as sent, where it was adjusted */
  gint16 date_offset;   /* of the date, when it is sent */
  gboolean verified;
  DecantAdjustment adjustments; /* what was changed to get it accepted */
  char *adjustment_detail;      /* see decant_adjustment_get_detail(): of a date the one that was
                                   given (ISO 8601), of keywords those left out */
  DecantHeaders *headers;       /* of the original, of one to be adjusted, else NULL */
} DecantJournalEntry;
void decant_journal_entry_clear (DecantJournalEntry *self);

/* A GArray of DecantJournalEntry that clears its elements. */
GArray *decant_journal_entry_array_new (void);

/* A duplicate that was left behind though none like it has arrived. */
typedef struct
{
  DecantTwinKey key;
  char *path; /* of its old folder, one that could be dealt with */
  guint32 uid;
} DecantJournalWanting;

/* All of them, in no order, as DecantJournalWanting (cleared with the array). */
GArray *decant_journal_list_wanting (DecantJournal *self, GError **error);

/* After the last message of a run: notes of each duplicate that was left behind from which old
 * folder one like it has arrived. */
gboolean decant_journal_settle_twins (DecantJournal *self, GError **error);

/* Records that these messages (of one or several old folders) leave now for their new folder. Of
 * each entry folder_id, uid, new_folder_id, uid_next, identity, digest, size, flags and keywords
 * are taken, the date where the listing told none, and, where it is adjusted, what was changed and
 * the headers. */
gboolean decant_journal_record_sending (DecantJournal *self, const DecantJournalEntry *entries,
                                        gsize n, GError **error);

typedef enum
{
  DECANT_OUTCOME_DONE,          /* new_uid may be 0 */
  DECANT_OUTCOME_PLANNED_AGAIN, /* not stored, to be sent again */
  DECANT_OUTCOME_ALREADY_THERE,
} DecantOutcome;

/* Records what became of messages; of each entry folder_id, uid, new_folder_id, new_uid and, where
 * it was not sent, the identity are taken. */
gboolean decant_journal_record_outcome (DecantJournal *self, const DecantJournalEntry *entries,
                                        gsize n, DecantOutcome outcome, GError **error);

/* @headers may be NULL. */
gboolean decant_journal_record_skipped (DecantJournal *self, gint64 folder_id, guint32 uid,
                                        DecantReason reason, const char *detail,
                                        const DecantHeaders *headers, GError **error);

/* Entries still "sending" in a new folder. */
GArray *decant_journal_list_doubtful (DecantJournal *self, gint64 new_folder_id, GError **error);

/* New UIDs of @new_folder_id that this move accounts for (done or already there): a GHashTable used
 * as a set of GUINT_TO_POINTER (uid). */
GHashTable *
decant_journal_list_new_uids (DecantJournal *self, gint64 new_folder_id, GError **error);

/* Entries done, altered or already there in a new folder, by new UID ascending; @only_unlocated:
 * those whose new UID is 0. At most @most of them, but for those that share the new UID of the last
 * one, and only what comes behind @after (NULL: from the first on), of which folder_id, uid and
 * new_uid count. */
GArray *decant_journal_list_arrived (DecantJournal *self, gint64 new_folder_id,
                                     gboolean only_unlocated, const DecantJournalEntry *after,
                                     guint most, GError **error);

/* Gives entries their new UIDs (0: unknown), without changing their state; one that gets another is
 * not verified any more. */
gboolean decant_journal_locate (DecantJournal *self, const DecantJournalEntry *entries, gsize n,
                                GError **error);

/* ---- the old side under another UIDVALIDITY ---- */

/* The rows (gint64) of @folder_id's path under other UIDVALIDITIES whose messages are to be matched
 * again, those that were never matched to the end included, earliest first. */
GArray *decant_journal_list_to_match (DecantJournal *self, gint64 folder_id, GError **error);

/* Entries of an old folder row that carry an identity (sending, done, already there): the one that
 * the message has in the old account, also where it was sent as something else. By UID, at most
 * @most of those behind @after_uid. */
GArray *decant_journal_list_identified (DecantJournal *self, gint64 folder_id, guint32 after_uid,
                                        guint most, GError **error);

/* The UIDs of all those: a set of GUINT_TO_POINTER (uid). */
GHashTable *
decant_journal_list_identified_uids (DecantJournal *self, gint64 folder_id, GError **error);

/* entries[i], of a row that is to be matched, is the message that is now uids[i] of @folder_id: the
 * entry moves there. 0: it is none; and where that UID is accounted for already the entry stays.
 */
gboolean decant_journal_adopt (DecantJournal *self, gint64 folder_id,
                               const DecantJournalEntry *entries, const guint32 *uids, gsize n,
                               GError **error);

/* ---- verification ---- */

gboolean decant_journal_record_verified (DecantJournal *self, const DecantJournalEntry *entries,
                                         gsize n, GError **error);

/* A message that was done or already there is missing on the new side. */
gboolean decant_journal_record_missing (DecantJournal *self, const DecantJournalEntry *entries,
                                        gsize n, GError **error);

/* It is there, but not as sent; @detail says what differs. It stays done. */
gboolean decant_journal_record_altered (DecantJournal *self, const DecantJournalEntry *entry,
                                        const char *detail, GError **error);

/* Gives a problem the headers it is shown by. */
gboolean decant_journal_describe (DecantJournal *self, gint64 folder_id, guint32 uid,
                                  const DecantHeaders *headers, GError **error);

/* Records that the new folder planned as @new_path is called @created_path in truth, or is about to
 * be; NULL: as planned. */
gboolean decant_journal_record_created_path (DecantJournal *self, const char *new_path,
                                             const char *created_path, GError **error);

/* All that are called otherwise than planned: planned path → path. */
GHashTable *decant_journal_list_created_paths (DecantJournal *self, GError **error);

/* New folders with messages of this move, each with the path it has in truth. */
typedef struct
{
  gint64 id;
  char *path;
  guint32 uid_validity;
  guint64 arrived;    /* messages that are done, altered or already there */
  guint64 unverified; /* of those */
} DecantJournalNewFolder;
void decant_journal_new_folder_free (DecantJournalNewFolder *self);

/* As DecantJournalNewFolder, freed with the array. */
GPtrArray *decant_journal_list_new_folders (DecantJournal *self, GError **error);

/* ---- reporting ---- */

typedef struct
{
  guint64 planned; /* and sending */
  guint64 done;    /* and altered */
  guint64 already_there;
  guint64 left_behind;
  guint64 duplicates; /* of those left behind */
  guint64 skipped;
  guint64 missing;
  guint64 altered;    /* of those done */
  guint64 unverified; /* done or already there, not verified yet */
  guint64 size_planned;
  guint64 size_arrived; /* of those done or already there */
} DecantJournalCounts;

/* Over the current rows of the given old path, or of all (@old_path NULL), earlier UIDVALIDITIES
 * included where their messages were not matched again. */
gboolean decant_journal_count (DecantJournal *self, const char *old_path,
                               DecantJournalCounts *counts, GError **error);

/* One skipped, missing or altered message, or a folder (uid 0); or a message that arrived adjusted.
 */
typedef struct
{
  char *folder; /* old path */
  guint32 uid;
  char *message_id; /* the header values are raw bytes as in DecantHeaders; NULL where unknown */
  char *from;
  char *subject;
  char *date;
  gint64 internal_date;
  guint64 size;
  DecantReason reason;         /* NONE where it arrived adjusted */
  DecantAdjustment adjustment; /* one; NONE where it is a problem */
  char *detail;                /* the server's words, or what was adjusted; may be NULL */
} DecantProblem;
DecantProblem *decant_problem_copy (const DecantProblem *self);
void decant_problem_free (DecantProblem *self);

/* All problems of the move as DecantProblem (freed with the array), by folder and UID. */
GPtrArray *decant_journal_list_problems (DecantJournal *self, GError **error);

/* What was changed of messages that arrived, as DecantProblem (freed with the array), one for each
 * message and kind of change, by folder and UID. */
GPtrArray *decant_journal_list_adjustments (DecantJournal *self, GError **error);

/* Duplicates that were left behind, at most @most of them, as DecantProblem (freed with the array),
 * by folder and UID; the detail is the old path of the folder from which another goes. */
GPtrArray *decant_journal_list_duplicates (DecantJournal *self, guint most, GError **error);

/* Messages that were listed and not copied yet, as DecantProblem without a reason (freed with the
 * array), by folder and UID. */
GPtrArray *decant_journal_list_uncopied (DecantJournal *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantJournal, decant_journal_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantMoveSummary, decant_move_summary_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantProblem, decant_problem_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantJournalFolder, decant_journal_folder_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantJournalEntry, decant_journal_entry_clear)

G_END_DECLS
