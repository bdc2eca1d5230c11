/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A set of 64-bit numbers other than 0, for millions of them: 16 bytes each where GHashTable takes
 * five times as many. */
typedef struct
{
  guint64 *slots; /* a power of two of them */
  gsize n_slots;
  gsize n_used;
  guint64 seed; /* nobody can choose numbers that get into each other's way */
} DecantNumberSet;

void decant_number_set_init (DecantNumberSet *self);
void decant_number_set_clear (DecantNumberSet *self);
gboolean decant_number_set_contains (const DecantNumberSet *self, guint64 number);

/* FALSE: it was there already. */
gboolean decant_number_set_add (DecantNumberSet *self, guint64 number);

G_END_DECLS
