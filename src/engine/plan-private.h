/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/folder-map.h"
#include "engine/plan.h"
#include "engine/uid-ranges.h"

G_BEGIN_DECLS

/* What the files of the plan share. */

typedef struct _DecantPlanRow DecantPlanRow;

/* An old folder, or a level above some that is no folder itself. */
struct _DecantPlanRow
{
  DecantPlanFolder visible; /* of a mere level only new_path and remark, from the automatic */
  char *path;               /* the old one */
  DecantPlanRow *parent;    /* NULL at the top */
  int index;                /* among the folders; -1: a mere level */
  guint depth;              /* from 0 */
  gboolean chosen_by_hand;
  DecantPlanRemark remark;     /* about its place alone */
  char *placed;                /* by hand: where; NULL: it goes where the automatic says */
  DecantUidRanges *ticked_off; /* messages, by hand; NULL: none */
  gboolean is_of_left_use;     /* it or one above it has a use that is left behind */
  gboolean is_groupware;       /* it or one above it is no mail */
};

struct _DecantPlan
{
  DecantPlanRules *rules;
  DecantFolderMap *map;
  DecantPlanTraits traits;
  DecantServerKind old_kind;
  GPtrArray *old_folders; /* DecantFolder */
  GPtrArray *new_folders; /* DecantFolder */
  GPtrArray *rows;        /* DecantPlanRow, one an old folder; borrowed */
  GPtrArray *tree;        /* DecantPlanRow, mere levels too, parents before children */
  GHashTable *labels;     /* of the old folders there are, as DecantMessage.labels has them */
  GHashTable *by_path;    /* old path → DecantPlanRow (borrowed) */
};

/* What the JSON text of choices begins with. */
#define DECANT_PLAN_VERSION_NAME "decant_plan"
#define DECANT_PLAN_VERSION 1

/* Computes all that was not set by hand. */
void decant_plan_update (DecantPlan *self);

/* All folders' new_path, new_folder, mapped, and the remark about it. */
void decant_plan_place_all (DecantPlan *self);

/* The same as decant_plan_update() after choices alone have changed. */
void decant_plan_update_choices (DecantPlan *self);

/* What a hand has set of one folder, as a value. */
typedef struct
{
  gboolean chosen_by_hand;
  DecantPlanChoice choice;     /* NOT_CHOSEN where it was not */
  char *placed;                /* NULL: where the automatic says */
  DecantUidRanges *ticked_off; /* NULL: none */
} DecantPlanHand;

void decant_plan_get_hand (const DecantPlan *self, guint index, DecantPlanHand *hand);

/* Without decant_plan_update(). */
void decant_plan_set_hand (DecantPlan *self, guint index, const DecantPlanHand *hand);
void decant_plan_hand_clear (DecantPlanHand *self);
gboolean decant_plan_hand_equal (const DecantPlanHand *a, const DecantPlanHand *b);

/* Whether they send folders to the same places. */
gboolean decant_plan_rules_map_alike (const DecantPlanRules *a, const DecantPlanRules *b);
gboolean decant_plan_rules_equal (const DecantPlanRules *a, const DecantPlanRules *b);

G_END_DECLS
