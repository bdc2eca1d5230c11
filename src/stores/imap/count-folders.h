/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/folder.h"
#include "stores/imap/exchange.h"
#include "stores/imap/list-response.h"

G_BEGIN_DECLS

/* Adds the items to ask of each folder (RFC 3501 6.3.10): "(MESSAGES UIDNEXT UIDVALIDITY)", SIZE
 * and HIGHESTMODSEQ where the server has them. */
void decant_imap_add_count_items (GString *command, DecantImapCapabilities capabilities);

/* Sets the figures of @folder. */
void decant_imap_set_count (DecantFolder *folder, const DecantStatusResponse *count);

/* Counts those of @folders that are selectable and not counted yet by STATUS, several at once. A
 * refusal becomes the folder's problem. */
gboolean decant_imap_count_folders (DecantExchange *exchange, GPtrArray *folders, GError **error);

G_END_DECLS
