/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-tally.h"

#include "engine/number-set.h"

#define FIRST_YEAR 1900
#define LAST_YEAR 2199
#define N_MONTHS ((LAST_YEAR - FIRST_YEAR + 1) * 12)
#define SECONDS_OF_DAY 86400

/* One of the largest, while it is not known which those are. */
typedef struct
{
  guint64 size;
  guint folder;
  guint32 uid;
} Large;

struct _DecantCensusTally
{
  const DecantPlan *plan;
  const DecantPlanRules *rules;
  DecantCensusQuestion question;
  DecantCensusSummary *summary;

  const DecantPlanFolder *folder; /* the one at hand */
  guint index;
  guint32 uid_validity;

  DecantCensusMonth *months;  /* N_MONTHS */
  GArray *senders;            /* DecantCensusCount, by the number of the sender */
  GArray *largest;            /* Large, a heap with the smallest at the top */
  DecantNumberSet identities; /* of what is taken */
  DecantNumberSet objects;    /* the same, where each is to be copied once */
  DecantNumberSet elsewhere;  /* object ids */
};

DecantCensusTally *
decant_census_tally_new (const DecantPlan *plan, const DecantCensusQuestion *question,
                         guint n_folders, DecantCensusSummary *summary)
{
  DecantCensusTally *self = g_new0 (DecantCensusTally, 1);

  self->plan = plan;
  self->rules = decant_plan_get_rules (plan);
  self->question = *question;
  self->question.n_largest = MIN (question->n_largest, DECANT_CENSUS_MOST);
  self->question.n_senders = MIN (question->n_senders, DECANT_CENSUS_MOST);
  self->summary = summary;
  self->months = g_new0 (DecantCensusMonth, N_MONTHS);
  self->senders = g_array_new (FALSE, TRUE, sizeof (DecantCensusCount));
  self->largest = g_array_new (FALSE, FALSE, sizeof (Large));
  decant_number_set_init (&self->identities);
  decant_number_set_init (&self->objects);
  decant_number_set_init (&self->elsewhere);
  summary->months = g_array_new (FALSE, FALSE, sizeof (DecantCensusMonth));
  summary->folders = g_array_new (FALSE, TRUE, sizeof (DecantCensusCount));
  g_array_set_size (summary->folders, n_folders);
  summary->largest = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_census_message_free);
  summary->senders = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_census_sender_free);
  return self;
}

void
decant_census_tally_free (DecantCensusTally *self)
{
  if (self == NULL)
    return;
  g_free (self->months);
  g_array_unref (self->senders);
  g_array_unref (self->largest);
  decant_number_set_clear (&self->identities);
  decant_number_set_clear (&self->objects);
  decant_number_set_clear (&self->elsewhere);
  g_free (self);
}

void
decant_census_tally_begin_folder (DecantCensusTally *self, const DecantPlanFolder *folder,
                                  guint index, guint32 uid_validity)
{
  self->folder = folder;
  self->uid_validity = uid_validity;
  self->index = index;
}

void
decant_census_tally_note_elsewhere (const DecantCensusFacts *facts, gpointer tally)
{
  DecantCensusTally *self = tally;

  if (facts->object_id != 0)
    decant_number_set_add (&self->elsewhere, facts->object_id);
}

static void
count (DecantCensusCount *self, const DecantCensusFacts *facts)
{
  self->messages++;
  self->size += facts->size;
}

/* ---- months ---- */

/* The month of a moment, as the number of months since the year 0 (Howard Hinnant's
 * civil_from_days, for which a year begins in March). */
static gint64
get_month (gint64 seconds)
{
  gint64 days = seconds / SECONDS_OF_DAY - (seconds % SECONDS_OF_DAY < 0 ? 1 : 0) + 719468;
  gint64 era = (days >= 0 ? days : days - 146096) / 146097;
  gint64 day = days - era * 146097;
  gint64 year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  gint64 month = (5 * (day - (365 * year + year / 4 - year / 100)) + 2) / 153;

  return (era * 400 + year) * 12 + month + 2;
}

static DecantCensusMonth *
find_month (DecantCensusTally *self, gint64 internal_date)
{
  if (internal_date == DECANT_DATE_UNKNOWN)
    return &self->summary->undated;
  return &self->months[CLAMP (get_month (internal_date) - FIRST_YEAR * 12, 0, N_MONTHS - 1)];
}

