/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/reader.h"

#include <algorithm>
#include <cstring>
#include <string>

/* What a server says, from memory: in pieces of at most @piece bytes, then the connection ends, or
 * fails where @failure is set. */
struct ReaderFeed
{
  std::string words;
  std::size_t piece = SIZE_MAX;
  const GError *failure = nullptr;
  std::size_t position = 0;
  std::size_t largest_wish = 0; /* the most that was asked for at once */

  static gssize
  read (gpointer source, void *buffer, gsize length, GError **error)
  {
    auto *self = static_cast<ReaderFeed *> (source);
    std::size_t count = std::min ({ length, self->piece, self->words.size () - self->position });

    self->largest_wish = std::max (self->largest_wish, length);
    if (count == 0 && self->failure != nullptr)
      {
        g_propagate_error (error, g_error_copy (self->failure));
        return -1;
      }
    memcpy (buffer, self->words.data () + self->position, count);
    self->position += count;
    return static_cast<gssize> (count);
  }

  DecantReader *
  open ()
  {
    return decant_reader_new (read, this);
  }
};
