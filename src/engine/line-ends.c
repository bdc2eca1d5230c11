/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/line-ends.h"

#define PIECE_LENGTH (64 * 1024)
#define NOWHERE G_MAXUINT64

/* What a line begins like. */
typedef enum
{
  LINE_EMPTY,
  LINE_NAME,   /* might become a field */
  LINE_BLANKS, /* behind its name */
  LINE_FIELD,
  LINE_FOLDED,
  LINE_OTHER,
} Line;

typedef struct
{
  guint64 offset;
  guint64 line_start;
  Line line;
  gboolean after_cr;  /* the byte before was a CR that has ended a line */
  gboolean bare;      /* a CR or LF stood alone */
  gboolean unended;   /* the last line has no end */
  gboolean has_field; /* it begins with one */
  gboolean has_empty_line;
  guint64 body_start; /* of the first line that is no header, NOWHERE if there is none */
} Scan;

static Line
next_line_state (const Scan *self, guint8 byte)
{
  gboolean blank = byte == ' ' || byte == '\t';

  switch (self->line)
    {
    case LINE_EMPTY:
      if (blank)
        return self->has_field ? LINE_FOLDED : LINE_OTHER;
      return byte > ' ' && byte < 0x7f && byte != ':' ? LINE_NAME : LINE_OTHER;
    case LINE_NAME:
    case LINE_BLANKS:
      if (byte == ':')
        return LINE_FIELD;
      if (blank)
        return LINE_BLANKS;
      return self->line == LINE_NAME && byte > ' ' && byte < 0x7f ? LINE_NAME : LINE_OTHER;
    case LINE_FIELD:
    case LINE_FOLDED:
    case LINE_OTHER:
    default:
      return self->line;
    }
}

static void
end_line (Scan *self)
{
  if (self->line == LINE_EMPTY)
    self->has_empty_line = TRUE;
  else if (self->line == LINE_FIELD)
    self->has_field |= self->body_start == NOWHERE;
  else if (self->line != LINE_FOLDED && self->body_start == NOWHERE)
    self->body_start = self->line_start;
  self->line = LINE_EMPTY;
  self->line_start = self->offset + 1;
}

static void
scan_byte (Scan *self, guint8 byte)
{
  if (byte == '\n' && self->after_cr)
    {
      self->after_cr = FALSE;
      self->line_start = self->offset + 1;
      return;
    }
  if (self->after_cr)
    self->bare = TRUE;
  self->after_cr = byte == '\r';
  if (byte == '\n' || byte == '\r')
    {
      self->bare |= byte == '\n';
      end_line (self);
      self->unended = FALSE;
      return;
    }
  self->line = next_line_state (self, byte);
  self->unended = TRUE;
}

static gboolean
scan (DecantContent *content, Scan *self, GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_LENGTH);
  gssize count;

  *self = (Scan){ .body_start = NOWHERE };
  while ((count = decant_content_read (content, self->offset, piece, PIECE_LENGTH, error)) > 0)
    for (gssize i = 0; i < count; i++, self->offset++)
      scan_byte (self, piece[i]);
  self->bare |= self->after_cr;
  if (self->unended)
    end_line (self);
  return count == 0;
}

/* Where the empty line is to be put in, NOWHERE if it is not: only where a message has none at all
 * and begins with headers, since anywhere else headers would become text. */
static guint64
find_separator (const Scan *self)
{
  if (self->has_empty_line || !self->has_field)
    return NOWHERE;
  return MIN (self->body_start, self->offset);
}

/* Puts the pieces together in a buffer that is written in one go. */
typedef struct
{
  DecantContent *target;
  GByteArray *unwritten;
  gboolean after_cr;
} Writing;

static void
write_byte (Writing *self, guint8 byte)
{
  static const guint8 line_end[] = "\r\n";
  gboolean belongs_to_cr = byte == '\n' && self->after_cr;

  self->after_cr = byte == '\r';
  if (belongs_to_cr)
    return;
  if (byte == '\r' || byte == '\n')
    g_byte_array_append (self->unwritten, line_end, 2);
  else
    g_byte_array_append (self->unwritten, &byte, 1);
}

static gboolean
flush (Writing *self, GError **error)
{
  gboolean written = decant_content_write (self->target, self->unwritten->data,
                                           self->unwritten->len, error);

  g_byte_array_set_size (self->unwritten, 0);
  return written;
}

static gboolean
convert (DecantContent *content, const Scan *found, Writing *self, GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_LENGTH);
  guint64 separator = find_separator (found);
  guint64 offset = 0;
  gssize count;

  while ((count = decant_content_read (content, offset, piece, PIECE_LENGTH, error)) > 0)
    {
      for (gssize i = 0; i < count; i++, offset++)
        {
          if (offset == separator)
            write_byte (self, '\n');
          write_byte (self, piece[i]);
        }
      if (!flush (self, error))
        return FALSE;
    }
  if (count < 0)
    return FALSE;
  self->after_cr = FALSE;
  if (found->unended)
    write_byte (self, '\n');
  if (offset == separator)
    write_byte (self, '\n');
  return flush (self, error) && decant_content_finish (self->target, error);
}

gboolean
decant_line_ends_repair (DecantContent *content, DecantContent **repaired, GError **error)
{
  g_autoptr (DecantContent) target = NULL;
  g_autoptr (GByteArray) unwritten = NULL;
  Writing writing;
  Scan found;

  *repaired = NULL;
  if (!scan (content, &found, error))
    return FALSE;
  if (!found.bare && !found.unended && find_separator (&found) == NOWHERE)
    return TRUE;
  target = decant_content_new (found.offset + found.offset / 32);
  unwritten = g_byte_array_new ();
  writing = (Writing){ .target = target, .unwritten = unwritten };
  if (!convert (content, &found, &writing, error))
    return FALSE;
  *repaired = g_steal_pointer (&target);
  return TRUE;
}
