/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/uid-ranges.h"

#include <string.h>

#define MOST_RUNS 100000

typedef struct
{
  guint32 first;
  guint32 last;
} Run;

struct _DecantUidRanges
{
  gatomicrefcount references;
  guint32 uid_validity;
  GArray *runs; /* Run, ascending, with gaps between them; never empty */
};

DecantUidRanges *
decant_uid_ranges_ref (DecantUidRanges *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
decant_uid_ranges_unref (DecantUidRanges *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_array_unref (self->runs);
  g_free (self);
}

static int
compare_runs (gconstpointer a, gconstpointer b)
{
  const Run *first = a, *second = b;

  return first->first < second->first ? -1 : first->first > second->first;
}

/* Takes over @runs, in any order. */
static DecantUidRanges *
make (guint32 uid_validity, GArray *runs)
{
  DecantUidRanges *self;
  GArray *joined;

  if (runs->len == 0)
    {
      g_array_unref (runs);
      return NULL;
    }
  g_array_sort (runs, compare_runs);
  joined = g_array_new (FALSE, FALSE, sizeof (Run));
  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);
      Run *last = joined->len > 0 ? &g_array_index (joined, Run, joined->len - 1) : NULL;

      if (last != NULL && (guint64)last->last + 1 >= run->first)
        last->last = MAX (last->last, run->last);
      else
        g_array_append_val (joined, *run);
    }
  g_array_unref (runs);
  self = g_new0 (DecantUidRanges, 1);
  g_atomic_ref_count_init (&self->references);
  self->uid_validity = uid_validity;
  self->runs = joined;
  return self;
}

static GArray *
copy_runs (const DecantUidRanges *self, guint32 uid_validity)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));

  if (self != NULL && self->uid_validity == uid_validity)
    g_array_append_vals (runs, self->runs->data, self->runs->len);
  return runs;
}

DecantUidRanges *
decant_uid_ranges_with (const DecantUidRanges *self, guint32 uid_validity, const guint32 *uids,
                        gsize n_uids)
{
  GArray *runs = copy_runs (self, uid_validity);

  for (gsize i = 0; i < n_uids; i++)
    {
      const Run run = { uids[i], uids[i] };

      if (uids[i] != 0)
        g_array_append_val (runs, run);
    }
  return make (uid_validity, runs);
}

/* What of @run is not among @gone. */
static void
cut (GArray *runs, Run run, const DecantUidRanges *gone)
{
  for (guint i = 0; gone != NULL && i < gone->runs->len; i++)
    {
      const Run *hole = &g_array_index (gone->runs, Run, i);
      const Run before = { run.first, hole->first - 1 };

      if (hole->last < run.first || hole->first > run.last)
        continue;
      if (hole->first > run.first)
        g_array_append_val (runs, before);
      if (hole->last >= run.last)
        return;
      run.first = hole->last + 1;
    }
  g_array_append_val (runs, run);
}

DecantUidRanges *
decant_uid_ranges_without (const DecantUidRanges *self, guint32 uid_validity, const guint32 *uids,
                           gsize n_uids)
{
  g_autoptr (DecantUidRanges) gone = decant_uid_ranges_with (NULL, uid_validity, uids, n_uids);
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));

  for (guint i = 0; self != NULL && self->uid_validity == uid_validity && i < self->runs->len; i++)
    cut (runs, g_array_index (self->runs, Run, i), gone);
  return make (uid_validity, runs);
}

gboolean
decant_uid_ranges_contains (const DecantUidRanges *self, guint32 uid_validity, guint32 uid)
{
  guint from = 0, to;

  if (self == NULL || self->uid_validity != uid_validity)
    return FALSE;
  for (to = self->runs->len; from < to;)
    {
      guint middle = from + (to - from) / 2;
      const Run *run = &g_array_index (self->runs, Run, middle);

      if (uid >= run->first && uid <= run->last)
        return TRUE;
      if (uid < run->first)
        to = middle;
      else
        from = middle + 1;
    }
  return FALSE;
}

gboolean
decant_uid_ranges_equal (const DecantUidRanges *a, const DecantUidRanges *b)
{
  if (a == NULL || b == NULL || a == b)
    return a == b;
  return a->uid_validity == b->uid_validity && a->runs->len == b->runs->len &&
         memcmp (a->runs->data, b->runs->data, a->runs->len * sizeof (Run)) == 0;
}

guint32
decant_uid_ranges_get_uid_validity (const DecantUidRanges *self)
{
  return self != NULL ? self->uid_validity : 0;
}

guint64
decant_uid_ranges_count (const DecantUidRanges *self)
{
  guint64 count = 0;

  for (guint i = 0; self != NULL && i < self->runs->len; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);

      count += (guint64)run->last - run->first + 1;
    }
  return count;
}

char *
decant_uid_ranges_to_text (const DecantUidRanges *self)
{
  GString *text;

  if (self == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < self->runs->len; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);

      g_string_append_printf (text, "%s%u", i > 0 ? "," : "", run->first);
      if (run->last > run->first)
        g_string_append_printf (text, ":%u", run->last);
    }
  return g_string_free (text, FALSE);
}

static gboolean
parse_number (const char **text, guint32 *number)
{
  guint64 value = 0;
  const char *start = *text;

  for (; g_ascii_isdigit (**text) && value <= G_MAXUINT32; (*text)++)
    value = value * 10 + (guint64)(**text - '0');
  *number = (guint32)value;
  return *text > start && value > 0 && value <= G_MAXUINT32;
}

static gboolean
parse_run (const char **text, Run *run)
{
  if (!parse_number (text, &run->first))
    return FALSE;
  run->last = run->first;
  if (**text != ':')
    return TRUE;
  (*text)++;
  return parse_number (text, &run->last) && run->last >= run->first;
}

DecantUidRanges *
decant_uid_ranges_parse (guint32 uid_validity, const char *text)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  Run run;

  while (runs->len < MOST_RUNS && parse_run (&text, &run))
    {
      g_array_append_val (runs, run);
      if (*text == '\0' && uid_validity != 0)
        return make (uid_validity, g_steal_pointer (&runs));
      if (*text++ != ',')
        return NULL;
    }
  return NULL;
}
