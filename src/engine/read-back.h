/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/connection.h"

G_BEGIN_DECLS

/* Reads messages of @folder whole, to compare them: @func is called for each that comes, as in
 * decant_store_read_messages(). A lost connection is made anew and asked for the rest; what the
 * server does not hand out is passed over. @uids ascend. Fails with FOLDER errors, with what @func
 * says, and with what ends the run. Blocks. */
gboolean decant_read_back (DecantConnection *connection, DecantFolder *folder, const guint32 *uids,
                           gsize n_uids, DecantContentFunc func, gpointer user_data,
                           GError **error);

G_END_DECLS
