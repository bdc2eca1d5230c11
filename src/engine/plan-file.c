/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-file.h"

#include "engine/plan-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define LARGEST_FILE (16 * 1024 * 1024) /* bytes */

/* ---- writing ---- */

gboolean
decant_plan_file_save (const DecantPlan *self, const char *path, GError **error)
{
  g_autofree char *choices = decant_plan_save_choices (self);
  g_autoptr (JsonNode) root = json_from_string (choices, NULL);
  g_autofree char *pretty = json_to_string (root, TRUE);
  g_autofree char *text = g_strconcat (pretty, "\n", NULL);

  return g_file_set_contents (path, text, -1, error);
}

/* ---- reading ---- */

static gboolean
refuse (GError **error, const char *path, const char *why)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_FILE, "“%s”: %s", shown, why);
  return FALSE;
}

static gboolean
check_version (const char *path, const char *text, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonNode *version = NULL;

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    version = json_object_get_member (json_node_get_object (root), DECANT_PLAN_VERSION_NAME);
  if (version == NULL || !JSON_NODE_HOLDS_VALUE (version) ||
      json_node_get_value_type (version) != G_TYPE_INT64 || json_node_get_int (version) < 1)
    return refuse (error, path, _ ("This is no plan that Decant has saved."));
  if (json_node_get_int (version) > DECANT_PLAN_VERSION)
    return refuse (error, path,
                   _ ("This plan was saved by a later version of Decant. Use that version."));
  return TRUE;
}

/* Never more than the limit, whatever the file says of itself. */
static char *
read_text (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = NULL;
  gsize length;

  if (stream == NULL)
    return NULL;
  text = g_malloc (LARGEST_FILE + 2);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text, LARGEST_FILE + 1, &length, NULL,
                                error))
    return NULL;
  text[length] = '\0';
  if (length > LARGEST_FILE)
    refuse (error, path, _ ("This file is too large to be a plan."));
  else if (!g_utf8_validate (text, (gssize)length, NULL))
    refuse (error, path, _ ("This is no plan that Decant has saved."));
  else
    return g_strndup (text, length);
  return NULL;
}

char *
decant_plan_file_read (const char *path, GError **error)
{
  g_autofree char *text = read_text (path, error);

  return text != NULL && check_version (path, text, error) ? g_steal_pointer (&text) : NULL;
}

/* ---- what goes before it ---- */

static void
replace_strings (char ***strings, char *const *by)
{
  if (by == NULL)
    return;
  g_strfreev (*strings);
  *strings = g_strdupv ((char **)by);
}

static DecantPlanRules *
join_rules (const DecantPlanRules *rules, const DecantPlanRules *first)
{
  DecantPlanRules *joined = decant_plan_rules_copy (rules);

  replace_strings (&joined->include_folders, first->include_folders);
  replace_strings (&joined->exclude_folders, first->exclude_folders);
  replace_strings (&joined->folder_map, first->folder_map);
  if (first->newer_than != 0)
    joined->newer_than = first->newer_than;
  if (first->older_than != 0)
    joined->older_than = first->older_than;
  if (first->max_size != 0)
    joined->max_size = first->max_size;
  joined->leave_deleted |= first->leave_deleted;
  joined->leave_groupware |= first->leave_groupware;
  joined->copy_once |= first->copy_once;
  joined->leave_duplicates |= first->leave_duplicates;
  joined->leave_special |= first->leave_special;
  return joined;
}

static gboolean
excludes (const DecantPlanRules *rules, const char *path)
{
  for (char **glob = rules->exclude_folders; glob != NULL && *glob != NULL; glob++)
    if (decant_plan_glob_matches (*glob, path))
      return TRUE;
  return FALSE;
}

void
decant_plan_override (DecantPlan *self, const DecantPlanRules *rules)
{
  g_autoptr (DecantPlanRules) joined = join_rules (self->rules, rules);
  g_autoptr (DecantFolderMap)
    map = decant_folder_map_new (self->old_folders, self->new_folders, rules->folder_map);

  decant_plan_set_rules (self, joined);
  for (guint i = 0; i < self->rows->len; i++)
    {
      DecantPlanRow *row = g_ptr_array_index (self->rows, i);
      g_autofree char *place = decant_folder_map_apply_rules (map, row->path);

      if (rules->include_folders != NULL || excludes (rules, row->path) ||
          (rules->leave_special != 0 && row->is_of_left_use) ||
          (rules->leave_groupware && row->is_groupware))
        row->chosen_by_hand = FALSE;
      if (place != NULL)
        g_clear_pointer (&row->placed, g_free);
    }
  decant_plan_update (self);
}
