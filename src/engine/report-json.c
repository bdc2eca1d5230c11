/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/report-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* ---- writing ---- */

/* Takes @text, which may be NULL. */
static void
add_text (JsonBuilder *builder, const char *name, char *text)
{
  g_autofree char *taken = text;

  json_builder_set_member_name (builder, name);
  if (taken != NULL)
    json_builder_add_string_value (builder, taken);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, guint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64)MIN (number, (guint64)G_MAXINT64));
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/* A problem has a reason, an adjustment says what was changed. */
static void
add_problem (JsonBuilder *builder, const DecantProblem *problem)
{
  json_builder_begin_object (builder);
  add_text (builder, "folder", decant_headers_clean_text (problem->folder));
  add_number (builder, "uid", problem->uid);
  add_text (builder, "message_id", decant_headers_clean_text (problem->message_id));
  add_text (builder, "from", decant_headers_decode_text (problem->from));
  add_text (builder, "subject", decant_headers_decode_text (problem->subject));
  add_text (builder, "date", decant_report_format_moment (decant_report_problem_moment (problem)));
  add_number (builder, "size", problem->size);
  if (problem->adjustment != DECANT_ADJUSTMENT_NONE)
    add_text (builder, "adjustment", g_strdup (decant_adjustment_to_word (problem->adjustment)));
  else
    add_text (builder, "reason", g_strdup (decant_reason_to_word (problem->reason)));
  add_text (builder, "detail", decant_headers_clean_text (problem->detail));
  json_builder_end_object (builder);
}

static void
add_counts (JsonBuilder *builder, const DecantReport *self)
{
  add_number (builder, "folders", self->folders);
  add_number (builder, "found", self->found);
  add_number (builder, "copied", self->copied);
  add_number (builder, "done", self->done);
  add_number (builder, "already_there", self->already_there);
  add_number (builder, "left_behind", self->left_behind);
  add_number (builder, "left_duplicates", self->left_duplicates);
  add_number (builder, "skipped", self->skipped);
  add_number (builder, "missing", self->missing);
  add_number (builder, "altered", self->altered);
  add_number (builder, "adjusted", self->adjusted);
  add_number (builder, "bytes", self->bytes);
  json_builder_set_member_name (builder, "seconds");
  json_builder_add_double_value (builder, round (self->seconds * 1000) / 1000);
}

static void
add_problems (JsonBuilder *builder, const char *name, GPtrArray *problems)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < problems->len; i++)
    add_problem (builder, g_ptr_array_index (problems, i));
  json_builder_end_array (builder);
}

JsonNode *
decant_report_to_json (const DecantReport *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "event", g_strdup ("report"));
  add_text (builder, "kind", g_strdup (decant_report_kind_to_word (self->kind)));
  add_text (builder, "old_account", decant_headers_clean_text (self->old_account));
  add_text (builder, "new_account", decant_headers_clean_text (self->new_account));
  add_text (builder, "started", decant_report_format_moment (self->started));
  add_boolean (builder, "finished", self->finished);
  add_text (builder, "error", decant_headers_clean_text (self->stop_reason));
  add_counts (builder, self);
  add_boolean (builder, "verified", self->verified);
  add_problems (builder, "problems", self->problems);
  add_problems (builder, "adjustments", self->adjustments);
  add_problems (builder, "duplicates", self->duplicates);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/* ---- reading back: lenient, since it is only shown ---- */

static JsonNode *
get_value (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

static guint64
read_number (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name);

  return node != NULL ? (guint64)MAX (json_node_get_int (node), 0) : 0;
}

static char *
read_text (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name);

  return node != NULL ? json_node_dup_string (node) : NULL;
}

static gboolean
read_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name);

  return node != NULL && json_node_get_boolean (node);
}

static gint64
read_moment (JsonObject *object, const char *name)
{
  g_autofree char *text = read_text (object, name);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) moment = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return moment != NULL ? g_date_time_to_unix (moment) : DECANT_DATE_UNKNOWN;
}

static DecantProblem *
read_problem (JsonObject *object)
{
  DecantProblem *problem = g_new0 (DecantProblem, 1);
  g_autofree char *reason = read_text (object, "reason");
  g_autofree char *adjustment = read_text (object, "adjustment");

  problem->folder = read_text (object, "folder");
  problem->uid = (guint32)MIN (read_number (object, "uid"), G_MAXUINT32);
  problem->message_id = read_text (object, "message_id");
  problem->from = read_text (object, "from");
  problem->subject = read_text (object, "subject");
  problem->internal_date = read_moment (object, "date");
  problem->size = read_number (object, "size");
  problem->reason = decant_reason_from_word (reason);
  problem->adjustment = decant_adjustment_from_word (adjustment);
  problem->detail = read_text (object, "detail");
  if (problem->folder == NULL)
    problem->folder = g_strdup ("");
  return problem;
}

static void
read_problems (GPtrArray *problems, JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        g_ptr_array_add (problems, read_problem (json_node_get_object (element)));
    }
}

static DecantReportKind
read_kind (JsonObject *object)
{
  g_autofree char *word = read_text (object, "kind");

  for (guint kind = DECANT_REPORT_COPY; kind <= DECANT_REPORT_VERIFY; kind++)
    if (g_strcmp0 (word, decant_report_kind_to_word ((DecantReportKind)kind)) == 0)
      return (DecantReportKind)kind;
  return DECANT_REPORT_COPY;
}

static DecantReport *
read_report (JsonObject *object)
{
  DecantReport *self = decant_report_new (read_kind (object));
  JsonNode *seconds = get_value (object, "seconds");

  self->old_account = read_text (object, "old_account");
  self->new_account = read_text (object, "new_account");
  self->started = read_moment (object, "started");
  self->finished = read_boolean (object, "finished");
  self->stop_reason = read_text (object, "error");
  self->folders = read_number (object, "folders");
  self->found = read_number (object, "found");
  self->copied = read_number (object, "copied");
  self->done = read_number (object, "done");
  self->already_there = read_number (object, "already_there");
  self->left_behind = read_number (object, "left_behind");
  self->left_duplicates = read_number (object, "left_duplicates");
  self->skipped = read_number (object, "skipped");
  self->missing = read_number (object, "missing");
  self->altered = read_number (object, "altered");
  self->bytes = read_number (object, "bytes");
  self->seconds = seconds != NULL ? json_node_get_double (seconds) : 0;
  self->verified = read_boolean (object, "verified");
  self->adjusted = read_number (object, "adjusted");
  read_problems (self->problems, object, "problems");
  read_problems (self->adjustments, object, "adjustments");
  read_problems (self->duplicates, object, "duplicates");
  return self;
}

DecantReport *
decant_report_new_from_json (const char *json, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (JsonNode) root = json_from_string (json, &problem);

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return read_report (json_node_get_object (root));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _ ("The report kept with this move cannot be understood (%s). Run the move again "
                  "to make a new one."),
               problem != NULL ? problem->message : _ ("no JSON object"));
  return NULL;
}
