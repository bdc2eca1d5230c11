/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/store.h"

G_BEGIN_DECLS

/* Makes as many connections to one account as are wanted, without saying who signs in or how.
 * Shared between threads. */
typedef struct _DecantStoreOpener DecantStoreOpener;

/* Returns a new closed store. Called from any thread; must not block. */
typedef DecantStore *(*DecantStoreOpenerFunc) (gpointer user_data);

/* @id: by which moves know the account ("user@host:port"). @label: for people. @destroy may be
 * NULL. */
DecantStoreOpener *decant_store_opener_new (const char *id, const char *label,
                                            DecantStoreOpenerFunc func, gpointer user_data,
                                            GDestroyNotify destroy);
DecantStoreOpener *decant_store_opener_ref (DecantStoreOpener *self);
void decant_store_opener_unref (DecantStoreOpener *self);

const char *decant_store_opener_get_id (DecantStoreOpener *self);
const char *decant_store_opener_get_label (DecantStoreOpener *self);

/* A new closed store. */
DecantStore *decant_store_opener_make (DecantStoreOpener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantStoreOpener, decant_store_opener_unref)

G_END_DECLS
