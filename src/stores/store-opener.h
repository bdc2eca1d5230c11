/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/store.h"

G_BEGIN_DECLS

/* Makes as many connections to one account as are wanted, without saying who signs in or how, and
 * keeps a few that nobody uses for some seconds, since signing in costs many round trips. Shared
 * between threads. */
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

/* Gives back a store that was opened for the account; takes it over. It must be at rest: every
 * command is answered. It is kept for others if it is open, or taken leave of where there are
 * enough: then blocks, for some seconds at most. */
void decant_store_opener_give_back (DecantStoreOpener *self, DecantStore *store);

/* One that was given back some seconds ago at most, still open as far as is known; it may have been
 * lost meanwhile. NULL where there is none: make one. */
DecantStore *decant_store_opener_take_idle (DecantStoreOpener *self);

/* Takes leave of those given back, in the background. What nobody takes within seconds is taken
 * leave of anyway, and so is all when @self goes. */
void decant_store_opener_dismiss_idle (DecantStoreOpener *self);

/* The same, and waits for it, before the process ends. Blocks, for some seconds at most. */
void decant_store_opener_wait_dismissed (DecantStoreOpener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantStoreOpener, decant_store_opener_unref)

G_END_DECLS
