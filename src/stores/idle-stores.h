/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/store.h"

G_BEGIN_DECLS

/* Open stores of one account that nobody uses at the moment, kept for the next who needs one. A
 * thread of its own takes leave of those that wait for too long. All functions are for any
 * thread. */
typedef struct _DecantIdleStores DecantIdleStores;

DecantIdleStores *decant_idle_stores_new (void);

/* Takes leave of what there is, in the background, and frees @self after that. */
void decant_idle_stores_free (DecantIdleStores *self);

/* Takes @store, which must be open and at rest. FALSE: there are enough; it stays the caller's. */
gboolean decant_idle_stores_put (DecantIdleStores *self, DecantStore *store);

/* The one that came last, or NULL. Its connection may have been lost meanwhile. */
DecantStore *decant_idle_stores_take (DecantIdleStores *self);

/* Takes leave of all, in the background. */
void decant_idle_stores_dismiss (DecantIdleStores *self);

/* Waits until none is there and all have been taken leave of. */
void decant_idle_stores_wait (DecantIdleStores *self);

G_END_DECLS
