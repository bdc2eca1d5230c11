/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/folder-map.h"
#include "engine/plan.h"

G_BEGIN_DECLS

/* What the files of the plan share. */

typedef struct
{
  DecantPlanFolder visible;
  gboolean chosen_by_hand;
  gboolean placed_by_hand;
} DecantPlanRow;

struct _DecantPlan
{
  DecantPlanRules *rules;
  DecantFolderMap *map;
  GPtrArray *old_folders; /* DecantFolder */
  GPtrArray *new_folders; /* DecantFolder */
  GPtrArray *rows;        /* DecantPlanRow, one an old folder */
  GHashTable *labels;     /* of the old folders there are, as DecantMessage.labels has them */
  GHashTable *by_path;    /* old path → DecantPlanRow (borrowed) */
};

G_END_DECLS
