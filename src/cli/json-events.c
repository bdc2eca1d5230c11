/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/json-events.h"

#include "engine/plan-edit.h"

#include <stdio.h>

static void
write_line (JsonNode *node)
{
  g_autofree char *line = json_to_string (node, FALSE);

  fputs (line, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

static JsonBuilder *
begin_event (const char *event)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "event");
  json_builder_add_string_value (builder, event);
  return builder;
}

/* Writes the event and frees @builder. */
static void
end_event (JsonBuilder *builder)
{
  g_autoptr (JsonNode) node = NULL;

  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  g_object_unref (builder);
  write_line (node);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  json_builder_set_member_name (builder, name);
  if (valid != NULL)
    json_builder_add_string_value (builder, valid);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, guint64 number)
{
  json_builder_set_member_name (builder, name);
  if (number == DECANT_SIZE_UNKNOWN)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, (gint64)MIN (number, (guint64)G_MAXINT64));
}

/* Rounded, so that a line stays readable; negative is unknown. */
static void
add_decimal (JsonBuilder *builder, const char *name, double number)
{
  json_builder_set_member_name (builder, name);
  if (number < 0)
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, (double)(gint64)(number * 10) / 10);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 seconds)
{
  g_autoptr (GDateTime) time = seconds > 0 ? g_date_time_new_from_unix_utc (seconds) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  add_text (builder, name, text);
}

/* What was not counted is unknown. */
static void
add_counts (JsonBuilder *builder, const DecantFolder *folder)
{
  add_number (builder, "messages", folder->counted ? folder->messages : DECANT_SIZE_UNKNOWN);
  add_number (builder, "size", folder->counted ? folder->size : DECANT_SIZE_UNKNOWN);
}

void
decant_cli_json_folder (const DecantFolder *folder)
{
  JsonBuilder *builder = begin_event ("folder");

  add_text (builder, "folder", folder->path);
  add_text (builder, "special_use", decant_special_use_to_word (folder->special_use));
  add_boolean (builder, "selectable", folder->selectable);
  add_boolean (builder, "subscribed", folder->subscribed);
  add_counts (builder, folder);
  add_text (builder, "problem", folder->problem);
  end_event (builder);
}

static void
add_texts (JsonBuilder *builder, const char *name, char *const *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; texts != NULL && *texts != NULL; texts++)
    json_builder_add_string_value (builder, *texts);
  json_builder_end_array (builder);
}

static void
add_uses (JsonBuilder *builder, const char *name, guint uses)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint use = DECANT_SPECIAL_USE_INBOX; use <= DECANT_SPECIAL_USE_TRASH; use++)
    if ((uses & (1u << use)) != 0)
      json_builder_add_string_value (builder, decant_special_use_to_word ((DecantSpecialUse)use));
  json_builder_end_array (builder);
}

void
decant_cli_json_rules (const DecantPlanRules *rules)
{
  JsonBuilder *builder = begin_event ("rules");

  add_texts (builder, "folder", rules->include_folders);
  add_texts (builder, "exclude", rules->exclude_folders);
  add_texts (builder, "map", rules->folder_map);
  add_time (builder, "newer_than", rules->newer_than);
  add_time (builder, "older_than", rules->older_than);
  add_number (builder, "max_size", rules->max_size != 0 ? rules->max_size : DECANT_SIZE_UNKNOWN);
  add_boolean (builder, "leave_deleted", rules->leave_deleted);
  add_boolean (builder, "leave_groupware", rules->leave_groupware);
  add_boolean (builder, "leave_duplicates", rules->leave_duplicates);
  add_uses (builder, "leave_special", rules->leave_special);
  add_text (builder, "several", rules->copy_once ? "once" : "each");
  end_event (builder);
}

void
decant_cli_json_plan (const DecantPlan *plan, guint index)
{
  const DecantPlanFolder *folder = decant_plan_get_folder (plan, index);
  g_autofree char *remark = decant_plan_describe_remark (plan, folder);
  static const char *const choices[] = {
    [DECANT_PLAN_NOT_CHOSEN] = "not-chosen",
    [DECANT_PLAN_COPY] = "copy",
    [DECANT_PLAN_LEAVE_BEHIND] = "leave-behind",
  };
  JsonBuilder *builder = begin_event ("plan");
  gboolean copies = folder->choice == DECANT_PLAN_COPY;

  add_text (builder, "folder", folder->old_folder->path);
  add_text (builder, "choice", choices[folder->choice]);
  add_text (builder, "new_folder", copies ? folder->new_path : NULL);
  add_boolean (builder, "create", copies && folder->new_folder == NULL);
  add_boolean (builder, "rest_only", copies && folder->rest_only);
  add_text (builder, "remark", copies ? decant_plan_remark_to_word (folder->remark) : NULL);
  add_text (builder, "remark_text", copies ? remark : NULL);
  add_boolean (builder, "by_hand", decant_plan_is_by_hand (plan, index));
  add_number (builder, "ticked_off", decant_plan_count_ticked_off (plan, index));
  add_counts (builder, folder->old_folder);
  end_event (builder);
}

