/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/number-set.h"

#define FIRST_SLOTS 1024

void
decant_number_set_init (DecantNumberSet *self)
{
  *self = (DecantNumberSet){ .slots = g_new0 (guint64, FIRST_SLOTS), .n_slots = FIRST_SLOTS };
  self->seed = (guint64)g_random_int () << 32 | g_random_int ();
}

void
decant_number_set_clear (DecantNumberSet *self)
{
  g_clear_pointer (&self->slots, g_free);
}

/* The end of MurmurHash3. */
static guint64
mix (guint64 number)
{
  number = (number ^ number >> 33) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  number = (number ^ number >> 33) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return number ^ number >> 33;
}

/* Where @number is, or is to be. */
static guint64 *
find (const DecantNumberSet *self, guint64 number)
{
  gsize place = (gsize)mix (number ^ self->seed);

  for (;; place++)
    {
      guint64 *slot = &self->slots[place & (self->n_slots - 1)];

      if (*slot == 0 || *slot == number)
        return slot;
    }
}

static void
grow (DecantNumberSet *self)
{
  g_autofree guint64 *old = self->slots;
  gsize n_old = self->n_slots;

  self->n_slots *= 2;
  self->slots = g_new0 (guint64, self->n_slots);
  for (gsize i = 0; i < n_old; i++)
    if (old[i] != 0)
      *find (self, old[i]) = old[i];
}

gboolean
decant_number_set_contains (const DecantNumberSet *self, guint64 number)
{
  return *find (self, number) == number;
}

gboolean
decant_number_set_add (DecantNumberSet *self, guint64 number)
{
  guint64 *slot = find (self, number);

  if (*slot == number)
    return FALSE;
  *slot = number;
  if (++self->n_used > self->n_slots / 4 * 3)
    grow (self);
  return TRUE;
}
