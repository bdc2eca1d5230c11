/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/headers.h"

#include <glib.h>

G_BEGIN_DECLS

/* What a store lists of a message: everything but its content. A plain value. */

typedef enum
{
  DECANT_FLAG_SEEN = 1 << 0,
  DECANT_FLAG_ANSWERED = 1 << 1,
  DECANT_FLAG_FLAGGED = 1 << 2,
  DECANT_FLAG_DELETED = 1 << 3,
  DECANT_FLAG_DRAFT = 1 << 4,
} DecantFlags;

#define DECANT_DATE_UNKNOWN G_MININT64

typedef struct
{
  guint32 uid;
  DecantFlags flags;
  char **keywords;      /* sorted, NULL when there are none */
  gint64 internal_date; /* seconds since 1970 UTC, or DECANT_DATE_UNKNOWN */
  gint16 date_offset;   /* minutes east of UTC in which the server named it */
  guint64 object_id;    /* by which the server knows the same message in all its folders; 0: it does
                           not    tell */
  char **labels; /* the other folders it is in, each as DecantFolder.name or, where it is one of
                    a special use, as "\\Sent"; NULL: in none, not asked for or not told */
  guint64 size;  /* as the server says; good for totals, not for proof */
  DecantHeaders *headers; /* NULL unless asked for */
} DecantMessage;

DecantMessage *decant_message_new (guint32 uid);
DecantMessage *decant_message_copy (const DecantMessage *self);
void decant_message_free (DecantMessage *self);

/* Whether nothing is known of it but its flags: a server that fails over a message tells those. */
gboolean decant_message_is_bare (const DecantMessage *self);

/* For sorting what begins with a UID (guint32), as GCompareFunc. */
int decant_compare_uids (gconstpointer a, gconstpointer b);

/* Keywords as one string, separated by blanks (an IMAP keyword has none); NULL when there are none.
 */
char *decant_keywords_join (char **keywords);
char **decant_keywords_split (const char *joined);

/* Whether a server can be given it: RFC 3501 "flag-keyword", an atom. */
gboolean decant_keyword_can_be_sent (const char *keyword);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantMessage, decant_message_free)

G_END_DECLS
