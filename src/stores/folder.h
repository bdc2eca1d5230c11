/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A folder as a store lists it: a plain value, immutable once listed, shared by reference between
 * threads.
 *
 * The path is what people see and what plans and journals are written in: UTF-8, its levels
 * separated by "/" whatever the server uses, the server's personal prefix ("INBOX.") left out,
 * INBOX always in capitals. A "/" inside a level stands as U+2215 (DIVISION SLASH). On a server
 * whose separator is "." a "." inside a level is written as U+2024 (ONE DOT LEADER) and read back.
 * The name is the store's own and only the store looks into it. */

typedef enum
{
  DECANT_SPECIAL_USE_NONE,
  DECANT_SPECIAL_USE_INBOX,
  DECANT_SPECIAL_USE_ALL,
  DECANT_SPECIAL_USE_ARCHIVE,
  DECANT_SPECIAL_USE_DRAFTS,
  DECANT_SPECIAL_USE_FLAGGED,
  DECANT_SPECIAL_USE_IMPORTANT,
  DECANT_SPECIAL_USE_JUNK,
  DECANT_SPECIAL_USE_SENT,
  DECANT_SPECIAL_USE_TRASH,
} DecantSpecialUse;

#define DECANT_SIZE_UNKNOWN G_MAXUINT64

typedef struct
{
  char *path;
  char *name;     /* in the store's own encoding */
  char separator; /* the store's own, 0 where it has none */
  DecantSpecialUse special_use;
  gboolean selectable; /* FALSE: only a node of the tree, holds no messages */
  gboolean subscribed;
  gboolean tells_object_ids; /* its messages are listed with their object_id */
  gboolean tells_labels;     /* and, when asked, with the other folders they are in */
  gboolean counted;          /* whether the figures below were asked for and came */
  guint32 messages;
  guint64 size;           /* of all messages in bytes, or DECANT_SIZE_UNKNOWN */
  guint32 uid_validity;   /* 0: unknown */
  guint32 uid_next;       /* 0: unknown */
  guint64 highest_modseq; /* 0: unknown */
  gint64 counted_at;      /* when the figures were asked for, by decant_clock_now() */
  char *problem;          /* the server's words where it would not count this folder, else NULL */
} DecantFolder;

#define DECANT_TYPE_FOLDER (decant_folder_get_type ())
GType decant_folder_get_type (void);

/* A new folder with one reference; everything but the path and name is zero, its size unknown,
 * selectable. */
DecantFolder *decant_folder_new (const char *path, const char *name, char separator);
DecantFolder *decant_folder_ref (DecantFolder *self);
void decant_folder_unref (DecantFolder *self);

/* Whether its figures were asked for @seconds ago at most. */
gboolean decant_folder_is_fresh (const DecantFolder *self, guint seconds);

/* Whether it shows messages of other folders once more: all of them, the flagged, the important. */
gboolean decant_folder_is_view (const DecantFolder *self);

/* The last level of @path; points into it. */
const char *decant_folder_path_leaf (const char *path);

/* The path above @path, or NULL at the top level. Free with g_free(). */
char *decant_folder_path_parent (const char *path);

/* A stable lower-case word for JSON and options: "junk", "trash", …; NULL for NONE. */
const char *decant_special_use_to_word (DecantSpecialUse use);

/* The opposite; NONE where the word is unknown. */
DecantSpecialUse decant_special_use_from_word (const char *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantFolder, decant_folder_unref)

G_END_DECLS
