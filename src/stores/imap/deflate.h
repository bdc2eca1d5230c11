/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Both directions of a connection that is compressed (RFC 4978, raw DEFLATE of RFC 1951). It holds
 * nothing back: what goes in comes out whole, and what was sent can be read at the other end at
 * once. One thread at a time. */
typedef struct _DecantDeflate DecantDeflate;

DecantDeflate *decant_deflate_new (void);
void decant_deflate_free (DecantDeflate *self);

/* Compresses all of *@data into pieces of @size bytes at most, 16 or more: call it until it returns
 * 0. *@data and *@length move on with it. */
gsize decant_deflate_shrink (DecantDeflate *self, const guint8 **data, gsize *length, guint8 *out,
                             gsize size);

/* Takes compressed bytes that have come; copied. */
void decant_deflate_feed (DecantDeflate *self, const void *data, gsize length);

/* Gives 1 to @length bytes of what they hold; 0 where more of them is needed, or none is to come
 * any more, see decant_deflate_has_ended(). Fails with G_IO_ERROR_INVALID_DATA where they are not
 * compressed, or go on and on with nothing in them. */
gssize decant_deflate_expand (DecantDeflate *self, void *out, gsize length, GError **error);

/* Whether the other end has ended its stream. */
gboolean decant_deflate_has_ended (DecantDeflate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantDeflate, decant_deflate_free)

G_END_DECLS
