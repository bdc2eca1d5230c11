/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/list-response.h"
#include "stores/imap/opening.h"

#include <string.h>

#define ALL_FLAGS                                                                                  \
  (DECANT_FLAG_SEEN | DECANT_FLAG_ANSWERED | DECANT_FLAG_FLAGGED | DECANT_FLAG_DELETED |           \
   DECANT_FLAG_DRAFT)

/* The argument of response code @name, or NULL where @code is another. */
static const char *
code_argument (const char *code, const char *name)
{
  gsize length = strlen (name);

  if (g_ascii_strncasecmp (code, name, length) != 0 || (code[length] != ' ' && code[length] != '('))
    return NULL;
  return code + length + strspn (code + length, " ");
}

static void
take_number (const char *code, const char *name, guint64 max, guint64 *value)
{
  const char *argument = code_argument (code, name);

  if (argument != NULL)
    decant_reader_parse_number (argument, max, value);
}

static void
take_code (DecantOpening *opening, const char *code)
{
  DecantFolderStatus *status = &opening->status;
  guint64 uid_validity = status->uid_validity;
  guint64 uid_next = status->uid_next;
  const char *flags = code_argument (code, "PERMANENTFLAGS");

  take_number (code, "UIDVALIDITY", G_MAXUINT32, &uid_validity);
  take_number (code, "UIDNEXT", G_MAXUINT32, &uid_next);
  take_number (code, "HIGHESTMODSEQ", G_MAXINT64, &status->highest_modseq);
  status->uid_validity = (guint32)uid_validity;
  status->uid_next = (guint32)uid_next;
  if (flags == NULL)
    return;
  decant_flag_list_clear (&opening->permanent);
  opening->permanent = (DecantFlagList){ 0 };
  decant_flag_list_add_all (&opening->permanent, flags);
  opening->has_permanent = TRUE;
}

static gboolean
read_defined_flags (DecantOpening *opening, DecantReader *reader, GError **error)
{
  DecantToken token;

  decant_flag_list_clear (&opening->defined);
  opening->defined = (DecantFlagList){ 0 };
  return decant_reader_next_token (reader, &token, error) &&
         decant_flag_list_read (&opening->defined, reader, token, error);
}

gboolean
decant_opening_take (DecantExchange *exchange, const DecantEvent *event, gpointer data,
                     GError **error)
{
  DecantOpening *opening = data;

  if (event->kind == DECANT_EVENT_STATUS)
    {
      if (event->status.code != NULL)
        take_code (opening, event->status.code);
      return TRUE;
    }
  if (strcmp (event->word, "FLAGS") == 0)
    return read_defined_flags (opening, decant_exchange_get_reader (exchange), error);
  /* several may come while a server loads the folder: the last counts */
  if (strcmp (event->word, "EXISTS") == 0 && event->number <= G_MAXUINT32)
    opening->status.messages = (guint32)event->number;
  return TRUE;
}

/* Without PERMANENTFLAGS all flags that are defined are kept (RFC 3501 6.3.1). */
static void
settle_flags (DecantOpening *opening)
{
  DecantFolderStatus *status = &opening->status;
  DecantFlagList *kept = opening->has_permanent ? &opening->permanent : &opening->defined;

  status->permanent_flags = opening->has_permanent ? kept->flags : ALL_FLAGS;
  status->any_keyword = kept->any_keyword;
  status->permanent_keywords = decant_flag_list_take_keywords (kept);
}

GString *
decant_opening_command (DecantExchange *exchange, const DecantFolder *folder, DecantAccess access,
                        gboolean condstore)
{
  GString *command = g_string_new (access == DECANT_ACCESS_READ ? "EXAMINE " : "SELECT ");

  decant_exchange_add_name (exchange, command, folder->name);
  if (condstore)
    g_string_append (command, " (CONDSTORE)");
  return command;
}