/* ---- the largest ---- */

static gboolean
is_smaller (const Large *a, const Large *b)
{
  if (a->size != b->size)
    return a->size < b->size;
  if (a->folder != b->folder)
    return a->folder > b->folder;
  return a->uid > b->uid;
}

static void
sink (GArray *heap, guint place)
{
  Large *larges = (Large *)(void *)heap->data;

  for (;;)
    {
      guint smallest = place;

      for (guint child = 2 * place + 1; child <= 2 * place + 2 && child < heap->len; child++)
        if (is_smaller (&larges[child], &larges[smallest]))
          smallest = child;
      if (smallest == place)
        return;
      {
        const Large other = larges[place];

        larges[place] = larges[smallest];
        larges[smallest] = other;
      }
      place = smallest;
    }
}

static void
note_large (DecantCensusTally *self, const DecantCensusFacts *facts)
{
  const Large large = { facts->size, self->index, facts->uid };
  guint most = self->question.n_largest;

  if (self->largest->len < most)
    {
      g_array_append_val (self->largest, large);
      for (guint i = self->largest->len == most ? most / 2 : 0; i-- > 0;)
        sink (self->largest, i);
    }
  else if (most > 0 && is_smaller (&g_array_index (self->largest, Large, 0), &large))
    {
      g_array_index (self->largest, Large, 0) = large;
      sink (self->largest, 0);
    }
}

/* ---- the rules ---- */

static gboolean
is_newer (const DecantPlanRules *rules, const DecantCensusFacts *facts)
{
  return rules->older_than != 0 && facts->internal_date >= rules->older_than;
}

static gboolean
is_older (const DecantPlanRules *rules, const DecantCensusFacts *facts)
{
  return rules->newer_than != 0 && facts->internal_date < rules->newer_than;
}

/* What each rule would take out by itself; it is no matter here whether it is in force. */
static void
count_rules (DecantCensusTally *self, const DecantCensusFacts *facts)
{
  DecantCensusCount *rules = self->summary->rules;
  gboolean dated = facts->internal_date != DECANT_DATE_UNKNOWN;

  if ((facts->flags & DECANT_FLAG_DELETED) != 0)
    count (&rules[DECANT_CENSUS_DELETED], facts);
  if (self->rules->max_size != 0 && facts->size > self->rules->max_size)
    count (&rules[DECANT_CENSUS_LARGER], facts);
  if (dated && is_older (self->rules, facts))
    count (&rules[DECANT_CENSUS_NEWER], facts);
  if (dated && is_newer (self->rules, facts))
    count (&rules[DECANT_CENSUS_OLDER], facts);
}

/* ---- one message ---- */

/* Whether another folder has it that counts more; see engine/sharing.h. */
static gboolean
is_of_another_folder (DecantCensusTally *self, const DecantCensusFacts *facts)
{
  if (!self->folder->rest_only)
    return FALSE;
  return facts->elsewhere || (!self->folder->old_folder->tells_labels && facts->object_id != 0 &&
                              decant_number_set_contains (&self->elsewhere, facts->object_id));
}

/* Whether it has been taken along from a folder before. */
static gboolean
is_given_already (DecantCensusTally *self, const DecantCensusFacts *facts)
{
  return self->rules->copy_once && facts->object_id != 0 &&
         !decant_number_set_add (&self->objects, facts->object_id);
}

static void
count_taken (DecantCensusTally *self, const DecantCensusFacts *facts, DecantCensusMonth *month)
{
  DecantCensusSummary *summary = self->summary;

  count (&summary->taken, facts);
  count (&month->taken, facts);
  count (&g_array_index (summary->folders, DecantCensusCount, self->index), facts);
  if (facts->sender >= self->senders->len)
    g_array_set_size (self->senders, MAX (facts->sender + 1, 2 * self->senders->len));
  count (&g_array_index (self->senders, DecantCensusCount, facts->sender), facts);
  if (facts->internal_date == DECANT_DATE_UNKNOWN)
    summary->unknown_dates++;
  if (facts->size == 0)
    summary->unknown_sizes++;
  if (self->question.oversize != 0 && facts->size > self->question.oversize)
    count (&summary->oversize, facts);
  note_large (self, facts);
}

