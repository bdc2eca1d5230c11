/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/exchange.h"
#include "stores/imap/flags.h"
#include "stores/imap/list-response.h"

#include <string.h>

#define ALL_FLAGS                                                                                  \
  (DECANT_FLAG_SEEN | DECANT_FLAG_ANSWERED | DECANT_FLAG_FLAGGED | DECANT_FLAG_DELETED |           \
   DECANT_FLAG_DRAFT)

typedef struct
{
  DecantFolderStatus *status;
  DecantFlagList defined;   /* of FLAGS */
  DecantFlagList permanent; /* of PERMANENTFLAGS */
  gboolean has_permanent;
} Opening;

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
take_code (Opening *opening, const char *code)
{
  DecantFolderStatus *status = opening->status;
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
read_defined_flags (Opening *opening, DecantReader *reader, GError **error)
{
  DecantToken token;

  decant_flag_list_clear (&opening->defined);
  opening->defined = (DecantFlagList){ 0 };
  return decant_reader_next_token (reader, &token, error) &&
         decant_flag_list_read (&opening->defined, reader, token, error);
}

static gboolean
open_event (DecantExchange *exchange, const DecantEvent *event, gpointer user_data, GError **error)
{
  Opening *opening = user_data;

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
    opening->status->messages = (guint32)event->number;
  return TRUE;
}

/* Without PERMANENTFLAGS all flags that are defined are kept (RFC 3501 6.3.1). */
static void
settle_flags (Opening *opening)
{
  DecantFolderStatus *status = opening->status;
  DecantFlagList *kept = opening->has_permanent ? &opening->permanent : &opening->defined;

  status->permanent_flags = opening->has_permanent ? kept->flags : ALL_FLAGS;
  status->any_keyword = kept->any_keyword;
  status->permanent_keywords = decant_flag_list_take_keywords (kept);
}

/* EXAMINE or SELECT; the answer is left in @event. */
static gboolean
send_open (DecantExchange *exchange, const DecantFolder *folder, DecantAccess access,
           const char *parameters, Opening *opening, DecantEvent *event, GError **error)
{
  g_autoptr (GString)
    command = g_string_new (access == DECANT_ACCESS_READ ? "EXAMINE " : "SELECT ");

  decant_exchange_add_name (exchange, command, folder->name);
  g_string_append (command, parameters);
  return decant_exchange_run (exchange, command, open_event, opening, event, error);
}

/* Dovecot tells HIGHESTMODSEQ only to who asks for it (RFC 7162 3.1.8). */
static gboolean
open_folder (DecantExchange *exchange, const DecantFolder *folder, DecantAccess access,
             Opening *opening, GError **error)
{
  gboolean condstore = (decant_exchange_get_capabilities (exchange) & DECANT_IMAP_CONDSTORE) != 0;
  g_auto (DecantEvent) event = { 0 };
  const char *code;

  if (!send_open (exchange, folder, access, condstore ? " (CONDSTORE)" : "", opening, &event,
                  error))
    return FALSE;
  if (condstore && event.status.answer == DECANT_IMAP_ANSWER_BAD &&
      !send_open (exchange, folder, access, "", opening, &event, error))
    return FALSE;
  if (event.status.answer != DECANT_IMAP_ANSWER_OK)
    {
      g_propagate_error (error, decant_exchange_refusal (exchange, &event.status));
      return FALSE;
    }
  code = event.status.code;
  opening->status->read_only = access == DECANT_ACCESS_READ ||
                               (code != NULL && g_ascii_strcasecmp (code, "READ-ONLY") == 0);
  if (code != NULL)
    take_code (opening, code);
  return TRUE;
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
  g_auto (DecantFolderStatus) opened = { 0 };
  Opening opening = { .status = &opened };
  gboolean done;

  done = open_folder (exchange, folder, access, &opening, error);
  if (done)
    settle_flags (&opening);
  if (done && (opened.uid_validity == 0 || opened.uid_next == 0))
    done = ask_status (exchange, folder, &opened, error);
  decant_flag_list_clear (&opening.defined);
  decant_flag_list_clear (&opening.permanent);
  if (!done)
    return FALSE;
  *status = opened;
  opened.permanent_keywords = NULL;
  return TRUE;
}
