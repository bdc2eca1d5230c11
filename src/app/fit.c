/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/fit.h"

#include "engine/estimate.h"

struct _DecantFit
{
  GObject parent_instance;

  DecantPlanEditor *editor;
  DecantForecast *forecast;
  DecantStoreOpener *new_account; /* to be asked */
  GCancellable *cancellable;      /* of asking, else NULL */
  DecantAllowance allowance;
  DecantCensusCount arrived; /* before */

  DecantCapacityInput input;
  DecantCapacity capacity;
  DecantEstimate estimate;
};

G_DEFINE_FINAL_TYPE (DecantFit, decant_fit, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* ---- what is to be copied ---- */

static guint64
subtract (guint64 a, guint64 b)
{
  return a > b ? a - b : 0;
}

/* As far as it is known: never more than there is. */
static void
count (DecantFit *self, const DecantPlan *plan, const DecantCensusSummary *summary,
       DecantPlanTotals *totals)
{
  DecantCapacityInput *input = &self->input;
  gboolean certain = summary != NULL && summary->complete;

  decant_plan_get_totals (plan, totals);
  if (!certain && !decant_pruning_looks_at_messages (decant_plan_editor_get_pruning (self->editor)))
    {
      input->messages = totals->messages;
      input->size = totals->size;
    }
  else if (summary != NULL)
    {
      input->messages = summary->taken.messages;
      input->size = summary->taken.size;
    }
  input->complete = certain && summary->unknown_sizes == 0;
  input->messages = subtract (input->messages, self->arrived.messages);
  input->size = subtract (input->size, self->arrived.size);
  if (summary != NULL)
    {
      input->oversize_messages = summary->oversize.messages;
      input->oversize_size = summary->oversize.size;
    }
}

static void
estimate_time (DecantFit *self, const DecantPlanTotals *totals)
{
  DecantEstimateInput input = { .old_sample = DECANT_SAMPLE_UNKNOWN,
                                .new_round_trip = self->allowance.round_trip,
                                .messages = self->input.messages,
                                .size = self->input.size,
                                .folders = totals->folders };
  DecantCensus *census = decant_forecast_get_census (self->forecast);

  /* While more is to be found it would only grow. */
  if (census == NULL || !self->input.complete || input.messages == 0)
    return;
  decant_census_get_sample (census, &input.old_sample);
  decant_estimate_compute (&input, &self->estimate);
}

static void
compute (DecantFit *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);
  DecantCapacityInput *input = &self->input;
  DecantPlanTotals totals;

  input->messages = input->size = input->oversize_messages = input->oversize_size = 0;
  input->complete = FALSE;
  input->quota = self->allowance.quota;
  self->capacity = (DecantCapacity){ 0 };
  self->estimate = (DecantEstimate){ -1, -1 };
  if (plan != NULL)
    {
      count (self, plan, decant_forecast_get_summary (self->forecast), &totals);
      decant_capacity_compute (input, &self->capacity);
      estimate_time (self, &totals);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- what the new account allows ---- */

void
decant_fit_take_allowance (DecantFit *self, const DecantAllowance *allowance)
{
  self->allowance = *allowance;
  self->input.message_limit = decant_capacity_get_message_limit (allowance->message_limit,
                                                                 self->input.new_provider);
  decant_forecast_set_size_limit (self->forecast, self->input.message_limit);
  compute (self);
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantFit) self = user_data;
  g_autoptr (GError) error = NULL;
  DecantAllowance allowance;

  if (!decant_allowance_ask_finish (result, &allowance, &error))
    {
      /* The copy will meet what is wrong, and say so. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_debug ("The new account does not say what it allows: %s", error->message);
      return;
    }
  g_clear_object (&self->cancellable);
  decant_fit_take_allowance (self, &allowance);
}

void
decant_fit_pause (DecantFit *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
decant_fit_ask (DecantFit *self)
{
  decant_fit_pause (self);
  if (self->new_account == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  decant_allowance_ask_async (self->new_account, self->cancellable, on_told, g_object_ref (self));
}

void
decant_fit_begin (DecantFit *self, DecantStoreOpener *old_account, DecantStoreOpener *new_account,
                  guint64 messages, guint64 size)
{
  const DecantAllowance unknown = DECANT_ALLOWANCE_UNKNOWN;

  decant_fit_pause (self);
  g_clear_pointer (&self->new_account, decant_store_opener_unref);
  self->new_account = decant_store_opener_ref (new_account);
  self->arrived = (DecantCensusCount){ messages, size };
  self->input.old_provider = decant_provider_find (decant_store_opener_get_id (old_account));
  self->input.new_provider = decant_provider_find (decant_store_opener_get_id (new_account));
  decant_fit_take_allowance (self, &unknown);
}

void
decant_fit_forget_room (DecantFit *self)
{
  decant_fit_pause (self);
  g_clear_pointer (&self->new_account, decant_store_opener_unref);
  self->allowance.quota = (DecantQuota){ 0 };
  compute (self);
}

/* ---- words ---- */

/* That it fits is no news. */
char *
decant_fit_describe_room (DecantFit *self)
{
  if (self->capacity.fit != DECANT_CAPACITY_TIGHT && self->capacity.fit != DECANT_CAPACITY_TOO_MUCH)
    return NULL;
  return decant_capacity_describe_room (&self->input, &self->capacity);
}

char *
decant_fit_describe_oversize (DecantFit *self)
{
  return decant_capacity_describe_oversize (&self->input);
}

char *
decant_fit_describe_days (DecantFit *self)
{
  return decant_capacity_describe_days (&self->capacity);
}

char *
decant_fit_describe_time (DecantFit *self)
{
  return decant_estimate_describe (&self->estimate);
}

char *
decant_fit_describe_reading_time (DecantFit *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);
  const DecantCensusSummary *summary = decant_forecast_get_summary (self->forecast);
  DecantEstimateInput input = { .old_sample = DECANT_SAMPLE_UNKNOWN, .new_round_trip = -1 };
  DecantPlanTotals totals;
  DecantEstimate estimate;

  if (plan == NULL || summary == NULL || !summary->complete)
    return NULL;
  decant_plan_get_totals (plan, &totals);
  input.messages = summary->taken.messages;
  input.size = summary->taken.size;
  input.folders = totals.folders;
  decant_census_get_sample (decant_forecast_get_census (self->forecast), &input.old_sample);
  decant_estimate_compute (&input, &estimate);
  return decant_estimate_describe (&estimate);
}

/* ---- the object ---- */

static void
decant_fit_dispose (GObject *object)
{
  DecantFit *self = DECANT_FIT (object);

  decant_fit_pause (self);
  g_clear_pointer (&self->new_account, decant_store_opener_unref);
  g_clear_object (&self->forecast);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (decant_fit_parent_class)->dispose (object);
}

static void
decant_fit_class_init (DecantFitClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = decant_fit_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_FIT, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
decant_fit_init (DecantFit *self)
{
  const DecantAllowance unknown = DECANT_ALLOWANCE_UNKNOWN;

  self->allowance = unknown;
  self->estimate = (DecantEstimate){ -1, -1 };
}

DecantFit *
decant_fit_new (DecantPlanEditor *editor, DecantForecast *forecast)
{
  DecantFit *self = g_object_new (DECANT_TYPE_FIT, NULL);

  self->editor = g_object_ref (editor);
  self->forecast = g_object_ref (forecast);
  /* Not at once when the plan changes: the forecast follows in a moment, and with it all that
   * belongs together. */
  g_signal_connect_object (forecast, "changed", G_CALLBACK (compute), self, G_CONNECT_SWAPPED);
  return self;
}
