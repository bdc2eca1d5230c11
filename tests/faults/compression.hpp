/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <string>

/* COMPRESS=DEFLATE (RFC 4978) as a server has it. */
class Compression
{
public:
  Compression ()
      : compressor_ (G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, -1))),
        decompressor_ (G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW)))
  {
  }

  ~Compression ()
  {
    g_object_unref (compressor_);
    g_object_unref (decompressor_);
  }

  Compression (const Compression &) = delete;
  Compression &operator= (const Compression &) = delete;

  /* All of @plain, to be sent at once. */
  std::string
  shrink (const std::string &plain)
  {
    return convert (compressor_, plain, G_CONVERTER_FLUSH);
  }

  /* What @wire and what came before it hold. */
  std::string
  expand (const std::string &wire)
  {
    return convert (decompressor_, wire, G_CONVERTER_NO_FLAGS);
  }

private:
  static std::string
  convert (GConverter *converter, const std::string &in, GConverterFlags flags)
  {
    std::string out;
    size_t start = 0;
    char piece[65536];
    gsize used, made;

    do
      {
        used = made = 0;
        g_converter_convert (converter, in.data () + start, in.size () - start, piece, sizeof piece,
                             flags, &used, &made, nullptr);
        start += used;
        out.append (piece, made);
      }
    while (used > 0 || made > 0);
    return out;
  }

  GConverter *compressor_;
  GConverter *decompressor_;
};
