/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/identity.h"

G_BEGIN_DECLS

/* Which of several messages that are the same goes, where the others are left behind. A plain
 * value: nothing here knows of servers or the journal.
 *
 * Messages are the same that have one identity (engine/identity.h) and one size as the server tells
 * it: half of a SHA-256 over both stands for them, so that nobody's mail is taken for another's by
 * chance. */
#define DECANT_TWIN_KEY_LENGTH 16

typedef struct
{
  guint8 bytes[DECANT_TWIN_KEY_LENGTH];
} DecantTwinKey;

/* FALSE: nothing tells the message from others, since its server says nothing of its size or none
 * of its identifying headers has a value. It is nobody's duplicate. */
gboolean decant_twin_key_init (DecantTwinKey *self, const DecantMessage *message);

/* The same for what is known of a message otherwise. */
void decant_twin_key_init_from_identity (DecantTwinKey *self, const DecantIdentity *identity,
                                         guint64 size);
gboolean decant_twin_key_equal (const DecantTwinKey *a, const DecantTwinKey *b);

/* The messages that a plan takes along, by their keys: 32 bytes each. A message is known by the
 * place of its folder, a small number (those with lower ones go before the others), and by its UID.
 * First all are added, then those noted that have arrived before; choose() ends that. One thread at
 * a time; after choose() any, but for choose_instead(). */
typedef struct _DecantTwins DecantTwins;

DecantTwins *decant_twins_new (void);
void decant_twins_free (DecantTwins *self);

/* Where a folder is listed under two UIDVALIDITIES, nothing is known of any message in it. */
void decant_twins_add (DecantTwins *self, const DecantTwinKey *key, guint place,
                       guint32 uid_validity, guint32 uid);

/* No more will be added. */
void decant_twins_close (DecantTwins *self);

/* A message of this move that is on the new side, or on its way there: where there is one at
 * @place, else, as its folder is gone or was renumbered, any with its key. */
void decant_twins_note_arrived (DecantTwins *self, const DecantTwinKey *key, guint place,
                                guint32 uid_validity, guint32 uid);

/* Of each key the first that has arrived goes, or none where that one is not here any more; else
 * the first by place and UID. */
void decant_twins_choose (DecantTwins *self);

typedef enum
{
  DECANT_TWIN_UNKNOWN, /* it was not added, or is not certain to be the same as then */
  DECANT_TWIN_GOES,
  DECANT_TWIN_STAYS,
} DecantTwinFate;

/* What becomes of a message. *@key (where it is known) is its key, *@goes_from (where it stays) the
 * place from which another goes; 0: from none that is here. */
DecantTwinFate decant_twins_find (const DecantTwins *self, guint place, guint32 uid_validity,
                                  guint32 uid, DecantTwinKey *key, guint *goes_from);

/* Whether any message of @place stays. */
gboolean decant_twins_has_staying (const DecantTwins *self, guint place);

/* The message goes in place of the one that was to go until now. FALSE: it is not known here, or
 * was to go before. */
gboolean decant_twins_choose_instead (DecantTwins *self, guint place, guint32 uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantTwins, decant_twins_free)

G_END_DECLS
