/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/folder.h"
#include "stores/imap/reader.h"

G_BEGIN_DECLS

/* What one LIST, LSUB or XLIST response told (RFC 3501 7.2.2). Start from { 0 }. */
typedef struct
{
  char *name; /* NULL where the line could not be understood */
  char separator;
  gboolean selectable;
  gboolean subscribed;
  DecantSpecialUse special_use; /* also of the names that XLIST has for them */
} DecantListResponse;

/* Reads the rest of the response after that word. Fails only with the connection. */
gboolean decant_list_response_read (DecantListResponse *self, DecantReader *reader, GError **error);
void decant_list_response_clear (DecantListResponse *self);

/* What one STATUS response told (RFC 3501 7.2.4); figures that were not in it are 0, the size is
 * DECANT_SIZE_UNKNOWN. Start from { 0 }. */
typedef struct
{
  char *name;       /* NULL where the line could not be understood */
  gboolean counted; /* MESSAGES stood in it */
  guint32 messages;
  guint32 uid_next;
  guint32 uid_validity;
  guint64 highest_modseq;
  guint64 size;
} DecantStatusResponse;

/* Reads the rest of the response after that word. Fails only with the connection. */
gboolean
decant_status_response_read (DecantStatusResponse *self, DecantReader *reader, GError **error);
void decant_status_response_clear (DecantStatusResponse *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantListResponse, decant_list_response_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantStatusResponse, decant_status_response_clear)

G_END_DECLS
