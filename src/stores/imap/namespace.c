/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/session-private.h"

#include <string.h>

#define PREFIX_LIMIT 255

static gboolean
is_separator (char c)
{
  return g_ascii_isgraph (c);
}

/* Of several personal namespaces the first is the one to create in. */
static void
take_namespace (DecantImapSession *self, const struct mailimap_namespace_data *data)
{
  const struct mailimap_namespace_info *info;

  if (data->ns_personal == NULL || data->ns_personal->ns_data_list == NULL ||
      clist_begin (data->ns_personal->ns_data_list) == NULL)
    return;
  info = clist_content (clist_begin (data->ns_personal->ns_data_list));
  if (info->ns_prefix != NULL && strlen (info->ns_prefix) <= PREFIX_LIMIT &&
      strpbrk (info->ns_prefix, "\r\n") == NULL)
    {
      g_free (self->prefix);
      self->prefix = g_strdup (info->ns_prefix);
    }
  if (is_separator (info->ns_delimiter))
    self->separator = info->ns_delimiter;
}

/* TRUE if the server obeyed. FALSE without *@error where it will not tell. */
static gboolean
ask_namespace (DecantImapSession *self, GError **error)
{
  const DecantHeard *heard = decant_etpan_link_get_heard (self->link);
  g_autoptr (GError) failure = NULL;
  clistiter *cell;
  int result;

  decant_imap_session_begin (self);
  /* Not mailimap_namespace(), which loses its memory where an OK comes without data. */
  result = mailimap_custom_command (self->imap, "NAMESPACE");
  if (result == MAILIMAP_NO_ERROR)
    {
      cell = clist_begin (self->imap->imap_response_info->rsp_extension_list);
      for (; cell != NULL; cell = clist_next (cell))
        {
          const struct mailimap_extension_data *data = clist_content (cell);

          if (data->ext_extension->ext_id == MAILIMAP_EXTENSION_NAMESPACE)
            take_namespace (self, data->ext_data);
        }
      return TRUE;
    }
  if (decant_imap_session_end (self, result, DECANT_IMAP_ASKED_LIST, self->host, &failure))
    return TRUE;
  if (!heard->answered || decant_store_error_get_cause (failure) == DECANT_CAUSE_SIGN_IN)
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The separator that LIST shows for @pattern (RFC 3501 6.3.8: with "" the root). */
static gboolean
ask_separator (DecantImapSession *self, const char *pattern, GError **error)
{
  const DecantHeard *heard = decant_etpan_link_get_heard (self->link);
  g_autoptr (GError) failure = NULL;
  clist *list = NULL;
  int result;

  decant_imap_session_begin (self);
  result = mailimap_list (self->imap, "", pattern, &list);
  if (list != NULL)
    {
      if (clist_begin (list) != NULL)
        {
          const struct mailimap_mailbox_list *entry = clist_content (clist_begin (list));

          if (is_separator (entry->mb_delimiter))
            self->separator = entry->mb_delimiter;
        }
      mailimap_list_result_free (list);
    }
  if (decant_imap_session_end (self, result, DECANT_IMAP_ASKED_LIST, self->host, &failure) ||
      heard->answered)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
decant_imap_session_prove (DecantImapSession *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean proved = FALSE;

  /* Exchange 2003 offers NAMESPACE and hangs up on it. */
  if (decant_imap_session_offers (self, "NAMESPACE") && !self->is_exchange_2003)
    proved = ask_namespace (self, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!proved)
    {
      decant_imap_session_begin (self);
      if (!decant_imap_session_end (self, mailimap_noop (self->imap), DECANT_IMAP_ASKED_SIGN_IN,
                                    self->host, error))
        return FALSE;
    }
  return (self->separator != 0 || ask_separator (self, "", error)) &&
         (self->separator != 0 || ask_separator (self, "INBOX", error));
}
