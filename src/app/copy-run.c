/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/copy-run.h"

struct _DecantCopyRun
{
  GObject parent_instance;

  DecantMove *move; /* under way or the last one */
  gboolean running;
  gboolean stopping;
  DecantSpeed speed;
  GError *question;
  GPtrArray *problems; /* DecantProblem */
};

G_DEFINE_FINAL_TYPE (DecantCopyRun, decant_copy_run, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_PAUSED,
  PROP_SPEED,
  PROP_STOPPING,
  PROP_QUESTION,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_ENDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const char *const speed_words[] = {
  [DECANT_SPEED_NORMAL] = "normal",
  [DECANT_SPEED_GENTLE] = "gentle",
  [DECANT_SPEED_FAST] = "fast",
};

static void
notify (DecantCopyRun *self, int prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_question (DecantCopyRun *self, GError *question)
{
  g_clear_error (&self->question);
  self->question = question;
  notify (self, PROP_QUESTION);
  notify (self, PROP_PAUSED);
}

static void
set_running (DecantCopyRun *self, gboolean running)
{
  self->running = running;
  self->stopping = FALSE;
  notify (self, PROP_RUNNING);
  notify (self, PROP_STOPPING);
  notify (self, PROP_PAUSED);
}

static void
on_needs_person (DecantCopyRun *self, const GError *error)
{
  set_question (self, g_error_copy (error));
}

static void
on_problem (DecantCopyRun *self, const DecantProblem *problem)
{
  g_ptr_array_add (self->problems, decant_problem_copy (problem));
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantCopyRun) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReport) report = decant_move_run_finish (DECANT_MOVE (source), result, &error);

  set_question (self, NULL);
  set_running (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, report, error);
}

void
decant_copy_run_start (DecantCopyRun *self, DecantStoreOpener *old_account,
                       DecantStoreOpener *new_account, const DecantPlan *plan,
                       const DecantMoveOptions *options)
{
  DecantMoveOptions with_speed = *options;

  g_return_if_fail (!self->running);

  g_clear_object (&self->move);
  with_speed.speed = self->speed;
  self->move = decant_move_new (old_account, new_account, plan, &with_speed);
  g_ptr_array_set_size (self->problems, 0);
  g_signal_connect_object (self->move, "needs-person", G_CALLBACK (on_needs_person), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (decant_move_get_progress (self->move), "problem",
                           G_CALLBACK (on_problem), self, G_CONNECT_SWAPPED);
  set_running (self, TRUE);
  decant_move_run_async (self->move, on_ended, g_object_ref (self));
}

void
decant_copy_run_stop (DecantCopyRun *self)
{
  if (!self->running || self->stopping)
    return;
  self->stopping = TRUE;
  notify (self, PROP_STOPPING);
  decant_move_stop (self->move);
}

void
decant_copy_run_resume (DecantCopyRun *self)
{
  if (!self->running)
    return;
  decant_move_resume (self->move);
  set_question (self, NULL);
}

static void
set_paused (DecantCopyRun *self, gboolean paused)
{
  if (!self->running || self->stopping || paused == decant_move_is_paused (self->move))
    return;
  if (!paused)
    {
      decant_copy_run_resume (self);
      return;
    }
  decant_move_pause (self->move);
  notify (self, PROP_PAUSED);
}

/* Words that are none of a speed are passed over. */
static void
set_speed (DecantCopyRun *self, const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (speed_words); i++)
    if (g_strcmp0 (word, speed_words[i]) == 0 && self->speed != i)
      {
        self->speed = (DecantSpeed)i;
        if (self->move != NULL)
          decant_move_set_speed (self->move, self->speed);
        notify (self, PROP_SPEED);
      }
}

gboolean
decant_copy_run_is_running (DecantCopyRun *self)
{
  return self->running;
}

gboolean
decant_copy_run_is_paused (DecantCopyRun *self)
{
  return self->running && decant_move_is_paused (self->move);
}

gboolean
decant_copy_run_is_stopping (DecantCopyRun *self)
{
  return self->stopping;
}

const GError *
decant_copy_run_get_question (DecantCopyRun *self)
{
  return self->question;
}

DecantProgress *
decant_copy_run_get_progress (DecantCopyRun *self)
{
  return self->move != NULL ? decant_move_get_progress (self->move) : NULL;
}

GPtrArray *
decant_copy_run_get_problems (DecantCopyRun *self)
{
  return self->problems;
}

/* ---- the object ---- */

static void
decant_copy_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantCopyRun *self = DECANT_COPY_RUN (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_PAUSED:
      g_value_set_boolean (value, decant_copy_run_is_paused (self));
      break;
    case PROP_SPEED:
      g_value_set_static_string (value, speed_words[self->speed]);
      break;
    case PROP_STOPPING:
      g_value_set_boolean (value, self->stopping);
      break;
    case PROP_QUESTION:
      g_value_set_boxed (value, self->question);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_copy_run_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PAUSED:
      set_paused (DECANT_COPY_RUN (object), g_value_get_boolean (value));
      break;
    case PROP_SPEED:
      set_speed (DECANT_COPY_RUN (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_copy_run_finalize (GObject *object)
{
  DecantCopyRun *self = DECANT_COPY_RUN (object);

  g_clear_object (&self->move);
  g_clear_error (&self->question);
  g_ptr_array_unref (self->problems);
  G_OBJECT_CLASS (decant_copy_run_parent_class)->finalize (object);
}

static void
decant_copy_run_class_init (DecantCopyRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags changed = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = decant_copy_run_get_property;
  object_class->set_property = decant_copy_run_set_property;
  object_class->finalize = decant_copy_run_finalize;
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, shown);
  props[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, changed);
  props[PROP_SPEED] = g_param_spec_string ("speed", NULL, NULL, speed_words[DECANT_SPEED_NORMAL],
                                           changed);
  props[PROP_STOPPING] = g_param_spec_boolean ("stopping", NULL, NULL, FALSE, shown);
  props[PROP_QUESTION] = g_param_spec_boxed ("question", NULL, NULL, G_TYPE_ERROR, shown);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", DECANT_TYPE_COPY_RUN, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_ERROR);
}

static void
decant_copy_run_init (DecantCopyRun *self)
{
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_problem_free);
}

DecantCopyRun *
decant_copy_run_new (void)
{
  return g_object_new (DECANT_TYPE_COPY_RUN, NULL);
}
