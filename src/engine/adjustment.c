/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/adjustment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  DecantAdjustment adjustment;
  const char *word;
  const char *sentence;
} adjustments_known[] = {
  { DECANT_ADJUSTMENT_LINE_ENDS, "line-ends",
    N_ ("Line ends of this message were put right; nothing else was changed.") },
  { DECANT_ADJUSTMENT_KEYWORDS, "keywords",
    N_ ("Keywords of this message were left out, as the new folder does not take them.") },
  { DECANT_ADJUSTMENT_DATE, "date",
    N_ ("The new server did not take the date of arrival, so another one was given; the date in "
        "the message itself is as it was.") },
  { DECANT_ADJUSTMENT_WRAPPED, "wrapped",
    N_ ("The new server did not take this message, so it was copied as the attachment of "
        "another one.") },
  { DECANT_ADJUSTMENT_FOLDER_RENAMED, "folder-renamed",
    N_ ("The new server did not take the name of this folder, so it has another one there.") },
};

const char *
decant_adjustment_to_word (DecantAdjustment adjustment)
{
  for (gsize i = 0; i < G_N_ELEMENTS (adjustments_known); i++)
    if (adjustments_known[i].adjustment == adjustment)
      return adjustments_known[i].word;
  return NULL;
}

DecantAdjustment
decant_adjustment_from_word (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (adjustments_known); i++)
    if (g_strcmp0 (adjustments_known[i].word, word) == 0)
      return adjustments_known[i].adjustment;
  return DECANT_ADJUSTMENT_NONE;
}

const char *
decant_adjustment_describe (DecantAdjustment adjustment)
{
  for (gsize i = 0; i < G_N_ELEMENTS (adjustments_known); i++)
    if (adjustments_known[i].adjustment == adjustment)
      return _ (adjustments_known[i].sentence);
  g_return_val_if_reached (NULL);
}

char *
decant_adjustment_get_detail (const char *details, DecantAdjustment adjustments,
                              DecantAdjustment adjustment)
{
  g_auto (GStrv) lines = g_strsplit (details != NULL ? details : "", "\n", -1);
  guint before = adjustments & (adjustment - 1);
  guint line = 0;

  for (; before != 0; before &= before - 1)
    line++;
  return line < g_strv_length (lines) && *lines[line] != '\0' ? g_strdup (lines[line]) : NULL;
}

char *
decant_adjustment_add_detail (const char *details, DecantAdjustment adjustments,
                              DecantAdjustment adjustment, const char *line)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean first = TRUE;

  for (guint bit = 1; bit <= DECANT_ADJUSTMENT_LAST; bit <<= 1)
    {
      g_autofree char *kept = NULL;

      if (((adjustments | adjustment) & bit) == 0)
        continue;
      if (!first)
        g_string_append_c (text, '\n');
      first = FALSE;
      if (bit != adjustment)
        kept = decant_adjustment_get_detail (details, adjustments, (DecantAdjustment)bit);
      else if (line != NULL)
        kept = g_strndup (line, strcspn (line, "\r\n"));
      g_string_append (text, kept != NULL ? kept : "");
    }
  return g_strdup (text->str);
}
