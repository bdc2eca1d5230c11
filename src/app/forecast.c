/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/forecast.h"

/* While the census runs, so often at most: a summary looks at every message met so far. */
#define INTERVAL_MS 700

#define N_LARGEST 200
#define N_SENDERS 200

struct _DecantForecast
{
  GObject parent_instance;

  DecantPlanEditor *editor;
  DecantCensus *census;
  DecantCensusSummary *summary;
  guint64 size_limit;
  GCancellable *question; /* of the summary asked for, or NULL */
  gboolean outdated;      /* something has changed since that was asked for */
  guint timer;
};

G_DEFINE_FINAL_TYPE (DecantForecast, decant_forecast, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_PROGRESSED,
  SIGNAL_FOLDER,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
take_summary (DecantForecast *self, DecantCensusSummary *summary)
{
  g_clear_pointer (&self->summary, decant_census_summary_free);
  self->summary = summary;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- asking ---- */

static void ask_later (DecantForecast *self);

static void
on_summary (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantForecast) self = user_data;
  g_autoptr (GError) error = NULL;
  DecantCensusSummary *summary = decant_census_summarise_finish (DECANT_CENSUS (source), result,
                                                                 &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->question);
  if (summary != NULL)
    take_summary (self, summary);
  if (self->outdated)
    ask_later (self);
}

static void
ask (DecantForecast *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);
  const DecantCensusQuestion question = { .n_largest = N_LARGEST,
                                          .n_senders = N_SENDERS,
                                          .oversize = self->size_limit };

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->census == NULL || plan == NULL)
    return;
  self->outdated = FALSE;
  self->question = g_cancellable_new ();
  decant_census_summarise_async (self->census, plan, &question, self->question, on_summary,
                                 g_object_ref (self));
}

static gboolean
on_timer (gpointer user_data)
{
  DecantForecast *self = user_data;

  self->timer = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
ask_later (DecantForecast *self)
{
  if (self->timer == 0)
    self->timer = g_timeout_add (INTERVAL_MS, on_timer, self);
}

/* A person waits for what their change does: what was asked before is of no interest any more. */
static void
ask_at_once (DecantForecast *self)
{
  if (self->question != NULL)
    g_cancellable_cancel (self->question);
  g_clear_object (&self->question);
  ask (self);
}

static void
on_progress (DecantForecast *self)
{
  g_signal_emit (self, signals[SIGNAL_PROGRESSED], 0);
  self->outdated = TRUE;
  if (self->question == NULL)
    ask_later (self);
}

static void
on_folder (DecantForecast *self, guint index)
{
  g_signal_emit (self, signals[SIGNAL_FOLDER], 0, index);
}

/* ---- its course ---- */

static void
stop_asking (DecantForecast *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->question != NULL)
    g_cancellable_cancel (self->question);
  g_clear_object (&self->question);
}

static void
drop_census (DecantForecast *self)
{
  stop_asking (self);
  if (self->census == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->census, self);
  decant_census_stop (self->census);
  g_clear_object (&self->census);
}

void
decant_forecast_begin (DecantForecast *self, GPtrArray *old_folders)
{
  drop_census (self);
  self->census = decant_census_new (old_folders);
  g_signal_connect_swapped (self->census, "changed", G_CALLBACK (on_progress), self);
  g_signal_connect_swapped (self->census, "folder", G_CALLBACK (on_folder), self);
  take_summary (self, NULL);
}

/* What is ticked is of interest first. */
static char **
list_chosen (const DecantPlan *plan)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (plan, i);

      if (folder->choice == DECANT_PLAN_COPY)
        g_strv_builder_add (paths, folder->old_folder->path);
    }
  return g_strv_builder_end (paths);
}

void
decant_forecast_resume (DecantForecast *self, DecantStoreOpener *old_account)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);

  if (self->census == NULL || plan == NULL)
    return;
  g_auto (GStrv) first = list_chosen (plan);
  decant_census_start (self->census, old_account, (const char *const *)first);
  ask_at_once (self);
}

void
decant_forecast_pause (DecantForecast *self)
{
  if (self->census != NULL)
    decant_census_stop (self->census);
}

void
decant_forecast_end (DecantForecast *self)
{
  if (self->census == NULL)
    return;
  drop_census (self);
  take_summary (self, NULL);
}

DecantCensus *
decant_forecast_get_census (DecantForecast *self)
{
  return self->census;
}

const DecantCensusSummary *
decant_forecast_get_summary (DecantForecast *self)
{
  return self->summary;
}

void
decant_forecast_set_size_limit (DecantForecast *self, guint64 bytes)
{
  if (self->size_limit == bytes)
    return;
  self->size_limit = bytes;
  ask_at_once (self);
}

/* ---- the object ---- */

static void
decant_forecast_dispose (GObject *object)
{
  DecantForecast *self = DECANT_FORECAST (object);

  drop_census (self);
  g_clear_pointer (&self->summary, decant_census_summary_free);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (decant_forecast_parent_class)->dispose (object);
}

static void
decant_forecast_class_init (DecantForecastClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = decant_forecast_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_FORECAST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PROGRESSED] = g_signal_new ("progressed", DECANT_TYPE_FORECAST, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FOLDER] = g_signal_new ("folder", DECANT_TYPE_FORECAST, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
decant_forecast_init (DecantForecast *self)
{
}

DecantForecast *
decant_forecast_new (DecantPlanEditor *editor)
{
  DecantForecast *self = g_object_new (DECANT_TYPE_FORECAST, NULL);

  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (ask_at_once), self, G_CONNECT_SWAPPED);
  return self;
}
