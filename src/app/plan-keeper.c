/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/plan-keeper.h"

#include "app/history.h"

/* Long enough for a number that is typed, short enough not to be noticed when quitting. */
#define DELAY_MS 400

struct _DecantPlanKeeper
{
  GObject parent_instance;

  char *state_dir;
  DecantKeptMove *next; /* to be kept when the timer rings, or NULL */
  guint timer;
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (DecantPlanKeeper, decant_plan_keeper, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean save (gpointer user_data);

static void
notify_busy (DecantPlanKeeper *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
wait_a_little (DecantPlanKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (DELAY_MS, save, self);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantPlanKeeper) self = user_data;
  g_autoptr (GError) error = NULL;

  self->saving = FALSE;
  if (!decant_history_save_choices_finish (result, &error))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  notify_busy (self);
}

/* One at a time: what is to be kept meanwhile waits for another turn. */
static gboolean
save (gpointer user_data)
{
  DecantPlanKeeper *self = user_data;

  if (self->saving)
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  self->saving = TRUE;
  decant_history_save_choices_async (self->state_dir, g_steal_pointer (&self->next), on_saved,
                                     g_object_ref (self));
  return G_SOURCE_REMOVE;
}

void
decant_plan_keeper_keep (DecantPlanKeeper *self, DecantAccount *old_account,
                         DecantAccount *new_account, const DecantPlan *plan)
{
  g_clear_pointer (&self->next, decant_kept_move_free);
  self->next = g_new (DecantKeptMove, 1);
  *self->next = (DecantKeptMove){
    .old_account = g_strdup (decant_account_get_id (old_account)),
    .new_account = g_strdup (decant_account_get_id (new_account)),
    .old_url = g_strdup (decant_account_get_url (old_account)),
    .new_url = g_strdup (decant_account_get_url (new_account)),
    .plan = decant_plan_copy (plan),
  };
  wait_a_little (self);
  notify_busy (self);
}

gboolean
decant_plan_keeper_lets_go (DecantPlanKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->next, decant_kept_move_free);
  notify_busy (self);
  return !self->saving;
}

gboolean
decant_plan_keeper_is_busy (DecantPlanKeeper *self)
{
  return self->saving || self->next != NULL;
}

/* ---- the object ---- */

static void
decant_plan_keeper_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, decant_plan_keeper_is_busy (DECANT_PLAN_KEEPER (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
decant_plan_keeper_finalize (GObject *object)
{
  DecantPlanKeeper *self = DECANT_PLAN_KEEPER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->next, decant_kept_move_free);
  g_free (self->state_dir);
  G_OBJECT_CLASS (decant_plan_keeper_parent_class)->finalize (object);
}

static void
decant_plan_keeper_class_init (DecantPlanKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = decant_plan_keeper_get_property;
  object_class->finalize = decant_plan_keeper_finalize;
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", DECANT_TYPE_PLAN_KEEPER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
decant_plan_keeper_init (DecantPlanKeeper *self)
{
}

DecantPlanKeeper *
decant_plan_keeper_new (const char *state_dir)
{
  DecantPlanKeeper *self = g_object_new (DECANT_TYPE_PLAN_KEEPER, NULL);

  self->state_dir = g_strdup (state_dir);
  return self;
}
