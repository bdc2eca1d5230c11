/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/plan-trees.h"

#include "app/words.h"

#include <glib/gi18n-lib.h>

/* ---- the old account ---- */

/* What there is at and below a row. */
typedef struct
{
  guint choosable;
  guint chosen;
  guint64 messages;
  guint64 size;
} Tally;

typedef struct
{
  const DecantPlan *plan;
  DecantCensus *census; /* or NULL */
  GHashTable *by_path;  /* path → DecantPlanFolder */
  guint64 whole;        /* of the account: bytes, or messages where a size is unknown */
  gboolean by_size;
} OldSide;

static void
add_tally (Tally *sum, const Tally *part)
{
  sum->choosable += part->choosable;
  sum->chosen += part->chosen;
  sum->messages += part->messages;
  sum->size = sum->size == DECANT_SIZE_UNKNOWN || part->size == DECANT_SIZE_UNKNOWN
                ? DECANT_SIZE_UNKNOWN
                : sum->size + part->size;
}

static gboolean
find_in_census (const OldSide *side, const DecantFolder *folder, DecantCensusFolder *known)
{
  int index = side->census != NULL ? decant_census_find (side->census, folder->path) : -1;

  if (index < 0)
    return FALSE;
  decant_census_get_folder (side->census, (guint)index, known);
  return TRUE;
}

static guint64
find_size (const OldSide *side, const DecantFolder *folder)
{
  DecantCensusFolder known;

  if (folder->size == DECANT_SIZE_UNKNOWN && find_in_census (side, folder, &known) &&
      known.state == DECANT_CENSUS_LISTED)
    return known.size;
  return folder->size;
}

static void
add_folder (const OldSide *side, Tally *sum, const DecantPlanFolder *folder)
{
  const DecantFolder *old_folder = folder->old_folder;
  gboolean weighs = old_folder->counted && old_folder->messages > 0;
  const Tally own = {
    .choosable = 1,
    .chosen = folder->choice == DECANT_PLAN_COPY,
    .messages = old_folder->messages,
    .size = weighs ? find_size (side, old_folder) : 0,
  };

  if (old_folder->selectable)
    add_tally (sum, &own);
}

static DecantTick
choose_tick (const Tally *tally)
{
  if (tally->choosable == 0)
    return DECANT_TICK_BARRED;
  if (tally->chosen == 0)
    return DECANT_TICK_OFF;
  return tally->chosen == tally->choosable ? DECANT_TICK_ON : DECANT_TICK_MIXED;
}

static char *
describe_destination (const DecantPlanFolder *folder)
{
  if (folder->choice != DECANT_PLAN_COPY || folder->new_path == NULL)
    return NULL;

  g_autofree char *path = decant_words_folder_path (folder->new_path);
  if (folder->rest_only)
    /* Translators: of a folder that shows all mail; where that mail will be in the new account. */
    return g_strdup_printf (_ ("only what is in no other folder goes to “%s”"), path);
  /* Translators: where a folder's messages will be in the new account. */
  return g_strdup_printf (_ ("goes to “%s”"), path);
}

/* Where a folder goes and why. */
typedef struct
{
  char *note;        /* as far as it is not plain to see beside the other account; or NULL */
  char *destination; /* in any case; NULL where it stays behind */
} Words;

static void
words_clear (Words *words)
{
  g_free (words->note);
  g_free (words->destination);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static Words
describe_place (const DecantPlan *plan, const DecantPlanFolder *folder)
{
  g_autofree char *place = describe_destination (folder);
  g_autofree char *remark = place != NULL ? decant_plan_describe_remark (plan, folder) : NULL;
  gboolean elsewhere = place != NULL && (folder->rest_only ||
                                         strcmp (folder->new_path, folder->old_folder->path) != 0);
  Words words = { NULL, NULL };

  words.destination = remark != NULL ? g_strdup_printf ("%s · %s", place, remark)
                                     : g_strdup (place);
  words.note = g_strdup (elsewhere ? words.destination : remark);
  return words;
}

static char *
describe_problem (const OldSide *side, const DecantFolder *folder)
{
  DecantCensusFolder known;

  if (folder->problem != NULL)
    /* Translators: the argument is what the server says. */
    return g_strdup_printf (_ ("The server could not count it: %s"), folder->problem);
  if (find_in_census (side, folder, &known) && known.state == DECANT_CENSUS_FAILED &&
      known.problem != NULL)
    /* Translators: the argument is what the server says, or a sentence. */
    return g_strdup_printf (_ ("It could not be listed: %s"), known.problem);
  return NULL;
}

/* However little it is, it is not nothing. */
static guint
find_share (OldSide *side, const DecantFolderFace *face)
{
  guint64 part = side->by_size ? face->size : face->messages;

  if (!face->counted || part == 0 || side->whole == 0)
    return 0;
  return (guint)CLAMP ((double)part / (double)side->whole * 1000, 1, 1000);
}

/* @tally: of all at and below it. A row that holds no mail itself has the figures of what is below
 * it. */
static void
show_old_folder (OldSide *side, DecantFolderItem *item, const DecantPlanFolder *folder,
                 const Tally *tally)
{
  gboolean holds_mail = folder != NULL && folder->old_folder->selectable;
  const DecantFolder *old_folder = holds_mail ? folder->old_folder : NULL;
  g_auto (Words) words = holds_mail ? describe_place (side->plan, folder) : (Words){ NULL, NULL };
  g_autofree char *problem = holds_mail ? describe_problem (side, old_folder) : NULL;
  DecantFolderFace face = {
    .special_use = folder != NULL ? folder->old_folder->special_use : DECANT_SPECIAL_USE_NONE,
    .note = words.note,
    .destination = words.destination,
    .problem = problem,
    .counted = holds_mail ? old_folder->counted : tally->messages > 0,
    .messages = holds_mail ? old_folder->messages : tally->messages,
    .size = holds_mail ? find_size (side, old_folder) : tally->size,
    .tick = choose_tick (tally),
    .dimmed = holds_mail ? folder->choice != DECANT_PLAN_COPY : tally->chosen == 0,
  };

  face.share = find_share (side, &face);
  decant_folder_item_set_face (item, &face);
}

static Tally
show_old_folders (OldSide *side, const GPtrArray *items)
{
  Tally sum = { 0 };

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      DecantFolderItem *item = items->pdata[i];
      const DecantPlanFolder *folder = g_hash_table_lookup (side->by_path,
                                                            decant_folder_item_get_path (item));
      Tally tally = show_old_folders (side, decant_folder_item_get_children (item));

      if (folder != NULL)
        add_folder (side, &tally, folder);
      show_old_folder (side, item, folder, &tally);
      add_tally (&sum, &tally);
    }
  return sum;
}

