/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/headers.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What went wrong in a mail store, told by what to do about it.
 *
 * Every function of a store fails with a GError of this domain, or with G_IO_ERROR_CANCELLED when
 * its GCancellable was triggered; nothing else. The code says what to do next, the cause says what
 * happened, the message is a sentence for a person (translated), and the detail holds the server's
 * own words (never a secret). */

#define DECANT_STORE_ERROR (decant_store_error_quark ())

typedef enum
{
  DECANT_STORE_ERROR_TRANSIENT, /* the connection is gone or useless: reconnect after a pause, go on
                                 */
  DECANT_STORE_ERROR_SLOW_DOWN, /* the server wants less: fewer connections, longer pauses, go on */
  DECANT_STORE_ERROR_MESSAGE, /* this message cannot be read or written: isolate, skip, report; the
                                 connection lives */
  DECANT_STORE_ERROR_FOLDER,  /* this folder cannot be opened or created: skip it, report; the
                                 connection lives */
  DECANT_STORE_ERROR_PERSON,  /* somebody must do something: password, certificate, quota */
  DECANT_STORE_ERROR_FATAL,   /* the own machine fails (disk full): stop cleanly */
} DecantStoreError;

typedef enum
{
  DECANT_CAUSE_UNKNOWN,
  /* of a message */
  DECANT_CAUSE_UNREADABLE, /* the server does not hand it out */
  DECANT_CAUSE_TRUNCATED,  /* fewer bytes came than the server announced */
  DECANT_CAUSE_TOO_BIG,
  DECANT_CAUSE_REFUSED, /* the new server does not take it */
  /* of a folder */
  DECANT_CAUSE_FOLDER_UNREADABLE,
  DECANT_CAUSE_FOLDER_NOT_CREATED,
  DECANT_CAUSE_FOLDER_FORBIDDEN, /* nobody may create it, whatever its name */
  DECANT_CAUSE_FOLDER_GONE,      /* TRYCREATE, NONEXISTENT */
  /* of an account */
  DECANT_CAUSE_SIGN_IN,       /* user name or password refused */
  DECANT_CAUSE_CERTIFICATE,   /* the certificate does not verify; see
                                 decant_store_error_get_certificate() */
  DECANT_CAUSE_NO_ENCRYPTION, /* STARTTLS not offered, or sign-in refused without encryption */
  DECANT_CAUSE_OVER_QUOTA,
  DECANT_CAUSE_DAY_LIMIT, /* what may be done in a day is used up: no full account */
  /* of a connection */
  DECANT_CAUSE_UNREACHABLE, /* no such host, connection refused, no route */
  DECANT_CAUSE_TIMED_OUT,
  DECANT_CAUSE_CONNECTION_LOST,
  DECANT_CAUSE_CONNECTION_RESET, /* likewise, and with it what had been sent but not read yet */
  DECANT_CAUSE_GARBLED,          /* the server's answer could not be understood */
  /* of the own machine */
  DECANT_CAUSE_LOCAL_STORAGE,
} DecantCause;

GQuark decant_store_error_quark (void);

/* Makes an error. @detail is the server's own words or NULL; it is copied, made valid UTF-8 and cut
 * at 1 KiB. */
GError *decant_store_error_new (DecantStoreError code, DecantCause cause, const char *detail,
                                const char *format, ...) G_GNUC_PRINTF (4, 5);

/* Sets *@error (which may be NULL) as decant_store_error_new() makes it. */
void decant_store_error_set (GError **error, DecantStoreError code, DecantCause cause,
                             const char *detail, const char *format, ...) G_GNUC_PRINTF (5, 6);

/* Attaches the certificate an error is about, and why it does not verify. @error must be of this
 * domain. */
void decant_store_error_take_certificate (GError *error, GTlsCertificate *certificate,
                                          GTlsCertificateFlags flags);

/* Attaches what is known of the message an error is about; takes @headers over. @error must be of
 * this domain. */
void decant_store_error_take_headers (GError *error, DecantHeaders *headers);

/* Attaches how long the server wants to be left alone, in seconds. @error must be of this domain.
 */
void decant_store_error_set_pause (GError *error, double seconds);

/* DECANT_CAUSE_UNKNOWN for errors of another domain. */
DecantCause decant_store_error_get_cause (const GError *error);

/* The server's words, or NULL. Owned by @error. */
const char *decant_store_error_get_detail (const GError *error);

/* The certificate that did not verify, or NULL. Owned by @error. @flags may be NULL. */
GTlsCertificate *
decant_store_error_get_certificate (const GError *error, GTlsCertificateFlags *flags);

/* The headers of the message it is about, as far as they came, or NULL. Owned by @error. */
const DecantHeaders *decant_store_error_get_headers (const GError *error);

/* How long the server wants to be left alone, in seconds; 0 where it names no time. */
double decant_store_error_get_pause (const GError *error);

/* Whether the connection is to be thrown away after @error: every transient, slow-down and
 * cancelled one. */
gboolean decant_store_error_ends_connection (const GError *error);

G_END_DECLS
