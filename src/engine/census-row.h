/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/message.h"

G_BEGIN_DECLS

/* What the census keeps of a message. */
typedef struct
{
  guint folder;
  guint32 uid;
  gint64 internal_date;
  guint64 size;
  DecantFlags flags;
  gboolean elsewhere; /* it is in another folder, too, as its labels tell */
  guint64 identity;   /* of its DecantTwinKey; 0: it is nobody's duplicate */
  guint64 object_id;
  char *from_name; /* these three: for people, cut; never NULL */
  char *from_address;
  char *subject;
} DecantCensusRow;

/* Fills @row, which is zero, from what a listing says. */
void decant_census_row_init (DecantCensusRow *row, guint folder, const DecantMessage *message);
void decant_census_row_clear (DecantCensusRow *row);

/* Takes the value of a From field apart, as it stands in a message: the name and address of the
 * first of those in it, for people (decoded, valid UTF-8, cut), the address in lower case. Either
 * may be empty. Never fails. */
void decant_census_split_from (const char *from, char **name, char **address);

G_END_DECLS
