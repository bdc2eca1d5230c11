/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/connection.h"

G_BEGIN_DECLS

/* Lists the messages of @folder from @first_uid on, as decant_store_list_messages() does, whatever
 * the server does meanwhile: a lost connection is made anew and the listing goes on where it
 * stopped. Where it stops twice at the same message, the server cannot even tell that one's size or
 * headers: it is handed out with what the flags alone tell, and the listing goes on behind it.
 * Fails with FOLDER errors, with what @func says, and with what ends the run. Blocks. */
gboolean decant_list_messages (DecantConnection *connection, DecantFolder *folder,
                               guint32 first_uid, DecantDetails details, DecantMessageFunc func,
                               gpointer user_data, GError **error);

G_END_DECLS
