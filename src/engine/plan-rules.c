/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (decant - plan - error - quark, decant_plan_error)

DecantPlanRules *
decant_plan_rules_copy (const DecantPlanRules *rules)
{
  DecantPlanRules *copy = g_memdup2 (rules, sizeof *rules);

  copy->include_folders = g_strdupv (rules->include_folders);
  copy->exclude_folders = g_strdupv (rules->exclude_folders);
  copy->folder_map = g_strdupv (rules->folder_map);
  return copy;
}

void
decant_plan_rules_free (DecantPlanRules *rules)
{
  if (rules == NULL)
    return;
  g_strfreev (rules->include_folders);
  g_strfreev (rules->exclude_folders);
  g_strfreev (rules->folder_map);
  g_free (rules);
}

static gboolean
equal_strings (char *const *a, char *const *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *)a, (const char *const *)b);
}

gboolean
decant_plan_rules_map_alike (const DecantPlanRules *a, const DecantPlanRules *b)
{
  return equal_strings (a->folder_map, b->folder_map);
}

gboolean
decant_plan_rules_equal (const DecantPlanRules *a, const DecantPlanRules *b)
{
  return equal_strings (a->include_folders, b->include_folders) &&
         equal_strings (a->exclude_folders, b->exclude_folders) &&
         decant_plan_rules_map_alike (a, b) && a->newer_than == b->newer_than &&
         a->older_than == b->older_than && a->max_size == b->max_size &&
         a->leave_deleted == b->leave_deleted && a->leave_groupware == b->leave_groupware &&
         a->copy_once == b->copy_once && a->leave_duplicates == b->leave_duplicates &&
         a->leave_special == b->leave_special;
}

/* ---- checking ---- */

/* What stands on a command line need not be UTF-8, but an error has to be. */
static gboolean
set_rule_error (GError **error, const char *rule, const char *why)
{
  g_autofree char *valid = g_utf8_make_valid (rule, -1);

  g_set_error (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_RULE, "“%s”: %s", valid, why);
  return FALSE;
}

static gboolean
check_globs (char *const *globs, GError **error)
{
  for (; globs != NULL && *globs != NULL; globs++)
    {
      if (!g_utf8_validate (*globs, -1, NULL))
        return set_rule_error (error, *globs, _ ("A folder name must be valid UTF-8."));
      if (**globs == '\0')
        return set_rule_error (error, *globs, _ ("A folder name must not be empty."));
    }
  return TRUE;
}

static gboolean
check_mapping (const char *rule, GError **error)
{
  g_autofree char *old_path = NULL;
  g_autofree char *new_path = NULL;

  if (!g_utf8_validate (rule, -1, NULL))
    return set_rule_error (error, rule, _ ("A folder name must be valid UTF-8."));
  if (strchr (rule, '=') == NULL)
    return set_rule_error (error, rule,
                           _ ("There is no “=” between the old and the new folder name."));
  if (!decant_folder_map_split_rule (rule, &old_path, &new_path))
    return set_rule_error (error, rule, _ ("A folder name is missing on one side of the “=”."));
  if (strpbrk (new_path, "*?") != NULL)
    return set_rule_error (error, rule,
                           _ ("The new folder name must be a plain name, without “*” and “?”."));
  return TRUE;
}

gboolean
decant_plan_rules_check (const DecantPlanRules *rules, GError **error)
{
  if (!check_globs (rules->include_folders, error) || !check_globs (rules->exclude_folders, error))
    return FALSE;
  for (char **rule = rules->folder_map; rule != NULL && *rule != NULL; rule++)
    if (!check_mapping (*rule, error))
      return FALSE;
  return TRUE;
}

/* ---- globs ---- */

gboolean
decant_plan_glob_matches (const char *glob, const char *path)
{
  g_autofree char *normal_glob = g_utf8_normalize (glob, -1, G_NORMALIZE_NFC);
  g_autofree char *normal_path = g_utf8_normalize (path, -1, G_NORMALIZE_NFC);

  if (normal_glob == NULL || normal_path == NULL)
    return FALSE;
  if (g_pattern_match_simple (normal_glob, normal_path))
    return TRUE;
  if (g_ascii_strncasecmp (normal_glob, "INBOX", 5) != 0)
    return FALSE;
  memcpy (normal_glob, "INBOX", 5);
  return g_pattern_match_simple (normal_glob, normal_path);
}

/* ---- dates and sizes ---- */

/* "2019-03-31", to the letter. */
static GDateTime *
parse_day (const char *text)
{
  int year, month, day;

  for (gsize i = 0; i < 10; i++)
    if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
      return NULL;
  year = (int)g_ascii_strtoll (text, NULL, 10);
  month = (int)g_ascii_strtoll (text + 5, NULL, 10);
  day = (int)g_ascii_strtoll (text + 8, NULL, 10);
  return g_date_time_new_utc (year, month, day, 0, 0, 0);
}

gboolean
decant_plan_parse_date (const char *text, gint64 *date, GError **error)
{
  g_autoptr (GDateTime) moment = parse_day (text);

  if (moment != NULL && text[10] != '\0')
    {
      g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

      g_clear_pointer (&moment, g_date_time_unref);
      moment = g_date_time_new_from_iso8601 (text, utc);
    }
  if (moment == NULL)
    return set_rule_error (
      error, text,
      _ ("This is no date. Write it as 2019-03-31 or, with a time, 2019-03-31T12:00:00Z."));
  *date = g_date_time_to_unix (moment);
  return TRUE;
}

/* How many bytes a unit stands for; 0 for what is none. The "B" at the end may be left out. */
static double
unit_to_bytes (const char *unit)
{
  static const struct
  {
    const char *unit;
    double bytes;
  } units[] = {
    { "", 1 },         { "k", 1e3 },         { "m", 1e6 },
    { "g", 1e9 },      { "t", 1e12 },        { "ki", 1024 },
    { "mi", 1048576 }, { "gi", 1073741824 }, { "ti", 1099511627776 },
  };
  g_autofree char *plain = g_ascii_strdown (unit, -1);

  if (g_str_has_suffix (plain, "b"))
    plain[strlen (plain) - 1] = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (plain, units[i].unit) == 0)
      return units[i].bytes;
  return 0;
}

gboolean
decant_plan_parse_size (const char *text, guint64 *size, GError **error)
{
  const char *digits = text + strspn (text, " ");
  gsize length = strspn (digits, "0123456789.");
  g_autofree char *number = g_strndup (digits, length);
  g_autofree char *unit = g_strstrip (g_strdup (digits + length));
  double bytes = unit_to_bytes (unit) * g_ascii_strtod (number, NULL);
  gboolean proper = g_ascii_isdigit (number[0]) && strchr (number, '.') == strrchr (number, '.') &&
                    number[length - 1] != '.' && unit_to_bytes (unit) > 0;

  if (!proper || bytes >= (double)G_MAXINT64)
    return set_rule_error (error, text, _ ("This is no size. Write it as 500k, 25M or 1.5 GiB."));
  *size = (guint64)bytes;
  return TRUE;
}
