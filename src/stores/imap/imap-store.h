/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/store.h"

G_BEGIN_DECLS

/* A DecantStore that speaks IMAP4rev1 (RFC 3501). */
#define DECANT_TYPE_IMAP_STORE (decant_imap_store_get_type ())
G_DECLARE_FINAL_TYPE (DecantImapStore, decant_imap_store, DECANT, IMAP_STORE, DecantStore)

typedef enum
{
  DECANT_SECURITY_TLS,       /* from the first byte */
  DECANT_SECURITY_STARTTLS,  /* required: no sign-in where it is not offered */
  DECANT_SECURITY_PLAINTEXT, /* STARTTLS where it is offered, else unencrypted */
} DecantSecurity;

typedef struct
{
  const char *host;
  guint16 port;
  DecantSecurity security;
  const char *user;
  const char *auth_user;       /* who signs in, acting for user; NULL: user */
  const char *password;        /* of who signs in */
  char **trusted_certificates; /* SHA-256 fingerprints, 64 lower-case hexadecimal digits each; NULL
                                  for none */
  guint connect_timeout;       /* seconds; 0: 30 */
  guint silence_timeout;       /* seconds; 0: 120 */
  const char *protocol_log;    /* file to append the conversation to, without secrets and contents;
                                  NULL for none */
  gint *compression_broke;     /* made by g_atomic_rc_box_new0 () and shared by the stores of an
                                  account: not 0 once the server's compression has broken a
                                  connection, after which no other asks for it; or NULL */
} DecantImapSettings;

/* A closed store. @settings is copied, with a reference to what it shares; the password is wiped
 * when the store is freed. */
DecantStore *decant_imap_store_new (const DecantImapSettings *settings);

/* The SHA-256 fingerprint of @certificate in 64 lower-case hexadecimal digits. Free with g_free().
 */
char *decant_certificate_fingerprint (GTlsCertificate *certificate);

G_END_DECLS
