/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/mail-words.h"

G_BEGIN_DECLS

/* Writes messages as mail programs do: RFC 5322 with MIME, CRLF line ends. The same @random gives
 * the same bytes. */

typedef enum
{
  MAIL_KIND_TEXT,       /* one plain text part */
  MAIL_KIND_HTML,       /* multipart/alternative */
  MAIL_KIND_ATTACHMENT, /* multipart/mixed: text and a document or picture */
  MAIL_KIND_FORWARD,    /* multipart/mixed with a message inside */
} MailKind;

typedef struct
{
  MailKind kind;
  const MailPerson *from;
  const MailPerson *to;
  const char *subject;
  guint language;         /* index into mail_languages: that of the text */
  gint64 date;            /* seconds since 1970 */
  const char *message_id; /* without the angle brackets; NULL for none */
  const char *parent_id;  /* of the message this is an answer to, or NULL */
  gsize attachment_size;  /* bytes before encoding */
} MailDraft;

GString *mail_write (const MailDraft *draft, GRand *random);

G_END_DECLS
