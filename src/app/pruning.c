/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pruning.h"

#include <glib/gi18n-lib.h>

#define MEGABYTE ((guint64)1000 * 1000)
#define FIRST_YEAR 1980
#define LAST_YEAR 2100
#define MOST_MEGABYTES 100000

struct _DecantPruning
{
  GObject parent_instance;

  gboolean leave_junk;
  gboolean leave_trash;
  gboolean leave_deleted;
  gboolean leave_old;
  guint year;
  gboolean leave_large;
  guint megabytes;
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (DecantPruning, decant_pruning, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_LEAVE_JUNK,
  PROP_LEAVE_TRASH,
  PROP_LEAVE_DELETED,
  PROP_LEAVE_OLD,
  PROP_YEAR,
  PROP_LEAVE_LARGE,
  PROP_MEGABYTES,
  PROP_SUMMARY,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

#define JUNK_BIT (1u << DECANT_SPECIAL_USE_JUNK)
#define TRASH_BIT (1u << DECANT_SPECIAL_USE_TRASH)

void
decant_pruning_load (DecantPruning *self, const DecantPlanRules *rules)
{
  g_autoptr (GDateTime)
    newer_than = rules->newer_than != 0 ? g_date_time_new_from_unix_utc (rules->newer_than) : NULL;

  self->loading = TRUE;
  g_object_set (self, "leave-junk", (rules->leave_special & JUNK_BIT) != 0, "leave-trash",
                (rules->leave_special & TRASH_BIT) != 0, "leave-deleted", rules->leave_deleted,
                "leave-old", newer_than != NULL, "leave-large", rules->max_size != 0, NULL);
  if (newer_than != NULL)
    g_object_set (self, "year",
                  (guint)CLAMP (g_date_time_get_year (newer_than), FIRST_YEAR, LAST_YEAR), NULL);
  if (rules->max_size != 0)
    g_object_set (self, "megabytes", (guint)CLAMP (rules->max_size / MEGABYTE, 1, MOST_MEGABYTES),
                  NULL);
  self->loading = FALSE;
}

/* Then the rule may be finer than a year. */
static gboolean
is_in_year (gint64 moment, guint year)
{
  g_autoptr (GDateTime) date = moment != 0 ? g_date_time_new_from_unix_utc (moment) : NULL;

  return date != NULL && g_date_time_get_year (date) == (int)year;
}

DecantPlanRules *
decant_pruning_make_rules (DecantPruning *self, const DecantPlanRules *base)
{
  DecantPlanRules *rules = decant_plan_rules_copy (base);

  rules->leave_special &= ~(JUNK_BIT | TRASH_BIT);
  if (self->leave_junk)
    rules->leave_special |= JUNK_BIT;
  if (self->leave_trash)
    rules->leave_special |= TRASH_BIT;
  rules->leave_deleted = self->leave_deleted;
  rules->max_size = self->leave_large ? self->megabytes * MEGABYTE : 0;
  if (!self->leave_old)
    rules->newer_than = 0;
  else if (!is_in_year (rules->newer_than, self->year))
    {
      g_autoptr (GDateTime) day = g_date_time_new_utc ((int)self->year, 1, 1, 0, 0, 0);

      rules->newer_than = g_date_time_to_unix (day);
    }
  return rules;
}

gboolean
decant_pruning_looks_at_messages (DecantPruning *self)
{
  return self->leave_deleted || self->leave_old || self->leave_large;
}

static char *
summarise (DecantPruning *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (self->leave_junk)
    g_ptr_array_add (parts, g_strdup (_ ("junk")));
  if (self->leave_trash)
    g_ptr_array_add (parts, g_strdup (_ ("rubbish bin")));
  if (self->leave_deleted)
    g_ptr_array_add (parts, g_strdup (_ ("marked as deleted")));
  if (self->leave_old)
    g_ptr_array_add (parts, g_strdup_printf (_ ("before %u"), self->year));
  if (self->leave_large)
    g_ptr_array_add (parts, g_strdup_printf (_ ("over %u MB"), self->megabytes));
  if (parts->len == 0)
    return g_strdup (_ ("nothing"));

  g_ptr_array_add (parts, NULL);
  return g_strjoinv (", ", (char **)parts->pdata);
}

static gpointer
find_place (DecantPruning *self, guint id)
{
  switch (id)
    {
    case PROP_LEAVE_JUNK:
      return &self->leave_junk;
    case PROP_LEAVE_TRASH:
      return &self->leave_trash;
    case PROP_LEAVE_DELETED:
      return &self->leave_deleted;
    case PROP_LEAVE_OLD:
      return &self->leave_old;
    case PROP_LEAVE_LARGE:
      return &self->leave_large;
    case PROP_YEAR:
      return &self->year;
    case PROP_MEGABYTES:
      return &self->megabytes;
    default:
      return NULL;
    }
}

static void
decant_pruning_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantPruning *self = DECANT_PRUNING (object);

  if (id == PROP_SUMMARY)
    g_value_take_string (value, summarise (self));
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    g_value_set_boolean (value, *(gboolean *)find_place (self, id));
  else
    g_value_set_uint (value, *(guint *)find_place (self, id));
}

static gboolean
store (gpointer place, const GValue *value)
{
  if (G_VALUE_HOLDS_BOOLEAN (value))
    {
      gboolean *flag = place;
      gboolean before = *flag;

      *flag = g_value_get_boolean (value);
      return before != *flag;
    }

  guint *number = place;
  guint before = *number;
  *number = g_value_get_uint (value);
  return before != *number;
}

static void
decant_pruning_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DecantPruning *self = DECANT_PRUNING (object);

  if (!store (find_place (self, id), value))
    return;
  g_object_notify_by_pspec (object, pspec);
  g_object_notify_by_pspec (object, props[PROP_SUMMARY]);
  if (!self->loading)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
decant_pruning_class_init (DecantPruningClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const struct
  {
    guint id;
    const char *name;
  } switches[] = {
    { PROP_LEAVE_JUNK, "leave-junk" },       { PROP_LEAVE_TRASH, "leave-trash" },
    { PROP_LEAVE_DELETED, "leave-deleted" }, { PROP_LEAVE_OLD, "leave-old" },
    { PROP_LEAVE_LARGE, "leave-large" },
  };

  object_class->get_property = decant_pruning_get_property;
  object_class->set_property = decant_pruning_set_property;

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    props[switches[i].id] = g_param_spec_boolean (switches[i].name, NULL, NULL, FALSE, flags);
  props[PROP_YEAR] = g_param_spec_uint ("year", NULL, NULL, FIRST_YEAR, LAST_YEAR, FIRST_YEAR,
                                        flags);
  props[PROP_MEGABYTES] = g_param_spec_uint ("megabytes", NULL, NULL, 1, MOST_MEGABYTES, 25, flags);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, "",
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_PRUNING, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
decant_pruning_init (DecantPruning *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  self->year = (guint)CLAMP (g_date_time_get_year (now) - 10, FIRST_YEAR, LAST_YEAR);
  self->megabytes = 25;
}

DecantPruning *
decant_pruning_new (void)
{
  return g_object_new (DECANT_TYPE_PRUNING, NULL);
}
