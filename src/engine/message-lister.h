/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/connection.h"

G_BEGIN_DECLS

/* What is thought of a message at which a listing stops. */
typedef enum
{
  /* It is asked for again, at once and at the end by itself, since it is wanted with all its
     details. */
  DECANT_LIST_WHOLLY,
  /* It is handed out at once with what the flags alone tell (its date unknown, its size 0), so that
   * one that the server fails over costs a single connection. */
  DECANT_LIST_AT_ANY_PRICE,
  /* The same, and it has stopped at the first one just now. */
  DECANT_LIST_BEHIND_A_STOP,
} DecantListPatience;

/* Lists the messages of @folder from @first_uid to @last_uid (G_MAXUINT32: to the end), as
 * decant_store_list_messages() does, whatever the server does meanwhile: a lost connection is made
 * anew and the listing goes on where it stopped. Where it stops for good at a message, the server
 * cannot even tell that one's size or headers: it is handed out with what the flags alone tell, and
 * the listing goes on behind it. Fails with FOLDER errors, also where listing stops several times
 * in a row without a message, with what @func says, and with what ends the run. Blocks. */
gboolean decant_list_messages (DecantConnection *connection, DecantFolder *folder,
                               guint32 first_uid, guint32 last_uid, DecantDetails details,
                               DecantListPatience patience, DecantMessageFunc func,
                               gpointer user_data, GError **error);

G_END_DECLS
