/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/deflate.h"

#define USUAL_LEVEL (-1)
#define LEAST_ROOM 16
#define MOST_EMPTY (64 * 1024) /* compressed bytes in a row that hold nothing */

struct _DecantDeflate
{
  GConverter *compressor;
  GConverter *decompressor;
  GByteArray *fed; /* from start on */
  gsize start;
  gsize empty; /* bytes fed since the last that came out */
  gboolean ended;
};

DecantDeflate *
decant_deflate_new (void)
{
  DecantDeflate *self = g_new0 (DecantDeflate, 1);

  self->compressor = G_CONVERTER (
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, USUAL_LEVEL));
  self->decompressor = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  self->fed = g_byte_array_new ();
  return self;
}

void
decant_deflate_free (DecantDeflate *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->compressor);
  g_object_unref (self->decompressor);
  g_byte_array_unref (self->fed);
  g_free (self);
}

gsize
decant_deflate_shrink (DecantDeflate *self, const guint8 **data, gsize *length, guint8 *out,
                       gsize size)
{
  GConverterResult result;
  gsize made = 0;

  /* zlib marks the end of a flush again and again where there is no room for more than the mark */
  g_assert (size >= LEAST_ROOM);
  do
    {
      gsize used = 0;

      result = g_converter_convert (self->compressor, *data, *length, out, size, G_CONVERTER_FLUSH,
                                    &used, &made, NULL);
      g_assert (result != G_CONVERTER_ERROR);
      *data += used;
      *length -= used;
    }
  while (made == 0 && result == G_CONVERTER_CONVERTED);
  return made;
}

void
decant_deflate_feed (DecantDeflate *self, const void *data, gsize length)
{
  if (self->start == self->fed->len)
    {
      g_byte_array_set_size (self->fed, 0);
      self->start = 0;
    }
  if (length > 0)
    g_byte_array_append (self->fed, data, (guint)length);
  self->empty += length;
}

static gssize
want_more (DecantDeflate *self, GError **error)
{
  if (self->empty <= MOST_EMPTY)
    return 0;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "nothing in the compressed data");
  return -1;
}

gssize
decant_deflate_expand (DecantDeflate *self, void *out, gsize length, GError **error)
{
  gsize used;
  gsize made;

  do
    {
      g_autoptr (GError) problem = NULL;
      GConverterResult result;

      used = made = 0;
      if (self->ended)
        return 0;
      result = g_converter_convert (self->decompressor, self->fed->data + self->start,
                                    self->fed->len - self->start, out, length, G_CONVERTER_NO_FLAGS,
                                    &used, &made, &problem);
      self->start += used;
      self->ended = result == G_CONVERTER_FINISHED;
      if (result == G_CONVERTER_ERROR &&
          !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return -1;
        }
    }
  while (made == 0 && used > 0);
  if (made == 0)
    return want_more (self, error);
  self->empty = 0;
  return (gssize)made;
}

gboolean
decant_deflate_has_ended (DecantDeflate *self)
{
  return self->ended;
}
