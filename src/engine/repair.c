/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/repair.h"

#include "engine/internal-date-range.h"
#include "engine/line-ends.h"
#include "engine/wrap.h"

#define LINE_ENDS DECANT_ADJUSTMENT_LINE_ENDS
#define KEYWORDS DECANT_ADJUSTMENT_KEYWORDS
#define DATE DECANT_ADJUSTMENT_DATE
#define WRAPPED DECANT_ADJUSTMENT_WRAPPED

/* In the order of the turns. In a wrapper line ends do not matter. */
static const guint ladder[] = {
  LINE_ENDS,
  KEYWORDS,
  DATE,
  LINE_ENDS | KEYWORDS,
  LINE_ENDS | DATE,
  KEYWORDS | DATE,
  LINE_ENDS | KEYWORDS | DATE,
  WRAPPED,
  WRAPPED | KEYWORDS,
  WRAPPED | DATE,
  WRAPPED | KEYWORDS | DATE,
};

struct _DecantRepair
{
  DecantMessage *original_message;
  DecantContent *original;
  DecantContent *with_line_ends; /* once asked for; NULL where they are right already */
  gboolean line_ends_known;
  DecantContent *wrapper; /* once asked for */
  gboolean may_wrap;
  gboolean content_given_up;
  guint tried; /* a bit for each step of the ladder */

  DecantMessage *message; /* of the present step */
  DecantContent *content; /* borrowed from those above */
};

DecantRepair *
decant_repair_new (const DecantMessage *message, DecantContent *content, gboolean may_wrap)
{
  DecantRepair *self = g_new0 (DecantRepair, 1);

  self->original_message = decant_message_copy (message);
  self->original = decant_content_ref (content);
  self->may_wrap = may_wrap;
  self->message = decant_message_copy (message);
  self->content = content;
  return self;
}

void
decant_repair_free (DecantRepair *self)
{
  if (self == NULL)
    return;
  decant_message_free (self->original_message);
  decant_message_free (self->message);
  decant_content_unref (self->original);
  g_clear_pointer (&self->with_line_ends, decant_content_unref);
  g_clear_pointer (&self->wrapper, decant_content_unref);
  g_free (self);
}

/* Reads the whole message, so not before it has to be known. */
static gboolean
learn_line_ends (DecantRepair *self, GError **error)
{
  if (self->line_ends_known)
    return TRUE;
  self->line_ends_known = decant_line_ends_repair (self->original, &self->with_line_ends, error);
  return self->line_ends_known;
}

static gboolean
applies (DecantRepair *self, guint step, gboolean *does, GError **error)
{
  *does = FALSE;
  if ((step & WRAPPED) != 0 ? !self->may_wrap : self->content_given_up)
    return TRUE;
  if ((step & KEYWORDS) != 0 && self->original_message->keywords == NULL)
    return TRUE;
  if ((step & DATE) != 0 &&
      decant_internal_date_is_plausible (self->original_message->internal_date))
    return TRUE;
  if ((step & LINE_ENDS) != 0 && !learn_line_ends (self, error))
    return FALSE;
  *does = (step & LINE_ENDS) == 0 || self->with_line_ends != NULL;
  return TRUE;
}

/* The message's own date is a better guess than the edge of what is allowed. */
static gint64
choose_date (DecantRepair *self)
{
  gsize length;
  const guint8 *head = decant_content_get_head (self->original, &length);
  g_autoptr (DecantHeaders) headers = decant_headers_parse (head, length);
  gint64 written = decant_headers_parse_date (headers->date);

  return decant_internal_date_is_plausible (written)
           ? written
           : decant_internal_date_clamp (self->original_message->internal_date);
}

static gboolean
choose_content (DecantRepair *self, guint step, GError **error)
{
  self->content = (step & LINE_ENDS) != 0 ? self->with_line_ends : self->original;
  if ((step & WRAPPED) == 0)
    return TRUE;
  if (self->wrapper == NULL)
    self->wrapper = decant_wrap_new (self->original, self->original_message, error);
  self->content = self->wrapper;
  return self->wrapper != NULL;
}

static gboolean
prepare (DecantRepair *self, guint step, GError **error)
{
  g_clear_pointer (&self->message, decant_message_free);
  self->message = decant_message_copy (self->original_message);
  if ((step & KEYWORDS) != 0)
    g_clear_pointer (&self->message->keywords, g_strfreev);
  if ((step & DATE) != 0)
    {
      self->message->internal_date = choose_date (self);
      self->message->date_offset = 0;
    }
  return choose_content (self, step, error);
}

gboolean
decant_repair_next (DecantRepair *self, DecantAdjustment preferred, DecantAdjustment *adjustments,
                    GError **error)
{
  gsize chosen = G_N_ELEMENTS (ladder);

  for (gsize i = G_N_ELEMENTS (ladder); i > 0; i--)
    {
      gboolean does;

      if ((self->tried & (1u << (i - 1))) != 0)
        continue;
      if (!applies (self, ladder[i - 1], &does, error))
        return FALSE;
      if (does && (chosen == G_N_ELEMENTS (ladder) || ladder[chosen] != preferred))
        chosen = i - 1;
    }
  *adjustments = DECANT_ADJUSTMENT_NONE;
  if (chosen == G_N_ELEMENTS (ladder))
    return TRUE;
  self->tried |= 1u << chosen;
  *adjustments = (DecantAdjustment)ladder[chosen];
  return prepare (self, ladder[chosen], error);
}

void
decant_repair_give_up_content (DecantRepair *self)
{
  self->content_given_up = TRUE;
}

const DecantMessage *
decant_repair_get_message (DecantRepair *self)
{
  return self->message;
}

DecantContent *
decant_repair_get_content (DecantRepair *self)
{
  return self->content;
}

const DecantMessage *
decant_repair_get_original_message (DecantRepair *self)
{
  return self->original_message;
}

DecantContent *
decant_repair_get_original (DecantRepair *self)
{
  return self->original;
}
