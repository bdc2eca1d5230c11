/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/answer-class.h"
#include "stores/imap/etpan-link.h"
#include "stores/imap/session.h"

#include <libetpan/libetpan.h>

G_BEGIN_DECLS

/* How far a session has come with COMPRESS=DEFLATE. */
typedef enum
{
  DECANT_COMPRESSION_NONE,
  DECANT_COMPRESSION_ASKED,
  DECANT_COMPRESSION_REFUSED,
  DECANT_COMPRESSION_BEGUN,
  DECANT_COMPRESSION_PROVEN, /* a command was answered since */
} DecantCompression;

/* What the files of a session share: session.c, capabilities.c, compress.c, sign-in.c,
 * namespace.c. */
struct _DecantImapSession
{
  DecantTransport *transport;
  DecantEtpanLink *link;
  mailimap *imap;
  char *host;
  const char *secret;   /* while signing in: never to be in an error */
  char *encoded_secret; /* the same, as it was sent */

  GHashTable *offered; /* the capabilities in capitals */
  DecantImapCapabilities capabilities;
  guint64 append_limit;
  DecantServerKind kind;
  gboolean is_exchange_2003;
  gboolean is_netscape; /* iPlanet, Sun, Oracle: knows PROXYAUTH */
  char *prefix;
  char separator;
  guint last_tag;
  DecantPace pace;
  guint bad_answers;
  gboolean last_was_bad;
  guint64 largest_stored; /* bytes */
  gboolean misnumbers;
  DecantCompression compression;
};

/* Before each command through libetpan. */
void decant_imap_session_begin (DecantImapSession *self);

/* After it: TRUE if the server said OK, whatever libetpan made of it in @result; else sets *@error,
 * about @what. */
gboolean decant_imap_session_end (DecantImapSession *self, int result, DecantImapAsked asked,
                                  const char *what, GError **error);

/* The error behind a failed command. */
GError *
decant_imap_session_explain (DecantImapSession *self, DecantImapAsked asked, const char *what);

/* capabilities.c: learns what the server offers from what it has just said unasked, in its greeting
 * or its answer to the sign-in; where it has not, by asking. */
gboolean decant_imap_session_learn_offer (DecantImapSession *self, GError **error);

/* Asks in any case. */
gboolean decant_imap_session_ask_offer (DecantImapSession *self, GError **error);

/* @capability in capitals. */
gboolean decant_imap_session_offers (DecantImapSession *self, const char *capability);

/* sign-in.c: presents user name and password, the password once only. Where somebody acts for the
 * user, by the authorization identity of SASL PLAIN (RFC 4616), else by PROXYAUTH. */
gboolean decant_imap_session_sign_in (DecantImapSession *self, const DecantImapSettings *settings,
                                      GError **error);

/* namespace.c: proves by a command that the session is real, and learns prefix and separator. */
gboolean decant_imap_session_prove (DecantImapSession *self, GError **error);

G_END_DECLS
