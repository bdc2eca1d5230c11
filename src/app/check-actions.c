/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/check-actions.h"

static void
on_start (GSimpleAction *action, GVariant *parameter, gpointer check_up)
{
  decant_check_up_start (check_up);
}

static void
on_change_pause (GSimpleAction *action, GVariant *state, gpointer check_up)
{
  if (g_variant_get_boolean (state))
    decant_check_up_pause (check_up);
  else
    decant_check_up_resume (check_up);
}

static void
on_resume (GSimpleAction *action, GVariant *parameter, gpointer check_up)
{
  decant_check_up_resume (check_up);
}

static void
on_stop (GSimpleAction *action, GVariant *parameter, gpointer check_up)
{
  decant_check_up_stop (check_up);
}

static void
on_leave_behind (GSimpleAction *action, GVariant *parameter, gpointer check_up)
{
  decant_check_up_leave_behind (check_up);
}

static void
on_save_in (GSimpleAction *action, GVariant *parameter, gpointer check_up)
{
  decant_check_up_save (check_up, g_variant_get_string (parameter, NULL));
}

static void
on_stop_saving (GSimpleAction *action, GVariant *parameter, gpointer check_up)
{
  decant_check_saver_stop (decant_check_up_get_saver (check_up));
}

static const GActionEntry entries[] = {
  { .name = "check-start", .activate = on_start },
  { .name = "check-pause", .state = "false", .change_state = on_change_pause },
  { .name = "check-resume", .activate = on_resume },
  { .name = "check-stop", .activate = on_stop },
  { .name = "check-leave-behind", .activate = on_leave_behind },
  { .name = "check-save-in", .activate = on_save_in, .parameter_type = "s" },
  { .name = "check-stop-saving", .activate = on_stop_saving },
};

void
decant_check_actions_add (GActionMap *map, DecantCheckUp *check_up)
{
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), check_up);
}

static GSimpleAction *
find (GActionMap *map, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (map, name));
}

void
decant_check_actions_enable (GActionMap *map, DecantCheckUp *check_up, gboolean enabled)
{
  g_autoptr (GPtrArray) damaged = decant_check_up_list_damaged (check_up);
  gboolean running = enabled && decant_check_up_is_running (check_up) &&
                     !decant_check_up_is_stopping (check_up);
  gboolean saving = decant_check_saver_is_running (decant_check_up_get_saver (check_up));
  gboolean offered = enabled && !decant_check_up_is_busy (check_up) && damaged->len > 0;
  gboolean paused = decant_check_up_is_paused (check_up);

  g_simple_action_set_enabled (find (map, "check-start"),
                               enabled && decant_check_up_can_start (check_up));
  g_simple_action_set_enabled (find (map, "check-pause"), running);
  g_simple_action_set_enabled (find (map, "check-resume"), running);
  g_simple_action_set_enabled (find (map, "check-stop"), running);
  g_simple_action_set_enabled (find (map, "check-leave-behind"), offered);
  g_simple_action_set_enabled (find (map, "check-save-in"), offered);
  g_simple_action_set_enabled (find (map, "check-stop-saving"), saving);
  g_simple_action_set_state (find (map, "check-pause"), g_variant_new_boolean (paused));
}