void
decant_opening_finish (DecantOpening *self, DecantAccess access, const DecantStatusAnswer *answer)
{
  self->status.read_only = access == DECANT_ACCESS_READ ||
                           (answer->code != NULL &&
                            g_ascii_strcasecmp (answer->code, "READ-ONLY") == 0);
  if (answer->code != NULL)
    take_code (self, answer->code);
  settle_flags (self);
}

void
decant_opening_clear (DecantOpening *self)
{
  decant_folder_status_clear (&self->status);
  decant_flag_list_clear (&self->defined);
  decant_flag_list_clear (&self->permanent);
}

/* EXAMINE or SELECT; the answer is left in @event. */
static gboolean
send_open (DecantExchange *exchange, const DecantFolder *folder, DecantAccess access,
           gboolean condstore, DecantOpening *opening, DecantEvent *event, GError **error)
{
  g_autoptr (GString) command = decant_opening_command (exchange, folder, access, condstore);

  return decant_exchange_run (exchange, command, decant_opening_take, opening, event, error);
}

static gboolean
open_folder (DecantExchange *exchange, const DecantFolder *folder, DecantAccess access,
             DecantOpening *opening, GError **error)
{
  gboolean condstore = (decant_exchange_get_capabilities (exchange) & DECANT_IMAP_CONDSTORE) != 0;
  g_auto (DecantEvent) event = { 0 };

  if (!send_open (exchange, folder, access, condstore, opening, &event, error))
    return FALSE;
  if (condstore && event.status.answer == DECANT_IMAP_ANSWER_BAD &&
      !send_open (exchange, folder, access, FALSE, opening, &event, error))
    return FALSE;
  if (event.status.answer == DECANT_IMAP_ANSWER_OK)
    {
      decant_opening_finish (opening, access, &event.status);
      return TRUE;
    }
  g_propagate_error (error, decant_exchange_refusal (exchange, &event.status));
  return FALSE;
}

static gboolean
status_event (DecantExchange *exchange, const DecantEvent *event, gpointer user_data,
              GError **error)
{
  DecantFolderStatus *status = user_data;
  g_auto (DecantStatusResponse) response = { 0 };

  if (event->kind != DECANT_EVENT_DATA)
    return TRUE;
  if (strcmp (event->word, "EXISTS") == 0 && event->number <= G_MAXUINT32)
    status->messages = (guint32)event->number;
  if (strcmp (event->word, "STATUS") != 0)
    return TRUE;
  if (!decant_status_response_read (&response, decant_exchange_get_reader (exchange), error))
    return FALSE;
  if (status->uid_validity == 0)
    status->uid_validity = response.uid_validity;
  if (status->uid_next == 0)
    status->uid_next = response.uid_next;
  return TRUE;
}

/* Courier tells these two only so; a refusal leaves them unknown. */
static gboolean
ask_status (DecantExchange *exchange, const DecantFolder *folder, DecantFolderStatus *status,
            GError **error)
{
  g_autoptr (GString) command = g_string_new ("STATUS ");
  g_auto (DecantEvent) event = { 0 };

  decant_exchange_add_name (exchange, command, folder->name);
  g_string_append (command, " (UIDVALIDITY UIDNEXT)");
  return decant_exchange_run (exchange, command, status_event, status, &event, error);
}

gboolean
decant_imap_open_folder (DecantImapSession *session, const DecantFolder *folder,
                         DecantAccess access, DecantFolderStatus *status, GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_OPEN, folder->path, cancellable);
  g_auto (DecantOpening) opening = { 0 };
  DecantFolderStatus *opened = &opening.status;

  if (!open_folder (exchange, folder, access, &opening, error) ||
      ((opened->uid_validity == 0 || opened->uid_next == 0) &&
       !ask_status (exchange, folder, opened, error)))
    return FALSE;
  *status = *opened;
  opened->permanent_keywords = NULL;
  return TRUE;
}