/* Folders that show the mail of others once more do not count. */
static void
weigh (OldSide *side)
{
  Tally sum = { 0 };

  for (guint i = 0; i < decant_plan_get_n_folders (side->plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (side->plan, i);

      if (!decant_folder_is_view (folder->old_folder))
        add_folder (side, &sum, folder);
    }
  side->by_size = sum.size != DECANT_SIZE_UNKNOWN;
  side->whole = side->by_size ? sum.size : sum.messages;
}

void
decant_plan_trees_show_old (DecantFolderTree *tree, const DecantPlan *plan, DecantCensus *census)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);
  OldSide side = { .plan = plan, .census = census, .by_path = by_path };

  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (plan, i);

      g_ptr_array_add (paths, folder->old_folder->path);
      g_hash_table_insert (by_path, folder->old_folder->path, (gpointer)folder);
    }
  weigh (&side);
  decant_folder_tree_set_paths (tree, paths);
  show_old_folders (&side, decant_folder_item_get_children (decant_folder_tree_get_root (tree)));
  decant_folder_tree_settle (tree);
}

/* ---- the new account ---- */

/* Where what arrives in a folder comes from. */
typedef struct
{
  const DecantPlanFolder *first;
  guint count;
} Sources;

static GHashTable *
list_sources (const DecantPlan *plan)
{
  GHashTable *all = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (plan, i);
      Sources *sources;

      if (folder->choice != DECANT_PLAN_COPY || folder->new_path == NULL)
        continue;
      sources = g_hash_table_lookup (all, folder->new_path);
      if (sources == NULL)
        {
          sources = g_new0 (Sources, 1);
          sources->first = folder;
          g_hash_table_insert (all, folder->new_path, sources);
        }
      sources->count++;
    }
  return all;
}

/* NULL where it comes from the one folder of the same path. */
static char *
describe_sources (const Sources *sources, const char *path)
{
  const char *first = sources != NULL ? sources->first->old_folder->path : path;

  if (sources != NULL && sources->count > 1)
    /* Translators: of a folder of the new account: how many old ones are put together there. */
    return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "from %u folder", "from %u folders", sources->count),
      sources->count);
  if (strcmp (first, path) == 0)
    return NULL;

  g_autofree char *words = decant_words_folder_path (first);
  /* Translators: of a folder of the new account: which old one its mail comes from. */
  return g_strdup_printf (_ ("from “%s”"), words);
}

typedef struct
{
  GHashTable *targets; /* path → DecantPlanTarget */
  GHashTable *sources; /* path → Sources */
} NewSide;

static void
show_target (NewSide *side, DecantFolderItem *item, guint64 arriving_below)
{
  const char *path = decant_folder_item_get_path (item);
  const DecantPlanTarget *target = g_hash_table_lookup (side->targets, path);
  const DecantFolder *folder = target != NULL ? target->folder : NULL;
  gboolean counted = folder != NULL && folder->selectable && folder->counted;
  guint64 arriving = target != NULL ? target->arriving : 0;
  g_autofree char *note = describe_sources (g_hash_table_lookup (side->sources, path), path);
  const DecantFolderFace face = {
    .special_use = folder != NULL ? folder->special_use : DECANT_SPECIAL_USE_NONE,
    .note = note,
    .counted = counted,
    .messages = counted ? folder->messages : 0,
    .arriving = arriving,
    .is_new = target != NULL && folder == NULL,
    .dimmed = arriving + arriving_below == 0,
  };

  decant_folder_item_set_face (item, &face);
}

/* Returns how many messages arrive there. */
static guint64
show_targets (NewSide *side, const GPtrArray *items)
{
  guint64 sum = 0;

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      DecantFolderItem *item = items->pdata[i];
      guint64 below = show_targets (side, decant_folder_item_get_children (item));

      show_target (side, item, below);
      sum += below + decant_folder_item_get_face (item)->arriving;
    }
  return sum;
}

void
decant_plan_trees_show_new (DecantFolderTree *tree, const DecantPlan *plan)
{
  g_autoptr (GPtrArray) targets = decant_plan_list_targets (plan);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) sources = list_sources (plan);
  NewSide side = { by_path, sources };

  for (guint i = 0; i < targets->len; i++)
    {
      DecantPlanTarget *target = targets->pdata[i];

      g_ptr_array_add (paths, target->path);
      g_hash_table_insert (by_path, target->path, target);
    }
  decant_folder_tree_set_paths (tree, paths);
  show_targets (&side, decant_folder_item_get_children (decant_folder_tree_get_root (tree)));
  decant_folder_tree_settle (tree);
}
