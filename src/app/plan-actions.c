/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/plan-actions.h"

static void
on_choose_folder (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  const char *path;
  gboolean chosen;

  g_variant_get (parameter, "(&sb)", &path, &chosen);
  decant_plan_editor_choose (editor, path, chosen);
}

static void
on_choose_all (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  decant_plan_editor_choose_all (editor, TRUE);
}

static void
on_choose_none (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  decant_plan_editor_choose_all (editor, FALSE);
}

static void
on_choose_subscribed (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  decant_plan_editor_choose_subscribed (editor);
}

static void
place (DecantPlanEditor *editor, DecantPlace place, GVariant *parameter)
{
  g_autoptr (GError) error = NULL;
  const char *path;
  const char *target;

  g_variant_get (parameter, "(&s&s)", &path, &target);
  if (!decant_plan_editor_place (editor, place, path, target, &error))
    g_signal_emit_by_name (editor, "refused", error);
}

static void
on_copy_into (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  place (editor, DECANT_PLACE_INTO, parameter);
}

static void
on_rename_folder (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  place (editor, DECANT_PLACE_NAMED, parameter);
}

static void
on_merge_folder (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  place (editor, DECANT_PLACE_WITH, parameter);
}

static void
on_reset_folder (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  decant_plan_editor_reset (editor, g_variant_get_string (parameter, NULL));
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  decant_plan_editor_undo (editor);
}

static void
on_redo (GSimpleAction *action, GVariant *parameter, gpointer editor)
{
  decant_plan_editor_redo (editor);
}

static const GActionEntry entries[] = {
  { .name = "choose-folder", .activate = on_choose_folder, .parameter_type = "(sb)" },
  { .name = "choose-all", .activate = on_choose_all },
  { .name = "choose-none", .activate = on_choose_none },
  { .name = "choose-subscribed", .activate = on_choose_subscribed },
  { .name = "copy-into", .activate = on_copy_into, .parameter_type = "(ss)" },
  { .name = "rename-folder", .activate = on_rename_folder, .parameter_type = "(ss)" },
  { .name = "merge-folder", .activate = on_merge_folder, .parameter_type = "(ss)" },
  { .name = "reset-folder", .activate = on_reset_folder, .parameter_type = "s" },
  { .name = "undo", .activate = on_undo },
  { .name = "redo", .activate = on_redo },
};

/* What to leave behind, as switches on and off. */
static void
add_pruning_actions (GActionMap *map, DecantPruning *pruning)
{
  const char *names[] = { "leave-junk", "leave-trash", "leave-groupware", "leave-deleted",
                          "leave-old",  "leave-new",   "leave-large",     "leave-duplicates" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPropertyAction) action = g_property_action_new (names[i], pruning, names[i]);

      g_action_map_add_action (map, G_ACTION (action));
    }
}

void
decant_plan_actions_add (GActionMap *map, DecantPlanEditor *editor)
{
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), editor);
  add_pruning_actions (map, decant_plan_editor_get_pruning (editor));
}

static void
enable (GActionMap *map, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, name)), enabled);
}

void
decant_plan_actions_enable (GActionMap *map, DecantPlanEditor *editor, gboolean enabled)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    enable (map, entries[i].name, enabled);
  enable (map, "undo", enabled && decant_plan_editor_get_undo_label (editor) != NULL);
  enable (map, "redo", enabled && decant_plan_editor_get_redo_label (editor) != NULL);
}
