/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/store-error.h"

G_BEGIN_DECLS

/* Judges what a server refused: from the kind of answer, its response code and its words to an
 * error of the store. */

typedef enum
{
  DECANT_IMAP_ANSWER_OK,
  DECANT_IMAP_ANSWER_NO,
  DECANT_IMAP_ANSWER_BAD,
  DECANT_IMAP_ANSWER_BYE,
} DecantImapAnswer;

/* What was asked. */
typedef enum
{
  DECANT_IMAP_ASKED_SIGN_IN,
  DECANT_IMAP_ASKED_ACT_FOR, /* to sign in on behalf of a user */
  DECANT_IMAP_ASKED_LIST,    /* LIST, STATUS of all, NAMESPACE, NOOP */
  DECANT_IMAP_ASKED_OPEN,    /* EXAMINE, SELECT, STATUS of one folder */
  DECANT_IMAP_ASKED_CREATE,  /* CREATE, SUBSCRIBE */
  DECANT_IMAP_ASKED_FETCH,
  DECANT_IMAP_ASKED_APPEND,
} DecantImapAsked;

/* The error for a refusing answer. @code is the response code without brackets ("OVERQUOTA",
 * "TOOBIG …") or NULL, @text the words after it or NULL; @what names the folder, message or server
 * it is about, for the sentence. Where the server wants to
 * be left alone for a time, decant_store_error_get_pause() tells it: a time it names is cut at five
 * minutes, a day's limit is an hour. Never NULL; @answer must not be OK. See quirks of real servers
 * in the tests' table. */
GError *decant_imap_error_for_answer (DecantImapAnswer answer, DecantImapAsked asked,
                                      const char *code, const char *text, const char *what);

/* Whether a refused CREATE says that the folder is there already (RFC 5530 ALREADYEXISTS, or in
 * words). */
gboolean decant_imap_answer_means_exists (const char *code, const char *text);

G_END_DECLS
