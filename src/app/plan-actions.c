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

static const GActionEntry entries[] = {
  { .name = "choose-folder", .activate = on_choose_folder, .parameter_type = "(sb)" },
};

/* What to leave behind, as switches on and off. */
static void
add_pruning_actions (GActionMap *map, DecantPruning *pruning)
{
  const char *names[] = { "leave-junk", "leave-trash", "leave-deleted", "leave-old",
                          "leave-large" };

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

void
decant_plan_actions_enable (GActionMap *map, gboolean enabled)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (map, entries[i].name)), enabled);
}