static const char *
move_state_to_word (const DecantMoveSummary *move)
{
  static const char *const words[] = {
    [DECANT_RUN_NEVER] = "never-run",
    [DECANT_RUN_STARTED] = "interrupted",
    [DECANT_RUN_STOPPED] = "stopped",
    [DECANT_RUN_FINISHED] = "finished",
  };

  return move->in_use ? "running" : words[move->state];
}

void
decant_cli_json_move (const DecantMoveSummary *move)
{
  JsonBuilder *builder = begin_event ("move");
  gboolean readable = move->old_account != NULL;

  add_text (builder, "from", move->old_account);
  add_text (builder, "to", move->new_account);
  add_text (builder, "from_url", move->old_url);
  add_text (builder, "to_url", move->new_url);
  add_text (builder, "state", readable ? move_state_to_word (move) : "unreadable");
  add_time (builder, "started", move->started);
  add_time (builder, "last_run", move->last_run);
  add_number (builder, "done", readable ? move->done : DECANT_SIZE_UNKNOWN);
  add_number (builder, "planned", readable ? move->planned : DECANT_SIZE_UNKNOWN);
  add_number (builder, "problems", readable ? move->problems : DECANT_SIZE_UNKNOWN);
  add_text (builder, "journal", move->path);
  end_event (builder);
}

static const char *
phase_to_word (DecantPhase phase)
{
  static const char *const words[] = {
    [DECANT_PHASE_IDLE] = "idle",         [DECANT_PHASE_CONNECTING] = "connecting",
    [DECANT_PHASE_LISTING] = "listing",   [DECANT_PHASE_COPYING] = "copying",
    [DECANT_PHASE_READING] = "reading",   [DECANT_PHASE_VERIFYING] = "verifying",
    [DECANT_PHASE_FINISHED] = "finished",
  };

  return words[phase];
}

void
decant_cli_json_phase (DecantPhase phase)
{
  JsonBuilder *builder = begin_event ("phase");

  add_text (builder, "phase", phase_to_word (phase));
  end_event (builder);
}

void
decant_cli_json_progress (const DecantProgressSnapshot *snapshot)
{
  JsonBuilder *builder = begin_event ("progress");

  add_text (builder, "phase", phase_to_word (snapshot->phase));
  add_number (builder, "messages", snapshot->messages);
  add_number (builder, "processed", snapshot->processed);
  add_number (builder, "copied", snapshot->copied);
  add_number (builder, "skipped", snapshot->skipped);
  add_number (builder, "size", snapshot->size);
  add_number (builder, "bytes", snapshot->bytes);
  add_number (builder, "verified", snapshot->verified);
  add_number (builder, "to_verify", snapshot->to_verify);
  add_number (builder, "lanes", snapshot->lanes);
  add_decimal (builder, "message_rate", MAX (snapshot->message_rate, 0));
  add_decimal (builder, "byte_rate", MAX (snapshot->byte_rate, 0));
  add_decimal (builder, "seconds_left", snapshot->seconds_left);
  add_text (builder, "activity", snapshot->activity);
  add_text (builder, "waiting", *snapshot->waiting != '\0' ? snapshot->waiting : NULL);
  end_event (builder);
}

void
decant_cli_json_problem (const DecantProblem *problem)
{
  /* A report of this one problem makes it the same object as in the list at the end. */
  g_autoptr (DecantReport) report = decant_report_new (DECANT_REPORT_COPY);
  g_autoptr (JsonNode) whole = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *problems;
  JsonObject *object;

  g_ptr_array_add (report->problems, decant_problem_copy (problem));
  whole = decant_report_to_json (report);
  problems = json_object_get_array_member (json_node_get_object (whole), "problems");
  object = json_array_get_object_element (problems, 0);
  json_object_set_string_member (object, "event", "problem");
  json_node_set_object (node, object);
  write_line (node);
}

static void
add_ending (JsonObject *object, const DecantCliEnding *ending)
{
  json_object_set_string_member (object, "command", decant_cli_command_to_word (ending->command));
  json_object_set_int_member (object, "status", ending->status);
  if (ending->dry_run)
    json_object_set_boolean_member (object, "dry_run", TRUE);
  if (ending->has_size && ending->size == DECANT_SIZE_UNKNOWN)
    json_object_set_null_member (object, "size");
  else if (ending->has_size)
    json_object_set_int_member (object, "size", (gint64)ending->size);
  if (ending->error == NULL)
    return;
  json_object_set_string_member (object, "error", ending->error->message);
  if (decant_store_error_get_detail (ending->error) != NULL)
    json_object_set_string_member (object, "error_detail",
                                   decant_store_error_get_detail (ending->error));
}

void
decant_cli_json_report (const DecantReport *report, const DecantCliEnding *ending)
{
  g_autoptr (JsonNode) node = decant_report_to_json (report);

  add_ending (json_node_get_object (node), ending);
  write_line (node);
}

void
decant_cli_json_moves_report (guint moves, const DecantCliEnding *ending)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "event", "report");
  json_object_set_int_member (object, "moves", moves);
  add_ending (object, ending);
  json_node_set_object (node, object);
  write_line (node);
}
