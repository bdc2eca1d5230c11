/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/twins.h"

#include <string.h>

#define NOBODY G_MAXUINT32

typedef struct
{
  DecantTwinKey key;
  guint place : 29;
  guint arrived : 1;
  guint was_to_go : 1;
  guint elsewhere : 1; /* of the first of a key: one that is not here has arrived */
  guint32 uid;
  guint32 goes; /* the index of the one that goes, or NOBODY */
} Entry;

typedef struct
{
  guint32 uid_validity;
  gboolean listed;
  gboolean doubtful; /* under several UIDVALIDITIES */
  gboolean has_staying;
} Place;

struct _DecantTwins
{
  GArray *entries; /* Entry; once closed by key, place and UID */
  GArray *order;   /* guint32: their indexes by place and UID */
  GArray *places;  /* Place */
};

/* ---- keys ---- */

void
decant_twin_key_init_from_identity (DecantTwinKey *self, const DecantIdentity *identity,
                                    guint64 size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 written = GUINT64_TO_LE (size);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, identity->bytes, DECANT_IDENTITY_LENGTH);
  g_checksum_update (checksum, (const guchar *)&written, sizeof written);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (self->bytes, digest, sizeof self->bytes);
}

gboolean
decant_twin_key_init (DecantTwinKey *self, const DecantMessage *message)
{
  DecantIdentity identity;

  if (message->size == 0 || message->headers == NULL || !decant_identity_tells (message->headers))
    return FALSE;
  decant_identity_from_headers (&identity, message->headers, message->internal_date);
  decant_twin_key_init_from_identity (self, &identity, message->size);
  return TRUE;
}

