/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"
#include "engine/sample.h"
#include "stores/store-opener.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The census: what there is to know of every message of the old account before anything is copied.
 * It lists the folders in the background, over one connection, and answers questions about the
 * messages it has met so far.
 *
 * What it learns is in a temporary database: on disk where it does not fit in memory, in a file
 * without a name that is gone with the process. One thread owns it and another one lists; whoever
 * asks is never blocked. Functions are for the main thread. Signals come on the main context, never
 * more than ten times a second each:
 *
 *   "folder" (guint index)  decant_census_get_folder() says something else of a folder
 *   "changed" ()            decant_census_get_totals() or the sample is different */
#define DECANT_TYPE_CENSUS (decant_census_get_type ())
G_DECLARE_FINAL_TYPE (DecantCensus, decant_census, DECANT, CENSUS, GObject)

/* @old_folders: of DecantFolder, as the survey listed them; copied by reference. The census speaks
 * of them by their index. */
DecantCensus *decant_census_new (GPtrArray *old_folders);

/* Begins to list, or goes on with what is not yet listed; harmless while it runs. @first: paths of
 * folders to begin with, in this order, after INBOX (NULL-terminated; may be NULL). Only reads:
 * EXAMINE, FETCH and BODY.PEEK. An account that cannot be reached, or wants a person, ends it; see
 * decant_census_get_totals(). */
void decant_census_start (DecantCensus *self, DecantStoreOpener *account, const char *const *first);

/* Lets go of the connection at once. What was listed stays, and can be asked about; start() goes on
 * from there. */
void decant_census_stop (DecantCensus *self);

typedef enum
{
  DECANT_CENSUS_WAITING, /* not listed yet, or only in part */
  DECANT_CENSUS_LISTED,
  DECANT_CENSUS_FAILED, /* it cannot be listed; see problem */
} DecantCensusState;

typedef struct
{
  DecantCensusState state;
  guint64 messages;     /* met so far */
  guint64 size;         /* theirs, in bytes */
  gint64 newest;        /* internal date of the newest, or DECANT_DATE_UNKNOWN */
  guint32 uid_validity; /* under which its UIDs are; 0: the server does not say, or it has not been
                           opened yet */
  const char *problem;  /* why it cannot be listed, in the server's words where there are any; valid
                                   until the main context runs again; NULL where it can */
} DecantCensusFolder;

guint decant_census_get_n_folders (DecantCensus *self);

/* The index of a path, or -1. */
int decant_census_find (DecantCensus *self, const char *path);
void decant_census_get_folder (DecantCensus *self, guint index, DecantCensusFolder *folder);

/* Whether mail came at or after @date (seconds since 1970 UTC); FALSE where none is known to. */
gboolean decant_census_folder_changed_since (DecantCensus *self, guint index, gint64 date);

typedef struct
{
  gboolean running;
  gboolean complete; /* every folder is listed or failed */
  guint folders;     /* that can be listed */
  guint listed;
  guint failed;
  guint64 messages; /* met so far */
  guint64 size;
  const char *problem; /* a sentence on why it has ended before the end, or cannot keep what it
                          learns; as DecantCensusFolder.problem. NULL */
} DecantCensusTotals;

void decant_census_get_totals (DecantCensus *self, DecantCensusTotals *totals);

/* How fast the old account is, as measured while listing (engine/sample.h); unknown values at
 * first. */
void decant_census_get_sample (DecantCensus *self, DecantSample *sample);

/* ---- what the plan does to the messages ---- */

typedef struct
{
  guint64 messages;
  guint64 size; /* bytes */
} DecantCensusCount;

/* Rules that leave messages behind. */
typedef enum
{
  DECANT_CENSUS_JUNK,
  DECANT_CENSUS_TRASH,
  DECANT_CENSUS_DELETED,
  DECANT_CENSUS_NEWER, /* before DecantPlanRules.newer_than */
  DECANT_CENSUS_OLDER, /* from DecantPlanRules.older_than on */
  DECANT_CENSUS_LARGER,
  DECANT_CENSUS_DUPLICATES, /* more of the same identity and size than one, by what else is taken */
  DECANT_CENSUS_GROUPWARE,
  DECANT_CENSUS_N_RULES,
} DecantCensusRule;

