/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/certificate-trust.h"

#include "stores/imap/imap-store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define FILE_NAME "trusted-certificates"
#define KEY_FINGERPRINTS "sha256"
#define FINGERPRINT_LENGTH 64

/* Loads what is there; a file that does not exist is an empty one. */
static GKeyFile *
load (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) problem = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, &problem) &&
      !g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&problem),
                                  _ ("The list of accepted certificates “%s” cannot be read: "),
                                  path);
      return NULL;
    }
  return g_steal_pointer (&file);
}

static char **
list_fingerprints (GKeyFile *file, const char *host)
{
  g_auto (GStrv) stored = g_key_file_get_string_list (file, host, KEY_FINGERPRINTS, NULL, NULL);
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();

  for (char **text = stored; text != NULL && *text != NULL; text++)
    {
      g_autofree char *fingerprint = decant_certificate_normalise_fingerprint (*text);

      if (fingerprint != NULL)
        g_strv_builder_add (found, fingerprint);
    }
  return g_strv_builder_end (found);
}

char **
decant_certificate_trust_lookup (const char *state_dir, const char *host)
{
  g_autofree char *path = g_build_filename (state_dir, FILE_NAME, NULL);
  g_autofree char *group = g_ascii_strdown (host, -1);
  g_autoptr (GKeyFile) file = load (path, NULL);

  if (file == NULL)
    return g_new0 (char *, 1);
  return list_fingerprints (file, group);
}

static gboolean
save (GKeyFile *file, const char *state_dir, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (g_mkdir_with_parents (state_dir, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (code),
                   _ ("The folder “%s” cannot be created: %s"), state_dir, g_strerror (code));
      return FALSE;
    }
  text = g_key_file_to_data (file, &length, NULL);
  return g_file_set_contents_full (path, text, (gssize)length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

gboolean
decant_certificate_trust_add (const char *state_dir, const char *host, const char *fingerprint,
                              GError **error)
{
  g_autofree char *path = g_build_filename (state_dir, FILE_NAME, NULL);
  g_autofree char *group = g_ascii_strdown (host, -1);
  g_autofree char *normal = decant_certificate_normalise_fingerprint (fingerprint);
  g_autoptr (GKeyFile) file = NULL;
  g_auto (GStrv) known = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  if (normal == NULL)
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                   _ ("“%s” is not a SHA-256 fingerprint."), fingerprint);
      return FALSE;
    }
  file = load (path, error);
  if (file == NULL)
    return FALSE;
  known = list_fingerprints (file, group);
  if (g_strv_contains ((const char *const *)known, normal))
    return TRUE;

  g_strv_builder_addv (builder, (const char **)known);
  g_strv_builder_add (builder, normal);
  all = g_strv_builder_end (builder);
  g_key_file_set_string_list (file, group, KEY_FINGERPRINTS, (const char *const *)all,
                              g_strv_length (all));
  return save (file, state_dir, path, error);
}

/* The sentences for what is wrong, one a line. */
static void
describe_flags (GString *text, GTlsCertificateFlags flags, const char *host)
{
  static const struct
  {
    GTlsCertificateFlags flag;
    const char *sentence;
  } sentences[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, N_ ("Nobody this computer trusts vouches for it.") },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("It is not valid yet.") },
    { G_TLS_CERTIFICATE_EXPIRED, N_ ("It has expired.") },
    { G_TLS_CERTIFICATE_REVOKED, N_ ("It has been revoked.") },
    { G_TLS_CERTIFICATE_INSECURE, N_ ("It uses a method that is no longer secure.") },
    { G_TLS_CERTIFICATE_GENERIC_ERROR, N_ ("It cannot be verified.") },
  };

  if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0 && host == NULL)
    g_string_append (text, _ ("It was issued for another server.\n"));
  else if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    g_string_append_printf (text, _ ("It was not issued for “%s”.\n"), host);
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if ((flags & sentences[i].flag) != 0)
      g_string_append_printf (text, "%s\n", _ (sentences[i].sentence));
}

/* A certificate may say anything: it gets one line and no more. Takes @name. */
static char *
clean_name (char *name)
{
  char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);

  for (char *c = valid; *c != '\0'; c++)
    if ((guchar)*c < ' ' || *c == 0x7f)
      *c = ' ';
  g_free (name);
  return valid;
}

static void
append_validity (GString *text, GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);
  g_autofree char *first = from != NULL ? g_date_time_format (from, "%Y-%m-%d") : NULL;
  g_autofree char *last = until != NULL ? g_date_time_format (until, "%Y-%m-%d") : NULL;

  if (first == NULL || last == NULL)
    return;
  g_string_append_printf (text, _ ("Valid from %s to %s\n"), first, last);
}

char *
decant_certificate_describe (GTlsCertificate *certificate, GTlsCertificateFlags flags,
                             const char *host)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *fingerprint = decant_certificate_fingerprint (certificate);
  g_autofree char *subject = clean_name (g_tls_certificate_get_subject_name (certificate));
  g_autofree char *issuer = clean_name (g_tls_certificate_get_issuer_name (certificate));

  describe_flags (text, flags, host);
  g_string_append_printf (text, _ ("Issued for: %s\n"), subject);
  g_string_append_printf (text, _ ("Issued by: %s\n"), issuer);
  append_validity (text, certificate);
  g_string_append_printf (text, _ ("SHA-256 fingerprint: %s"), fingerprint);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
decant_certificate_normalise_fingerprint (const char *text)
{
  g_autoptr (GString) digits = g_string_sized_new (FINGERPRINT_LENGTH);

  if (text == NULL)
    return NULL;
  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_isxdigit (*c))
        g_string_append_c (digits, g_ascii_tolower (*c));
      else if (*c != ':' && !g_ascii_isspace (*c))
        return NULL;
    }
  if (digits->len != FINGERPRINT_LENGTH)
    return NULL;
  return g_string_free (g_steal_pointer (&digits), FALSE);
}