static int
compare_keys (const DecantTwinKey *a, const DecantTwinKey *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

gboolean
decant_twin_key_equal (const DecantTwinKey *a, const DecantTwinKey *b)
{
  return compare_keys (a, b) == 0;
}

/* ---- filling ---- */

DecantTwins *
decant_twins_new (void)
{
  DecantTwins *self = g_new0 (DecantTwins, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->places = g_array_new (FALSE, TRUE, sizeof (Place));
  return self;
}

void
decant_twins_free (DecantTwins *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->entries);
  g_array_unref (self->order);
  g_array_unref (self->places);
  g_free (self);
}

static Entry *
get_entry (const DecantTwins *self, guint index)
{
  return &g_array_index (self->entries, Entry, index);
}

static Entry *
get_in_order (const DecantTwins *self, guint index)
{
  return get_entry (self, g_array_index (self->order, guint32, index));
}

void
decant_twins_add (DecantTwins *self, const DecantTwinKey *key, guint place, guint32 uid_validity,
                  guint32 uid)
{
  const Entry entry = { .key = *key, .place = place, .uid = uid, .goes = NOBODY };
  Place *known;

  if (place >= self->places->len)
    g_array_set_size (self->places, place + 1);
  known = &g_array_index (self->places, Place, place);
  known->doubtful |= known->listed && known->uid_validity != uid_validity;
  known->listed = TRUE;
  known->uid_validity = uid_validity;
  g_array_append_val (self->entries, entry);
}

static int
compare_places (const Entry *a, const Entry *b)
{
  if (a->place != b->place)
    return a->place < b->place ? -1 : 1;
  return decant_compare_uids (&a->uid, &b->uid);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;
  int by_key = compare_keys (&first->key, &second->key);

  return by_key != 0 ? by_key : compare_places (first, second);
}

static int
compare_in_order (gconstpointer a, gconstpointer b, gpointer twins)
{
  return compare_places (get_entry (twins, *(const guint32 *)a),
                         get_entry (twins, *(const guint32 *)b));
}

void
decant_twins_close (DecantTwins *self)
{
  g_array_sort (self->entries, compare_entries);
  for (guint32 i = 0; i < self->entries->len; i++)
    g_array_append_val (self->order, i);
  g_array_sort_with_data (self->order, compare_in_order, self);
}

/* ---- looking for one ---- */

/* The first of @key, or of a later one. */
static guint
find_key (const DecantTwins *self, const DecantTwinKey *key)
{
  guint low = 0, high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_keys (&get_entry (self, middle)->key, key) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
has_key (const DecantTwins *self, guint index, const DecantTwinKey *key)
{
  return index < self->entries->len && compare_keys (&get_entry (self, index)->key, key) == 0;
}

static gboolean
is_at (const DecantTwins *self, guint index, const Entry *sought)
{
  return index < self->order->len && compare_places (get_in_order (self, index), sought) == 0;
}

/* NULL: there is none, or the server has told of several. */
static Entry *
find_message (const DecantTwins *self, guint place, guint32 uid)
{
  const Entry sought = { .place = place, .uid = uid };
  guint low = 0, high = self->order->len;

  if (place >= self->places->len || g_array_index (self->places, Place, place).doubtful)
    return NULL;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_places (get_in_order (self, middle), &sought) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return is_at (self, low, &sought) && !is_at (self, low + 1, &sought) ? get_in_order (self, low)
                                                                       : NULL;
}

static Entry *
find_message_under (const DecantTwins *self, guint place, guint32 uid_validity, guint32 uid)
{
  Entry *entry = find_message (self, place, uid);

  return entry != NULL && g_array_index (self->places, Place, place).uid_validity == uid_validity
           ? entry
           : NULL;
}

/* ---- choosing ---- */

void
decant_twins_note_arrived (DecantTwins *self, const DecantTwinKey *key, guint place,
                           guint32 uid_validity, guint32 uid)
{
  Entry *entry = find_message_under (self, place, uid_validity, uid);
  guint first = entry == NULL ? find_key (self, key) : 0;

  if (entry != NULL)
    entry->arrived = TRUE;
  else if (has_key (self, first, key))
    get_entry (self, first)->elsewhere = TRUE;
}

/* For those from @first on that have its key, and whose end is at @end. */
static void
set_going (DecantTwins *self, guint first, guint end, guint32 goes)
{
  for (guint i = first; i < end; i++)
    {
      get_entry (self, i)->goes = goes;
      if (i != goes)
        g_array_index (self->places, Place, get_entry (self, i)->place).has_staying = TRUE;
    }
  if (goes != NOBODY)
    get_entry (self, goes)->was_to_go = TRUE;
}

static guint
find_end (const DecantTwins *self, guint first)
{
  guint end = first + 1;

  while (has_key (self, end, &get_entry (self, first)->key))
    end++;
  return end;
}

static guint32
choose_among (const DecantTwins *self, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    if (get_entry (self, i)->arrived)
      return i;
  return get_entry (self, first)->elsewhere ? NOBODY : first;
}

void
decant_twins_choose (DecantTwins *self)
{
  guint end;

  for (guint first = 0; first < self->entries->len; first = end)
    {
      end = find_end (self, first);
      set_going (self, first, end, choose_among (self, first, end));
    }
}

gboolean
decant_twins_choose_instead (DecantTwins *self, guint place, guint32 uid)
{
  Entry *entry = find_message (self, place, uid);
  guint first;

  if (entry == NULL || entry->was_to_go)
    return FALSE;
  first = find_key (self, &entry->key);
  set_going (self, first, find_end (self, first), (guint32)(entry - get_entry (self, 0)));
  return TRUE;
}

DecantTwinFate
decant_twins_find (const DecantTwins *self, guint place, guint32 uid_validity, guint32 uid,
                   DecantTwinKey *key, guint *goes_from)
{
  const Entry *entry = find_message_under (self, place, uid_validity, uid);

  if (entry == NULL)
    return DECANT_TWIN_UNKNOWN;
  *key = entry->key;
  if (entry->goes != NOBODY && get_entry (self, entry->goes) == entry)
    return DECANT_TWIN_GOES;
  *goes_from = entry->goes != NOBODY ? get_entry (self, entry->goes)->place : 0;
  return DECANT_TWIN_STAYS;
}

gboolean
decant_twins_has_staying (const DecantTwins *self, guint place)
{
  return place < self->places->len && g_array_index (self->places, Place, place).has_staying;
}
