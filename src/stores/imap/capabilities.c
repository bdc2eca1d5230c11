/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/session-private.h"

#include <string.h>

static const struct
{
  const char *name;
  DecantImapCapabilities capability;
} known_capabilities[] = {
  { "LITERAL+", DECANT_IMAP_LITERAL_PLUS },
  { "LITERAL-", DECANT_IMAP_LITERAL_MINUS },
  { "UIDPLUS", DECANT_IMAP_UIDPLUS },
  { "MULTIAPPEND", DECANT_IMAP_MULTIAPPEND },
  { "NAMESPACE", DECANT_IMAP_NAMESPACE },
  { "SPECIAL-USE", DECANT_IMAP_SPECIAL_USE },
  { "LIST-STATUS", DECANT_IMAP_LIST_STATUS },
  { "LIST-EXTENDED", DECANT_IMAP_LIST_EXTENDED },
  { "STATUS=SIZE", DECANT_IMAP_STATUS_SIZE },
  { "CONDSTORE", DECANT_IMAP_CONDSTORE },
  { "XLIST", DECANT_IMAP_XLIST },
  { "X-GM-EXT-1", DECANT_IMAP_GMAIL },
  { "OBJECTID", DECANT_IMAP_OBJECT_ID },
  { "COMPRESS=DEFLATE", DECANT_IMAP_COMPRESS },
  { "QUOTA", DECANT_IMAP_QUOTA },
};

gboolean
decant_imap_session_offers (DecantImapSession *self, const char *capability)
{
  return g_hash_table_contains (self->offered, capability);
}

static void
note_capability (DecantImapSession *self, const char *name)
{
  g_hash_table_add (self->offered, g_ascii_strup (name, -1));
  for (gsize i = 0; i < G_N_ELEMENTS (known_capabilities); i++)
    if (g_ascii_strcasecmp (name, known_capabilities[i].name) == 0)
      self->capabilities |= known_capabilities[i].capability;
  if (g_ascii_strncasecmp (name, "APPENDLIMIT=", 12) == 0 &&
      !g_ascii_string_to_unsigned (name + 12, 10, 0, G_MAXUINT64, &self->append_limit, NULL))
    self->append_limit = 0;
}

static void
forget_capabilities (DecantImapSession *self)
{
  g_hash_table_remove_all (self->offered);
  self->capabilities = 0;
  self->append_limit = 0;
}

static void
note_parsed (DecantImapSession *self, const struct mailimap_capability *capability)
{
  g_autofree char *mechanism = NULL;

  if (capability->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE)
    mechanism = g_strconcat ("AUTH=", capability->cap_data.cap_auth_type, NULL);
  note_capability (self, mechanism != NULL ? mechanism : capability->cap_data.cap_name);
}

static void
drop_parsed (DecantImapSession *self)
{
  struct mailimap_connection_info *info = self->imap->imap_connection_info;

  if (info->imap_capability != NULL)
    mailimap_capability_data_free (info->imap_capability);
  info->imap_capability = NULL;
}

/* Takes what libetpan has kept of an untagged CAPABILITY, if there was any. */
static void
take_parsed (DecantImapSession *self)
{
  const struct mailimap_capability_data *data = self->imap->imap_connection_info->imap_capability;
  clistiter *cell = data != NULL && data->cap_list != NULL ? clist_begin (data->cap_list) : NULL;

  for (; cell != NULL; cell = clist_next (cell))
    note_parsed (self, clist_content (cell));
  drop_parsed (self);
}

/* The same of the code of a greeting or a tagged answer. */
static void
take_code (DecantImapSession *self)
{
  static const char name[] = "CAPABILITY ";
  const char *code = decant_etpan_link_get_heard (self->link)->code;
  g_auto (GStrv) words = NULL;

  if (code == NULL || g_ascii_strncasecmp (code, name, strlen (name)) != 0)
    return;
  words = g_strsplit (code + strlen (name), " ", -1);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      note_capability (self, *word);
}

/* A server that refuses to tell has none. */
gboolean
decant_imap_session_ask_offer (DecantImapSession *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  int result;

  forget_capabilities (self);
  drop_parsed (self);
  decant_imap_session_begin (self);
  /* Not mailimap_capability(), which relies on an OK having data with it. */
  result = mailimap_custom_command (self->imap, "CAPABILITY");
  if (!decant_imap_session_end (self, result, DECANT_IMAP_ASKED_LIST, self->host, &failure) &&
      !decant_etpan_link_get_heard (self->link)->answered)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  take_parsed (self);
  return TRUE;
}

/* What does not name the protocol itself was no whole list (RFC 3501 7.2.1). */
gboolean
decant_imap_session_learn_offer (DecantImapSession *self, GError **error)
{
  forget_capabilities (self);
  take_parsed (self);
  take_code (self);
  return decant_imap_session_offers (self, "IMAP4REV1") ||
         decant_imap_session_offers (self, "IMAP4REV2") ||
         decant_imap_session_ask_offer (self, error);
}
