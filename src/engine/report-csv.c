/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/report-private.h"

#include <string.h>

/* What spreadsheets take for the start of a formula, also in the full-width forms some of them
 * fold. */
static gboolean
looks_like_formula (const char *text)
{
  static const char *const starts[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };

  while (*text == ' ')
    text++;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (text, starts[i]))
      return TRUE;
  return FALSE;
}

/* Takes @text; NULL is an empty cell. */
static void
add_text (GString *csv, char *text)
{
  g_autofree char *taken = text;

  if (taken == NULL)
    return;
  g_string_append_c (csv, '"');
  if (looks_like_formula (taken))
    g_string_append_c (csv, '\'');
  for (const char *c = taken; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

static void
add_row (GString *csv, const DecantProblem *problem)
{
  add_text (csv, decant_headers_clean_text (problem->folder));
  g_string_append_printf (csv, ",%u,", problem->uid);
  add_text (csv, decant_headers_clean_text (problem->message_id));
  g_string_append_c (csv, ',');
  add_text (csv, decant_headers_decode_text (problem->from));
  g_string_append_c (csv, ',');
  add_text (csv, decant_headers_decode_text (problem->subject));
  g_string_append_c (csv, ',');
  add_text (csv, decant_report_format_moment (decant_report_problem_moment (problem)));
  g_string_append_printf (csv, ",%" G_GUINT64_FORMAT ",", problem->size);
  add_text (csv, g_strdup (problem->adjustment != DECANT_ADJUSTMENT_NONE
                             ? decant_adjustment_to_word (problem->adjustment)
                             : decant_reason_to_word (problem->reason)));
  g_string_append_c (csv, ',');
  add_text (csv, decant_headers_clean_text (problem->detail));
  g_string_append (csv, "\r\n");
}

char *
decant_report_to_csv (const DecantReport *self)
{
  GString *csv = g_string_new ("folder,uid,message_id,from,subject,date,size,reason,detail\r\n");

  for (guint i = 0; i < self->problems->len; i++)
    add_row (csv, g_ptr_array_index (self->problems, i));
  for (guint i = 0; i < self->adjustments->len; i++)
    add_row (csv, g_ptr_array_index (self->adjustments, i));
  for (guint i = 0; i < self->duplicates->len; i++)
    add_row (csv, g_ptr_array_index (self->duplicates, i));
  return g_string_free (csv, FALSE);
}
