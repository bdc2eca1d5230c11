/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the made-up mail of a made-up person is made of: correspondents, subjects and sentences, in
 * the languages she writes. */

typedef struct
{
  const char *name;
  const char *address;
  guint language; /* index into mail_languages */
} MailPerson;

typedef struct
{
  const char *tag;            /* RFC 5646 */
  const char *old_charset;    /* what mail programs of the time used before they all wrote UTF-8 */
  const char *reply;          /* how they mark a reply */
  const char *greeting;       /* "%s": the first name */
  const char *closing;        /* before the signature */
  const char *const *topics;  /* subjects of threads; NULL-terminated, as are the next */
  const char *const *phrases; /* sentences that follow each other in any order */
} MailLanguage;

/* The owner of the mailbox. */
extern const MailPerson mail_owner;

extern const MailPerson mail_people[];
extern const guint n_mail_people;

extern const MailLanguage mail_languages[];
extern const guint n_mail_languages;

/* Senders of lists, shops and banks, all writing English, with their subjects. */
extern const MailPerson mail_senders[];
extern const char *const mail_notices[];
extern const guint n_mail_senders;

/* As RFC 5322 writes them, whatever the locale. */
extern const char *const mail_months[12];

G_END_DECLS
