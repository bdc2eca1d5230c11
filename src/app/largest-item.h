/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/census.h"

G_BEGIN_DECLS

/* A folder or a sender in a list of the largest. Main thread only.
 *
 * Signal "changed" (): it is to be shown differently. */
#define DECANT_TYPE_LARGEST_ITEM (decant_largest_item_get_type ())
G_DECLARE_FINAL_TYPE (DecantLargestItem, decant_largest_item, DECANT, LARGEST_ITEM, GObject)

/* @key: the path of the folder, or the address. @name: of the sender, "" where there is none. */
DecantLargestItem *decant_largest_item_new (const char *key, const char *name);

const char *decant_largest_item_get_key (DecantLargestItem *self);
const char *decant_largest_item_get_name (DecantLargestItem *self);

void decant_largest_item_set_count (DecantLargestItem *self, const DecantCensusCount *count);
const DecantCensusCount *decant_largest_item_get_count (DecantLargestItem *self);

/* Has it shown anew: whether it is taken may have changed. */
void decant_largest_item_touch (DecantLargestItem *self);

G_END_DECLS
