/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-traits.h"

#include <string.h>

#define DIVISION_SLASH "\xe2\x88\x95" /* U+2215, which stands for a "/" in a path */

/* What was seen of the servers themselves or is written in their sources. */
static const DecantPlanTraits known[] = {
  [DECANT_SERVER_CYRUS] = { .max_length = 490, .forbidden = "!\"%;<>\\`{|}" },
  [DECANT_SERVER_EXCHANGE] = { .not_last = " ", .ignores_case = TRUE },
  [DECANT_SERVER_GMAIL] = { .forbidden = "^\"\\",
                            .not_first = " ",
                            .not_last = " ",
                            .squeezes = TRUE,
                            .ignores_case = TRUE },
  [DECANT_SERVER_STALWART] = { .max_depth = 10, .max_length = 255 },
  [DECANT_SERVER_ZIMBRA] = { .max_length = 255,
                             .forbidden = ":\"" DIVISION_SLASH,
                             .no_controls = TRUE },
};

/* "." and "/" in names have their stand-ins. Cyrus has more to refuse according to its separator;
 * one that few servers have can be in no name on these. */
static const char *
forbid (DecantServerKind kind, char separator)
{
  if (kind == DECANT_SERVER_CYRUS)
    return separator == '.' ? "!\"%;<>\\`{|}" DIVISION_SLASH : "!\"%;<>\\`{|}^";
  return separator == '\\' && known[kind].forbidden == NULL ? "\\" : known[kind].forbidden;
}

void
decant_plan_traits_init (DecantPlanTraits *self, DecantServerKind kind, GPtrArray *new_folders)
{
  *self = (guint)kind < G_N_ELEMENTS (known) ? known[kind] : known[DECANT_SERVER_UNKNOWN];
  for (guint i = 0; i < new_folders->len && self->separator == '\0'; i++)
    self->separator = ((const DecantFolder *)g_ptr_array_index (new_folders, i))->separator;
  /* a server that names none for any folder has no folders in folders */
  if (new_folders->len > 0 && self->separator == '\0')
    self->max_depth = 1;
  self->forbidden = forbid (kind, self->separator);
}

gboolean
decant_plan_traits_forbid (const DecantPlanTraits *self, gunichar c)
{
  if (self->no_controls && (g_unichar_iscntrl (c) || (c >= 0x2400 && c <= 0x2421)))
    return TRUE;
  return self->forbidden != NULL && g_utf8_strchr (self->forbidden, -1, c) != NULL;
}

char *
decant_plan_traits_find_forbidden (const DecantPlanTraits *self, const char *level)
{
  for (; *level != '\0'; level = g_utf8_next_char (level))
    if (decant_plan_traits_forbid (self, g_utf8_get_char (level)))
      return strncmp (level, DIVISION_SLASH, strlen (DIVISION_SLASH)) == 0
               ? g_strdup ("/")
               : g_strndup (level, (gsize)(g_utf8_next_char (level) - level));
  return NULL;
}
