/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/store-error.h"

#define DETAIL_LIMIT 1024

typedef struct
{
  DecantCause cause;
  char *detail;
  GTlsCertificate *certificate;
  GTlsCertificateFlags certificate_flags;
  DecantHeaders *headers;
  double pause;
} DecantStoreErrorPrivate;

static void
decant_store_error_private_init (DecantStoreErrorPrivate *priv)
{
}

static void
decant_store_error_private_copy (const DecantStoreErrorPrivate *source,
                                 DecantStoreErrorPrivate *copy)
{
  copy->cause = source->cause;
  copy->detail = g_strdup (source->detail);
  g_set_object (&copy->certificate, source->certificate);
  copy->certificate_flags = source->certificate_flags;
  copy->pause = source->pause;
  copy->headers = source->headers != NULL ? decant_headers_copy (source->headers) : NULL;
}

static void
decant_store_error_private_clear (DecantStoreErrorPrivate *priv)
{
  g_clear_pointer (&priv->detail, g_free);
  g_clear_object (&priv->certificate);
  g_clear_pointer (&priv->headers, decant_headers_free);
}

G_DEFINE_EXTENDED_ERROR (DecantStoreError, decant_store_error)

/* What a server says ends up in reports and terminals: one line, valid, bounded. */
static char *
clean_detail (const char *detail)
{
  g_autofree char *valid = NULL;

  if (detail == NULL)
    return NULL;
  valid = g_utf8_make_valid (detail, (gssize)strnlen (detail, DETAIL_LIMIT));
  for (char *c = valid; *c != '\0'; c++)
    if ((guchar)*c < ' ' || *c == 0x7f)
      *c = ' ';
  g_strstrip (valid);
  return *valid != '\0' ? g_steal_pointer (&valid) : NULL;
}

static GError *
new_valist (DecantStoreError code, DecantCause cause, const char *detail, const char *format,
            va_list arguments)
{
  GError *error = g_error_new_valist (DECANT_STORE_ERROR, (int)code, format, arguments);
  DecantStoreErrorPrivate *priv = decant_store_error_get_private (error);

  priv->cause = cause;
  priv->detail = clean_detail (detail);
  return error;
}

GError *
decant_store_error_new (DecantStoreError code, DecantCause cause, const char *detail,
                        const char *format, ...)
{
  va_list arguments;
  GError *error;

  va_start (arguments, format);
  error = new_valist (code, cause, detail, format, arguments);
  va_end (arguments);
  return error;
}

void
decant_store_error_set (GError **error, DecantStoreError code, DecantCause cause,
                        const char *detail, const char *format, ...)
{
  va_list arguments;

  if (error == NULL)
    return;
  va_start (arguments, format);
  g_propagate_error (error, new_valist (code, cause, detail, format, arguments));
  va_end (arguments);
}

void
decant_store_error_take_certificate (GError *error, GTlsCertificate *certificate,
                                     GTlsCertificateFlags flags)
{
  DecantStoreErrorPrivate *priv = decant_store_error_get_private (error);

  g_clear_object (&priv->certificate);
  priv->certificate = certificate;
  priv->certificate_flags = flags;
}

DecantCause
decant_store_error_get_cause (const GError *error)
{
  if (error == NULL || error->domain != DECANT_STORE_ERROR)
    return DECANT_CAUSE_UNKNOWN;
  return decant_store_error_get_private (error)->cause;
}

const char *
decant_store_error_get_detail (const GError *error)
{
  if (error == NULL || error->domain != DECANT_STORE_ERROR)
    return NULL;
  return decant_store_error_get_private (error)->detail;
}

GTlsCertificate *
decant_store_error_get_certificate (const GError *error, GTlsCertificateFlags *flags)
{
  const DecantStoreErrorPrivate *priv;

  if (error == NULL || error->domain != DECANT_STORE_ERROR)
    return NULL;
  priv = decant_store_error_get_private (error);
  if (flags != NULL)
    *flags = priv->certificate_flags;
  return priv->certificate;
}

void
decant_store_error_take_headers (GError *error, DecantHeaders *headers)
{
  DecantStoreErrorPrivate *priv = decant_store_error_get_private (error);

  g_clear_pointer (&priv->headers, decant_headers_free);
  priv->headers = headers;
}

const DecantHeaders *
decant_store_error_get_headers (const GError *error)
{
  if (error == NULL || error->domain != DECANT_STORE_ERROR)
    return NULL;
  return decant_store_error_get_private (error)->headers;
}

void
decant_store_error_set_pause (GError *error, double seconds)
{
  decant_store_error_get_private (error)->pause = seconds;
}

double
decant_store_error_get_pause (const GError *error)
{
  if (error == NULL || error->domain != DECANT_STORE_ERROR)
    return 0;
  return decant_store_error_get_private (error)->pause;
}

gboolean
decant_store_error_ends_connection (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT) ||
         g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_SLOW_DOWN) ||
         g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FATAL);
}