typedef struct
{
  int year;                /* UTC, within 1900 … 2199 */
  guint month;             /* 1 … 12 */
  DecantCensusCount all;   /* that the rules take but for those about dates */
  DecantCensusCount taken; /* that all rules take */
} DecantCensusMonth;

typedef struct
{
  guint folder; /* index in the census */
  guint32 uid;
  gint64 internal_date; /* or DECANT_DATE_UNKNOWN */
  guint64 size;         /* 0 where the server does not tell it */
  DecantFlags flags;
  char *from_name;    /* for people; "" where there is none, like the following. Cut after 80 */
  char *from_address; /* cut after 120 bytes */
  char *subject;      /* cut after 200 bytes */
} DecantCensusMessage;

typedef struct
{
  char *address; /* "": those without a sender */
  char *name;    /* as met first; "" where there is none */
  DecantCensusCount taken;
} DecantCensusSender;

/* What a plan makes of the messages met so far. Counts are of folders that the plan copies, unless
 * said otherwise. */
typedef struct
{
  gboolean complete;         /* every folder it is about is listed or failed */
  guint unlisted;            /* folders that are copied and not wholly listed yet */
  guint64 unlisted_messages; /* that the survey counted there beyond those met */

  DecantCensusCount found; /* before any rule */
  DecantCensusCount taken; /* what is left to be copied */
  guint64 unknown_dates;   /* of those taken, how many have none */
  guint64 unknown_sizes;   /* of those taken, how many have none */

  /* By DecantCensusRule: what each takes out by itself, or, where it is not in force, what it would
   * take out. For rules with a limit that is 0: nothing. */
  DecantCensusCount rules[DECANT_CENSUS_N_RULES];

  DecantCensusCount oversize; /* of those taken, larger than was asked about */

  GArray *months;            /* DecantCensusMonth, ascending, those in which there is mail */
  DecantCensusMonth undated; /* year and month 0 */
  GArray *folders;           /* DecantCensusCount taken, by the index in the census */
  GPtrArray *largest;        /* DecantCensusMessage that are taken, or were ticked off by hand; the
                                largest first */
  GPtrArray *senders;        /* DecantCensusSender by size of what is taken, the largest first */
} DecantCensusSummary;

void decant_census_summary_free (DecantCensusSummary *self);

#define DECANT_CENSUS_MOST 10000 /* messages or senders in one answer */

/* What to answer with. */
typedef struct
{
  guint n_largest;  /* up to DECANT_CENSUS_MOST */
  guint n_senders;  /* the same */
  guint64 oversize; /* bytes, such as decant_store_get_message_size_limit(); 0: no limit */
} DecantCensusQuestion;

/* @plan: made of the same old folders; copied. Questions are answered in order, those that were
 * cancelled meanwhile not at all. Takes some 50 ms for 100,000 messages, in the other thread. Fails
 * with G_IO_ERROR alone: cancelled, or the disk is full. */
void decant_census_summarise_async (DecantCensus *self, const DecantPlan *plan,
                                    const DecantCensusQuestion *question, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
DecantCensusSummary *
decant_census_summarise_finish (DecantCensus *self, GAsyncResult *result, GError **error);

/* ---- a look into a folder ---- */

typedef enum
{
  DECANT_CENSUS_BY_DATE,
  DECANT_CENSUS_BY_SIZE,
  DECANT_CENSUS_BY_FROM,
  DECANT_CENSUS_BY_SUBJECT,
} DecantCensusOrder;

typedef struct
{
  guint64 total;       /* messages of the folder met so far */
  guint64 offset;      /* of the first of messages */
  gboolean complete;   /* the folder is wholly listed */
  GPtrArray *messages; /* DecantCensusMessage; whether it is ticked is the plan's to say */
} DecantCensusPage;

void decant_census_page_free (DecantCensusPage *self);

/* A page of the messages of folder @index. The order is kept for the next page of the same folder
 * and order, so that only the first one (of a large folder) takes some time. @limit: up to
 * DECANT_CENSUS_MOST. */
void decant_census_read_page_async (DecantCensus *self, guint index, DecantCensusOrder order,
                                    gboolean descending, guint64 offset, guint limit,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
DecantCensusPage *
decant_census_read_page_finish (DecantCensus *self, GAsyncResult *result, GError **error);

void decant_census_message_free (DecantCensusMessage *self);
void decant_census_sender_free (DecantCensusSender *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCensusSummary, decant_census_summary_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCensusPage, decant_census_page_free)

G_END_DECLS
