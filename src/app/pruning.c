/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pruning.h"

#include "app/words.h"

#include <glib/gi18n-lib.h>

#define USUAL_SIZE ((guint64)25 * 1000 * 1000)
#define USUAL_YEARS 10

/* The first are the switches. */
enum
{
  PROP_0,
  PROP_LEAVE_JUNK,
  PROP_LEAVE_TRASH,
  PROP_LEAVE_GROUPWARE,
  PROP_LEAVE_DELETED,
  PROP_LEAVE_OLD,
  PROP_LEAVE_NEW,
  PROP_LEAVE_LARGE,
  PROP_LEAVE_DUPLICATES,
  N_SWITCHES,
  PROP_OLD_DATE = N_SWITCHES,
  PROP_NEW_DATE,
  PROP_SIZE,
  PROP_HAS_GROUPWARE,
  PROP_SUMMARY,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

struct _DecantPruning
{
  GObject parent_instance;

  gboolean on[N_SWITCHES];
  gint64 old_date;
  gint64 new_date;
  guint64 size;
  gboolean has_groupware;
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (DecantPruning, decant_pruning, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

#define JUNK_BIT (1u << DECANT_SPECIAL_USE_JUNK)
#define TRASH_BIT (1u << DECANT_SPECIAL_USE_TRASH)

/* What is undone, as in "Undo leaving behind junk mail". */
static const struct
{
  const char *name;
  const char *turned_on;
  const char *turned_off;
} switches[N_SWITCHES] = {
  [PROP_LEAVE_JUNK] = { "leave-junk", N_ ("leaving behind junk mail"),
                        N_ ("taking along junk mail") },
  [PROP_LEAVE_TRASH] = { "leave-trash", N_ ("leaving behind the rubbish bin"),
                         N_ ("taking along the rubbish bin") },
  [PROP_LEAVE_GROUPWARE] = { "leave-groupware", N_ ("leaving behind calendars and contacts"),
                             N_ ("taking along calendars and contacts") },
  [PROP_LEAVE_DELETED] = { "leave-deleted", N_ ("leaving behind what is marked as deleted"),
                           N_ ("taking along what is marked as deleted") },
  [PROP_LEAVE_OLD] = { "leave-old", N_ ("leaving behind older mail"),
                       N_ ("taking along older mail") },
  [PROP_LEAVE_NEW] = { "leave-new", N_ ("leaving behind newer mail"),
                       N_ ("taking along newer mail") },
  [PROP_LEAVE_LARGE] = { "leave-large", N_ ("leaving behind large messages"),
                         N_ ("taking along large messages") },
  [PROP_LEAVE_DUPLICATES] = { "leave-duplicates", N_ ("leaving behind duplicates"),
                              N_ ("taking along duplicates") },
};

/* ---- rules ---- */

const DecantPlanRules *
decant_pruning_get_defaults (void)
{
  static const DecantPlanRules defaults = { .leave_special = JUNK_BIT | TRASH_BIT,
                                            .leave_groupware = TRUE,
                                            .leave_deleted = TRUE };

  return &defaults;
}

void
decant_pruning_load (DecantPruning *self, const DecantPlanRules *rules)
{
  self->loading = TRUE;
  g_object_set (self, "leave-junk", (rules->leave_special & JUNK_BIT) != 0, "leave-trash",
                (rules->leave_special & TRASH_BIT) != 0, "leave-groupware", rules->leave_groupware,
                "leave-deleted", rules->leave_deleted, "leave-old", rules->newer_than != 0,
                "leave-new", rules->older_than != 0, "leave-large", rules->max_size != 0,
                "leave-duplicates", rules->leave_duplicates, NULL);
  if (rules->newer_than != 0)
    g_object_set (self, "old-date", rules->newer_than, NULL);
  if (rules->older_than != 0)
    g_object_set (self, "new-date", rules->older_than, NULL);
  if (rules->max_size != 0)
    g_object_set (self, "size", rules->max_size, NULL);
  self->loading = FALSE;
}

DecantPlanRules *
decant_pruning_make_rules (DecantPruning *self, const DecantPlanRules *base)
{
  DecantPlanRules *rules = decant_plan_rules_copy (base);

  rules->leave_special &= ~(JUNK_BIT | TRASH_BIT);
  if (self->on[PROP_LEAVE_JUNK])
    rules->leave_special |= JUNK_BIT;
  if (self->on[PROP_LEAVE_TRASH])
    rules->leave_special |= TRASH_BIT;
  rules->leave_groupware = self->on[PROP_LEAVE_GROUPWARE];
  rules->leave_deleted = self->on[PROP_LEAVE_DELETED];
  rules->leave_duplicates = self->on[PROP_LEAVE_DUPLICATES];
  rules->newer_than = self->on[PROP_LEAVE_OLD] ? self->old_date : 0;
  rules->older_than = self->on[PROP_LEAVE_NEW] ? self->new_date : 0;
  rules->max_size = self->on[PROP_LEAVE_LARGE] ? self->size : 0;
  return rules;
}

gboolean
decant_pruning_looks_at_messages (DecantPruning *self)
{
  return self->on[PROP_LEAVE_DELETED] || self->on[PROP_LEAVE_OLD] || self->on[PROP_LEAVE_NEW] ||
         self->on[PROP_LEAVE_LARGE] || self->on[PROP_LEAVE_DUPLICATES];
}

/* ---- in a few words ---- */

static char *
summarise (DecantPruning *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *old_date = decant_words_day (self->old_date);
  g_autofree char *new_date = decant_words_day (self->new_date);
  g_autofree char *size = decant_words_size (self->size);

  if (self->on[PROP_LEAVE_JUNK])
    g_ptr_array_add (parts, g_strdup (_ ("junk")));
  if (self->on[PROP_LEAVE_TRASH])
    g_ptr_array_add (parts, g_strdup (_ ("rubbish bin")));
  if (self->on[PROP_LEAVE_GROUPWARE] && self->has_groupware)
    g_ptr_array_add (parts, g_strdup (_ ("calendars and contacts")));
  if (self->on[PROP_LEAVE_DELETED])
    g_ptr_array_add (parts, g_strdup (_ ("marked as deleted")));
  if (self->on[PROP_LEAVE_DUPLICATES])
    g_ptr_array_add (parts, g_strdup (_ ("duplicates")));
  if (self->on[PROP_LEAVE_OLD])
    /* Translators: a date, in a list of what is left behind. So is the next. */
    g_ptr_array_add (parts, g_strdup_printf (_ ("before %s"), old_date));
  if (self->on[PROP_LEAVE_NEW])
    g_ptr_array_add (parts, g_strdup_printf (_ ("since %s"), new_date));
  if (self->on[PROP_LEAVE_LARGE])
    /* Translators: a size, in a list of what is left behind. */
    g_ptr_array_add (parts, g_strdup_printf (_ ("over %s"), size));
  if (parts->len == 0)
    return g_strdup (_ ("nothing"));

  g_ptr_array_add (parts, NULL);
  return g_strjoinv (", ", (char **)parts->pdata);
}

/* ---- the object ---- */

static void
decant_pruning_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantPruning *self = DECANT_PRUNING (object);

  switch (id)
    {
    case PROP_OLD_DATE:
      g_value_set_int64 (value, self->old_date);
      break;
    case PROP_NEW_DATE:
      g_value_set_int64 (value, self->new_date);
      break;
    case PROP_SIZE:
      g_value_set_uint64 (value, self->size);
      break;
    case PROP_HAS_GROUPWARE:
      g_value_set_boolean (value, self->has_groupware);
      break;
    case PROP_SUMMARY:
      g_value_take_string (value, summarise (self));
      break;
    default:
      g_value_set_boolean (value, self->on[id]);
    }
}

/* Whether it is another now. */
static gboolean
store_date (gint64 *place, const GValue *value)
{
  gint64 before = *place;

  *place = g_value_get_int64 (value);
  return *place != before;
}

static gboolean
store (DecantPruning *self, guint id, const GValue *value)
{
  guint64 size = self->size;
  gboolean on;

  switch (id)
    {
    case PROP_OLD_DATE:
      return store_date (&self->old_date, value);
    case PROP_NEW_DATE:
      return store_date (&self->new_date, value);
    case PROP_SIZE:
      self->size = g_value_get_uint64 (value);
      return self->size != size;
    default:
      on = self->on[id];
      self->on[id] = g_value_get_boolean (value);
      return self->on[id] != on;
    }
}

static const char *
name_change (DecantPruning *self, guint id)
{
  if (id == PROP_SIZE)
    return _ ("changing the size");
  if (id == PROP_OLD_DATE || id == PROP_NEW_DATE)
    return _ ("changing the date");
  return self->on[id] ? _ (switches[id].turned_on) : _ (switches[id].turned_off);
}

static void
decant_pruning_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DecantPruning *self = DECANT_PRUNING (object);

