/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

static const char *const choice_words[] = {
  [DECANT_PLAN_NOT_CHOSEN] = "not-chosen",
  [DECANT_PLAN_COPY] = "copy",
  [DECANT_PLAN_LEAVE_BEHIND] = "leave-behind",
};

/* ---- saving ---- */

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_strings (JsonBuilder *builder, const char *name, char *const *strings)
{
  if (strings == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; *strings != NULL; strings++)
    json_builder_add_string_value (builder, *strings);
  json_builder_end_array (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
add_rules (JsonBuilder *builder, const DecantPlanRules *rules)
{
  json_builder_set_member_name (builder, "rules");
  json_builder_begin_object (builder);
  add_strings (builder, "include", rules->include_folders);
  add_strings (builder, "exclude", rules->exclude_folders);
  add_strings (builder, "map", rules->folder_map);
  add_number (builder, "newer_than", rules->newer_than);
  add_number (builder, "older_than", rules->older_than);
  add_number (builder, "max_size", (gint64)MIN (rules->max_size, (guint64)G_MAXINT64));
  json_builder_set_member_name (builder, "leave_deleted");
  json_builder_add_boolean_value (builder, rules->leave_deleted);
  json_builder_set_member_name (builder, "copy_once");
  json_builder_add_boolean_value (builder, rules->copy_once);
  json_builder_set_member_name (builder, "leave_duplicates");
  json_builder_add_boolean_value (builder, rules->leave_duplicates);
  json_builder_set_member_name (builder, "leave_groupware");
  json_builder_add_boolean_value (builder, rules->leave_groupware);
  json_builder_set_member_name (builder, "leave_special");
  json_builder_begin_array (builder);
  for (guint use = DECANT_SPECIAL_USE_INBOX; use <= DECANT_SPECIAL_USE_TRASH; use++)
    if ((rules->leave_special & (1u << use)) != 0)
      json_builder_add_string_value (builder, decant_special_use_to_word ((DecantSpecialUse)use));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_ticked_off (JsonBuilder *builder, const DecantUidRanges *ticked_off)
{
  g_autofree char *uids = decant_uid_ranges_to_text (ticked_off);

  json_builder_set_member_name (builder, "left_behind");
  json_builder_begin_object (builder);
  add_number (builder, "uid_validity", decant_uid_ranges_get_uid_validity (ticked_off));
  add_text (builder, "uids", uids);
  json_builder_end_object (builder);
}

static void
add_row (JsonBuilder *builder, const DecantPlanRow *row)
{
  if (!row->chosen_by_hand && row->placed == NULL && row->ticked_off == NULL)
    return;
  json_builder_begin_object (builder);
  add_text (builder, "path", row->path);
  if (row->chosen_by_hand)
    add_text (builder, "choice", choice_words[row->visible.choice]);
  if (row->placed != NULL)
    add_text (builder, "new_path", row->placed);
  if (row->ticked_off != NULL)
    add_ticked_off (builder, row->ticked_off);
  json_builder_end_object (builder);
}

char *
decant_plan_save_choices (const DecantPlan *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_number (builder, DECANT_PLAN_VERSION_NAME, DECANT_PLAN_VERSION);
  add_rules (builder, self->rules);
  json_builder_set_member_name (builder, "folders");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->rows->len; i++)
    add_row (builder, g_ptr_array_index (self->rows, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* ---- loading: lenient about what is missing or of another kind ---- */

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static char **
read_strings (JsonObject *object, const char *name)
{
  JsonArray *array = get_array (object, name);
  g_autoptr (GStrvBuilder) strings = NULL;

  if (array == NULL)
    return NULL;
  strings = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_string (element) != NULL)
        g_strv_builder_add (strings, json_node_get_string (element));
    }
  return g_strv_builder_end (strings);
}

static gint64
read_number (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;
}

static DecantPlanRules *
read_rules (JsonObject *object)
{
  DecantPlanRules *rules = g_new0 (DecantPlanRules, 1);
  g_auto (GStrv) uses = read_strings (object, "leave_special");

  rules->include_folders = read_strings (object, "include");
  rules->exclude_folders = read_strings (object, "exclude");
  rules->folder_map = read_strings (object, "map");
  rules->newer_than = read_number (object, "newer_than");
  rules->older_than = read_number (object, "older_than");
  rules->max_size = (guint64)MAX (read_number (object, "max_size"), 0);
  rules->leave_deleted = read_number (object, "leave_deleted") != 0;
  rules->leave_groupware = read_number (object, "leave_groupware") != 0;
  rules->copy_once = read_number (object, "copy_once") != 0;
  rules->leave_duplicates = read_number (object, "leave_duplicates") != 0;
  for (char **use = uses; use != NULL && *use != NULL; use++)
    rules->leave_special |= 1u << decant_special_use_from_word (*use);
  rules->leave_special &= ~(1u << DECANT_SPECIAL_USE_NONE);
  return rules;
}

static const char *
read_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static void
read_choice (const char *word, DecantPlanHand *hand)
{
  for (gsize i = 0; i < G_N_ELEMENTS (choice_words); i++)
    if (g_strcmp0 (word, choice_words[i]) == 0)
      {
        hand->chosen_by_hand = TRUE;
        hand->choice = (DecantPlanChoice)i;
      }
}

static void
read_ticked_off (JsonObject *object, DecantPlanHand *hand)
{
  JsonNode *node = json_object_get_member (object, "left_behind");
  JsonObject *set = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                  : NULL;
  const char *uids = set != NULL ? read_text (set, "uids") : NULL;
  gint64 uid_validity = uids != NULL ? read_number (set, "uid_validity") : 0;

  if (uid_validity <= 0 || uid_validity > G_MAXUINT32)
    return;
  g_clear_pointer (&hand->ticked_off, decant_uid_ranges_unref);
  hand->ticked_off = decant_uid_ranges_parse ((guint32)uid_validity, uids);
}

static void
read_row (DecantPlan *self, JsonObject *object)
{
  const char *path = read_text (object, "path");
  const char *new_path = read_text (object, "new_path");
  int index = path != NULL ? decant_plan_find (self, path) : -1;
  DecantPlanHand hand;

  if (index < 0)
    return;
  decant_plan_get_hand (self, (guint)index, &hand);
  if (decant_plan_get_folder (self, (guint)index)->old_folder->selectable)
    read_choice (read_text (object, "choice"), &hand);
  if (new_path != NULL)
    {
      g_free (hand.placed);
      hand.placed = decant_folder_map_clean_path (new_path);
      if (*hand.placed == '\0')
        g_clear_pointer (&hand.placed, g_free);
    }
  read_ticked_off (object, &hand);
  decant_plan_set_hand (self, (guint)index, &hand);
  decant_plan_hand_clear (&hand);
}

static gboolean
apply_choices (DecantPlan *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "rules");
  JsonArray *folders = get_array (object, "folders");

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (DecantPlanRules) rules = read_rules (json_node_get_object (node));

      if (!decant_plan_rules_check (rules, error))
        return FALSE;
      decant_plan_set_rules (self, rules);
    }
  for (guint i = 0; folders != NULL && i < json_array_get_length (folders); i++)
    {
      JsonNode *element = json_array_get_element (folders, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        read_row (self, json_node_get_object (element));
    }
  decant_plan_update (self);
  return TRUE;
}

/* Of each folder that is named with something set by hand. */
static GPtrArray *
list_unknown (const DecantPlan *self, JsonArray *folders)
{
  GPtrArray *unknown = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; folders != NULL && i < json_array_get_length (folders); i++)
    {
      JsonNode *element = json_array_get_element (folders, i);
      const char *path = JSON_NODE_HOLDS_OBJECT (element)
                           ? read_text (json_node_get_object (element), "path")
                           : NULL;

      if (path != NULL && decant_plan_find (self, path) < 0)
        g_ptr_array_add (unknown, g_strdup (path));
    }
  return unknown;
}

GPtrArray *
decant_plan_list_unknown (const DecantPlan *self, const char *json)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  gboolean proper = root != NULL && JSON_NODE_HOLDS_OBJECT (root);

  return list_unknown (self, proper ? get_array (json_node_get_object (root), "folders") : NULL);
}

gboolean
decant_plan_load_choices (DecantPlan *self, const char *json, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (JsonNode) root = json_from_string (json, &problem);

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return apply_choices (self, json_node_get_object (root), error);
  g_set_error (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_RULE,
               _ ("The choices kept with this move cannot be understood (%s). Choose the folders "
                  "anew."),
               problem != NULL ? problem->message : _ ("no JSON object"));
  return FALSE;
}
