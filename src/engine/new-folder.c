/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/new-folder.h"

static DecantFolder *
create_folder (DecantConnection *connection, const char *path, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (DecantFolder) folder = NULL;
      GCancellable *cancellable = decant_connection_get_cancellable (connection);

      if (!decant_connection_ensure (connection, error))
        return NULL;
      folder = decant_store_create_folder (decant_connection_get_store (connection), path,
                                           cancellable, &problem);
      /* A folder nobody is subscribed to does not show in many mail programs; it is no loss,
       * though. */
      if (folder != NULL &&
          (decant_store_subscribe_folder (decant_connection_get_store (connection), folder,
                                          cancellable, &problem) ||
           !decant_store_error_ends_connection (problem)))
        return g_steal_pointer (&folder);
      if (!decant_connection_recover (connection, problem, error))
        return NULL;
    }
}

DecantFolder *
decant_new_folder_ensure (DecantConnection *connection, const DecantPlanFolder *planned,
                          GError **error)
{
  if (planned->new_folder != NULL && planned->new_folder->selectable)
    return decant_folder_ref (planned->new_folder);
  return create_folder (connection, planned->new_path, error);
}

gboolean
decant_new_folder_make_again (DecantConnection *connection, const DecantFolder *folder,
                              GError **error)
{
  g_autoptr (DecantFolder) made = create_folder (connection, folder->path, error);

  return made != NULL;
}
