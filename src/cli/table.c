/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/table.h"

#include "cli/text.h"

#include <stdarg.h>

#define GAP 2

struct _DecantCliTable
{
  GPtrArray *rows;    /* char **, the headings first */
  GArray *widths;     /* guint */
  GArray *aligns_end; /* gboolean */
};

static char **
collect (const char *first, va_list more)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (const char *text = first; text != NULL; text = va_arg (more, const char *))
    g_strv_builder_add (texts, text);
  return g_strv_builder_end (texts);
}

static void
take_row (DecantCliTable *self, char **row)
{
  g_assert (g_strv_length (row) == self->widths->len);
  for (guint i = 0; row[i] != NULL; i++)
    {
      guint *width = &g_array_index (self->widths, guint, i);

      *width = MAX (*width, decant_cli_text_columns (row[i]));
    }
  g_ptr_array_add (self->rows, row);
}

DecantCliTable *
decant_cli_table_new (const char *heading, ...)
{
  DecantCliTable *self = g_new0 (DecantCliTable, 1);
  va_list more;
  char **row;

  va_start (more, heading);
  row = collect (heading, more);
  va_end (more);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  self->widths = g_array_new (FALSE, TRUE, sizeof (guint));
  self->aligns_end = g_array_new (FALSE, TRUE, sizeof (gboolean));
  g_array_set_size (self->widths, g_strv_length (row));
  g_array_set_size (self->aligns_end, g_strv_length (row));
  take_row (self, row);
  return self;
}

void
decant_cli_table_free (DecantCliTable *self)
{
  g_ptr_array_unref (self->rows);
  g_array_unref (self->widths);
  g_array_unref (self->aligns_end);
  g_free (self);
}

void
decant_cli_table_align_end (DecantCliTable *self, guint column)
{
  g_array_index (self->aligns_end, gboolean, column) = TRUE;
}

void
decant_cli_table_add_row (DecantCliTable *self, const char *text, ...)
{
  va_list more;

  va_start (more, text);
  take_row (self, collect (text, more));
  va_end (more);
}

static void
print_row (DecantCliTable *self, char **row)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; row[i] != NULL; i++)
    {
      g_autofree char *cell = decant_cli_text_pad (row[i], g_array_index (self->widths, guint, i),
                                                   g_array_index (self->aligns_end, gboolean, i));

      g_string_append_printf (line, "%s%*s", cell, GAP, "");
    }
  g_strchomp (line->str);
  g_print ("%s\n", line->str);
}

void
decant_cli_table_print (DecantCliTable *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    print_row (self, self->rows->pdata[i]);
}