static gboolean
takes (DecantCensusTally *self, guint32 uid_validity, const DecantMessage *message)
{
  return decant_plan_takes_message_under (self->plan, self->folder, uid_validity, message);
}

void
decant_census_tally_take (const DecantCensusFacts *facts, gpointer tally)
{
  DecantCensusTally *self = tally;
  DecantCensusMonth *month = find_month (self, facts->internal_date);
  DecantMessage message = {
    .uid = facts->uid,
    .flags = facts->flags,
    .internal_date = DECANT_DATE_UNKNOWN,
    .size = facts->size,
    .object_id = facts->object_id,
  };

  if (is_of_another_folder (self, facts))
    return;
  count (&self->summary->found, facts);
  count_rules (self, facts);
  /* A message of unknown date passes all rules about dates. */
  if (takes (self, self->uid_validity, &message))
    count (&month->all, facts);
  message.internal_date = facts->internal_date;
  if (!takes (self, self->uid_validity, &message))
    {
      /* Where no UIDVALIDITY is known nothing is ticked off by hand: then the rules alone tell. */
      if (takes (self, 0, &message))
        note_large (self, facts);
      return;
    }
  if (is_given_already (self, facts))
    return;
  if (facts->identity != 0 && !decant_number_set_add (&self->identities, facts->identity))
    {
      count (&self->summary->rules[DECANT_CENSUS_DUPLICATES], facts);
      if (self->rules->leave_duplicates)
        return;
    }
  count_taken (self, facts, month);
}

/* ---- the lists ---- */

static void
finish_months (DecantCensusTally *self)
{
  for (guint i = 0; i < N_MONTHS; i++)
    {
      DecantCensusMonth *month = &self->months[i];

      if (month->all.messages == 0)
        continue;
      month->year = FIRST_YEAR + (int)i / 12;
      month->month = i % 12 + 1;
      g_array_append_val (self->summary->months, *month);
    }
}

static int
compare_larges (gconstpointer a, gconstpointer b)
{
  return is_smaller (a, b) ? 1 : -1;
}

static gboolean
finish_largest (DecantCensusTally *self, DecantCensusDatabase *database, GError **error)
{
  g_array_sort (self->largest, compare_larges);
  for (guint i = 0; i < self->largest->len; i++)
    {
      const Large *large = &g_array_index (self->largest, Large, i);
      DecantCensusMessage *message = decant_census_database_get_message (database, large->folder,
                                                                         large->uid, error);

      if (message == NULL)
        return FALSE;
      g_ptr_array_add (self->summary->largest, message);
    }
  return TRUE;
}

typedef struct
{
  guint sender;
  DecantCensusCount taken;
} Sender;

static int
compare_senders (gconstpointer a, gconstpointer b)
{
  const Sender *one = a;
  const Sender *other = b;

  if (one->taken.size != other->taken.size)
    return one->taken.size > other->taken.size ? -1 : 1;
  return one->sender < other->sender ? -1 : 1;
}

static gboolean
finish_senders (DecantCensusTally *self, DecantCensusDatabase *database, GError **error)
{
  g_autoptr (GArray) senders = g_array_new (FALSE, FALSE, sizeof (Sender));

  for (guint i = 0; i < self->senders->len; i++)
    {
      const Sender sender = { i, g_array_index (self->senders, DecantCensusCount, i) };

      if (sender.taken.messages > 0)
        g_array_append_val (senders, sender);
    }
  g_array_sort (senders, compare_senders);
  for (guint i = 0; i < MIN (senders->len, self->question.n_senders); i++)
    {
      const Sender *from = &g_array_index (senders, Sender, i);
      DecantCensusSender *sender = decant_census_database_get_sender (database, from->sender,
                                                                      error);

      if (sender == NULL)
        return FALSE;
      sender->taken = from->taken;
      g_ptr_array_add (self->summary->senders, sender);
    }
  return TRUE;
}

gboolean
decant_census_tally_finish (DecantCensusTally *self, DecantCensusDatabase *database, GError **error)
{
  finish_months (self);
  return finish_largest (self, database, error) && finish_senders (self, database, error);
}