  if (id == PROP_HAS_GROUPWARE)
    self->has_groupware = g_value_get_boolean (value);
  else if (!store (self, id, value))
    return;
  g_object_notify_by_pspec (object, pspec);
  g_object_notify_by_pspec (object, props[PROP_SUMMARY]);
  if (!self->loading && id != PROP_HAS_GROUPWARE)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, name_change (self, id),
                   id < N_SWITCHES ? NULL : g_param_spec_get_name (pspec));
}

static void
decant_pruning_class_init (DecantPruningClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = decant_pruning_get_property;
  object_class->set_property = decant_pruning_set_property;

  for (guint i = PROP_0 + 1; i < N_SWITCHES; i++)
    props[i] = g_param_spec_boolean (switches[i].name, NULL, NULL, FALSE, flags);
  props[PROP_OLD_DATE] = g_param_spec_int64 ("old-date", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                             flags);
  props[PROP_NEW_DATE] = g_param_spec_int64 ("new-date", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                             flags);
  props[PROP_SIZE] = g_param_spec_uint64 ("size", NULL, NULL, 1, G_MAXUINT64, USUAL_SIZE, flags);
  props[PROP_HAS_GROUPWARE] = g_param_spec_boolean ("has-groupware", NULL, NULL, FALSE, flags);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, "",
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_PRUNING, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                          G_TYPE_STRING);
}

static gint64
get_day (int year, int month, int day)
{
  g_autoptr (GDateTime) midnight = g_date_time_new_utc (year, month, day, 0, 0, 0);

  return g_date_time_to_unix (midnight);
}

static void
decant_pruning_init (DecantPruning *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  int year = g_date_time_get_year (now);

  self->old_date = get_day (year - USUAL_YEARS, 1, 1);
  self->new_date = get_day (year, g_date_time_get_month (now), g_date_time_get_day_of_month (now));
  self->size = USUAL_SIZE;
}

DecantPruning *
decant_pruning_new (void)
{
  return g_object_new (DECANT_TYPE_PRUNING, NULL);
}
