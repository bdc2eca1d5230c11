/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bytes of one message on their way from one store to the other.
 *
 * Up to DECANT_CONTENT_MEMORY_LIMIT they are held in memory, and up to DECANT_CONTENT_LARGE_LIMIT
 * as long as all messages that are so large take no more than DECANT_CONTENT_SHARED_LIMIT together;
 * any other is spooled to an unlinked temporary file, so that memory stays bounded whatever comes.
 * Written once from the front, then finished, then read any number of times. One thread at a time.
 */
typedef struct _DecantContent DecantContent;

#define DECANT_CONTENT_MEMORY_LIMIT (1024 * 1024)
#define DECANT_CONTENT_LARGE_LIMIT (6 * 1024 * 1024)
#define DECANT_CONTENT_SHARED_LIMIT (6 * 1024 * 1024)
#define DECANT_CONTENT_DIGEST_LENGTH 32

/* @expected_size: what was announced, to allocate well; 0 when unknown. It is a hint, never a
 * promise. */
DecantContent *decant_content_new (guint64 expected_size);
DecantContent *decant_content_ref (DecantContent *self);
void decant_content_unref (DecantContent *self);

/* Adds bytes at the end. Fails with DECANT_STORE_ERROR_FATAL when the spool cannot be written. */
gboolean decant_content_write (DecantContent *self, const void *data, gsize length, GError **error);

/* A place of at most *@length bytes to read into directly, for large pieces; follow with
 * decant_content_advance().
 * *@length comes back as the room there is (at least 1). */
guint8 *decant_content_reserve (DecantContent *self, gsize *length);
gboolean decant_content_advance (DecantContent *self, gsize length, GError **error);

/* No more bytes come. */
gboolean decant_content_finish (DecantContent *self, GError **error);

guint64 decant_content_get_size (const DecantContent *self);

/* How many bytes it holds in memory now, but for those under DECANT_CONTENT_SHARED_LIMIT, which are
 * counted over all. */
gsize decant_content_get_memory (const DecantContent *self);

/* All bytes, where they are in memory and finished; else NULL. Owned by @self. */
const guint8 *decant_content_get_bytes (const DecantContent *self);

/* The first bytes, at least as many as min(size, 64 KiB), for reading its headers. Owned by @self.
 */
const guint8 *decant_content_get_head (const DecantContent *self, gsize *length);

/* Reads up to @length bytes from @offset; returns how many, 0 at the end, -1 on error (FATAL). */
gssize decant_content_read (DecantContent *self, guint64 offset, void *buffer, gsize length,
                            GError **error);

/* SHA-256 over the bytes with every line end (CRLF, bare LF, bare CR) taken as CRLF; after finish.
 * Owned by @self. */
const guint8 *decant_content_get_digest (const DecantContent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantContent, decant_content_unref)

G_END_DECLS
