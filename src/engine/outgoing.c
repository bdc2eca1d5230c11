/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/outgoing.h"

#include <string.h>

void
decant_outgoing_init (DecantOutgoing *self, DecantMessage *message, DecantContent *content)
{
  *self = (DecantOutgoing){ .message = message, .content = content };
}

void
decant_outgoing_clear (DecantOutgoing *self)
{
  g_clear_pointer (&self->message, decant_message_free);
  g_clear_pointer (&self->content, decant_content_unref);
  g_clear_pointer (&self->repair, decant_repair_free);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_free);
}

/* ---- keywords ---- */

static void
note_left_out (DecantOutgoing *self, const char *keyword)
{
  if (self->left_out == NULL)
    self->left_out = g_ptr_array_new_with_free_func (g_free);
  if (!g_ptr_array_find_with_equal_func (self->left_out, keyword, g_str_equal, NULL))
    g_ptr_array_add (self->left_out, g_strdup (keyword));
}

void
decant_outgoing_fit (DecantOutgoing *self, const DecantFolderStatus *status)
{
  char **keywords = self->message->keywords;
  guint kept = 0;

  self->message->flags &= status->permanent_flags;
  if (keywords == NULL)
    return;
  for (guint i = 0; keywords[i] != NULL; i++)
    {
      char *keyword = keywords[i];

      if (decant_folder_status_keeps (status, keyword))
        {
          keywords[kept++] = keyword;
          continue;
        }
      note_left_out (self, keyword);
      g_free (keyword);
    }
  keywords[kept] = NULL;
  if (kept == 0)
    g_clear_pointer (&self->message->keywords, g_strfreev);
}

void
decant_outgoing_leave_out_keywords (DecantOutgoing *self)
{
  for (char **word = self->message->keywords; word != NULL && *word != NULL; word++)
    note_left_out (self, *word);
  g_clear_pointer (&self->message->keywords, g_strfreev);
}

/* ---- the journal ---- */

static char *
describe_keywords (const DecantOutgoing *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  char **repaired = NULL;

  if ((self->adjustments & DECANT_ADJUSTMENT_KEYWORDS) != 0)
    repaired = decant_repair_get_original_message (self->repair)->keywords;
  for (char **word = repaired; word != NULL && *word != NULL; word++)
    g_ptr_array_add (words, *word);
  for (guint i = 0; self->left_out != NULL && i < self->left_out->len; i++)
    g_ptr_array_add (words, g_ptr_array_index (self->left_out, i));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **)words->pdata);
}

static char *
describe_date (const DecantOutgoing *self)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (self->message->internal_date);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

static char *
describe (const DecantOutgoing *self, DecantAdjustment adjustment)
{
  switch (adjustment)
    {
    case DECANT_ADJUSTMENT_KEYWORDS:
      return describe_keywords (self);
    case DECANT_ADJUSTMENT_DATE:
      return describe_date (self);
    case DECANT_ADJUSTMENT_WRAPPED:
      return g_strdup (self->words);
    case DECANT_ADJUSTMENT_NONE:
    case DECANT_ADJUSTMENT_LINE_ENDS:
    default:
      return NULL;
    }
}

static void
fill_adjustments (const DecantOutgoing *self, DecantJournalEntry *entry)
{
  DecantAdjustment adjustments = self->adjustments;

  if (self->left_out != NULL)
    adjustments |= DECANT_ADJUSTMENT_KEYWORDS;
  if (adjustments == DECANT_ADJUSTMENT_NONE)
    return;
  for (guint bit = 1; bit <= DECANT_ADJUSTMENT_LAST; bit <<= 1)
    {
      g_autofree char *line = NULL;
      g_autofree char *before = entry->adjustment_detail;

      if ((adjustments & bit) == 0)
        {
          g_steal_pointer (&before);
          continue;
        }
      line = describe (self, (DecantAdjustment)bit);
      entry->adjustment_detail = decant_adjustment_add_detail (before, entry->adjustments,
                                                               (DecantAdjustment)bit, line);
      entry->adjustments |= (DecantAdjustment)bit;
    }
  entry->headers = decant_outgoing_parse_headers (self);
}

void
decant_outgoing_fill_entry (const DecantOutgoing *self, DecantJournalEntry *entry)
{
  *entry = (DecantJournalEntry){
    .uid = self->message->uid,
    .has_digest = TRUE,
    .size = decant_content_get_size (self->content),
    .flags = self->message->flags,
    .keywords = decant_keywords_join (self->message->keywords),
    .internal_date = self->message->internal_date,
    .date_offset = self->message->date_offset,
  };
  decant_identity_from_content (&entry->identity, self->content, self->message->internal_date);
  memcpy (entry->digest, decant_content_get_digest (self->content), sizeof entry->digest);
  fill_adjustments (self, entry);
}

/* ---- refusals ---- */

void
decant_outgoing_note_refusal (DecantOutgoing *self, const GError *refusal)
{
  const char *words = decant_store_error_get_detail (refusal);

  if (self->words != NULL)
    return;
  self->reason = decant_reason_from_error (refusal, DECANT_REASON_REFUSED);
  self->words = g_strdup (words != NULL ? words : refusal->message);
}

gboolean
decant_outgoing_repair (DecantOutgoing *self, gboolean may_wrap, DecantAdjustment preferred,
                        guint64 size_limit, gboolean *more, GError **error)
{
  if (self->repair == NULL)
    self->repair = decant_repair_new (self->message, self->content, may_wrap);
  do
    {
      if (!decant_repair_next (self->repair, preferred, &self->adjustments, error))
        return FALSE;
      *more = self->adjustments != DECANT_ADJUSTMENT_NONE;
    }
  while (*more && size_limit > 0 &&
         decant_content_get_size (decant_repair_get_content (self->repair)) > size_limit);
  if (!*more)
    return TRUE;
  decant_message_free (self->message);
  self->message = decant_message_copy (decant_repair_get_message (self->repair));
  decant_content_unref (self->content);
  self->content = decant_content_ref (decant_repair_get_content (self->repair));
  return TRUE;
}

DecantHeaders *
decant_outgoing_parse_headers (const DecantOutgoing *self)
{
  DecantContent *original = self->repair != NULL ? decant_repair_get_original (self->repair)
                                                 : self->content;
  gsize length = 0;
  const guint8 *head = decant_content_get_head (original, &length);

  return decant_headers_parse (head, length);
}
