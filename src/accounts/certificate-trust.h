/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Certificates a person has accepted although they do not verify: each for one server and one
 * certificate. Kept in a key file "trusted-certificates" below the state directory (no secrets in
 * it). */

/* The fingerprints accepted for @host. Free with g_strfreev(); never NULL. */
char **decant_certificate_trust_lookup (const char *state_dir, const char *host);
gboolean decant_certificate_trust_add (const char *state_dir, const char *host,
                                       const char *fingerprint, GError **error);

/* What is wrong with a certificate and what it says of itself, in words for a person: reason,
 * subject, issuer, validity, fingerprint, one a line. @host may be NULL. Free with g_free(). */
char *decant_certificate_describe (GTlsCertificate *certificate, GTlsCertificateFlags flags,
                                   const char *host);

/* Makes a fingerprint as typed (capitals, colons, blanks) the 64 lower-case digits; NULL if it is
 * none. */
char *decant_certificate_normalise_fingerprint (const char *text);

G_END_DECLS
