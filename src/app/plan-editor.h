/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pruning.h"
#include "engine/journal.h"

G_BEGIN_DECLS

/* The plan as a person changes it: every change of the folders page goes through here, and can be
 * undone. Main thread only.
 *
 * Signals:
 *   "changed" ()   the plan, or its rules, are different, or there is another plan or none any more
 *   "edited" ()    before that, where a person did it: there is something to be kept
 *   "refused" (const GError *)   what was asked for by a command cannot be done */
#define DECANT_TYPE_PLAN_EDITOR (decant_plan_editor_get_type ())
G_DECLARE_FINAL_TYPE (DecantPlanEditor, decant_plan_editor, DECANT, PLAN_EDITOR, GObject)

DecantPlanEditor *decant_plan_editor_new (void);

/* Another plan (taken over), or NULL: none. Nothing can be undone then. */
void decant_plan_editor_take_plan (DecantPlanEditor *self, DecantPlan *plan);

/* NULL where there is none. Owned by @self. */
const DecantPlan *decant_plan_editor_get_plan (DecantPlanEditor *self);

/* The old folder of this path, or NULL; the first old folder that goes to this place, or NULL. */
const DecantPlanFolder *decant_plan_editor_find (DecantPlanEditor *self, const char *old_path);
const DecantPlanFolder *
decant_plan_editor_find_source (DecantPlanEditor *self, const char *new_path);

/* The rules of the plan. Owned by @self. */
DecantPruning *decant_plan_editor_get_pruning (DecantPlanEditor *self);

/* ---- which folders; nothing happens without a plan ---- */

/* Takes the folder @path of the old account along or leaves it behind, with all below it. */
void decant_plan_editor_choose (DecantPlanEditor *self, const char *path, gboolean chosen);
void decant_plan_editor_choose_all (DecantPlanEditor *self, gboolean chosen);
void decant_plan_editor_choose_subscribed (DecantPlanEditor *self);

/* As decant_plan_choose_each(). @label: what is undone, for the reader. */
void decant_plan_editor_choose_each (DecantPlanEditor *self, const DecantPlanChoice *choices,
                                     const char *label);

/* ---- where to ---- */

typedef enum
{
  DECANT_PLACE_INTO,  /* below the folder @target of the new account; "": at the top */
  DECANT_PLACE_NAMED, /* where it is, but called @target */
  DECANT_PLACE_WITH,  /* together with what is in the folder @target of the new account */
} DecantPlace;

/* Whether the old folder @path could go there; the error says to people why not. */
gboolean decant_plan_editor_can_place (DecantPlanEditor *self, DecantPlace place, const char *path,
                                       const char *target, GError **error);
gboolean decant_plan_editor_place (DecantPlanEditor *self, DecantPlace place, const char *path,
                                   const char *target, GError **error);

/* Choice and place of the old folder @path as they would be without a hand. */
void decant_plan_editor_reset (DecantPlanEditor *self, const char *path);
gboolean decant_plan_editor_is_by_hand (DecantPlanEditor *self, const char *path);

/* The old folder @path by itself: those below it stay as they are. */
void decant_plan_editor_choose_alone (DecantPlanEditor *self, const char *path, gboolean chosen);

/* Leaves behind what came before @newer_than (as in DecantPlanRules; 0: nothing). Several in a row
 * are one step to undo until end_cut(): a handle that is dragged. */
void decant_plan_editor_cut (DecantPlanEditor *self, gint64 newer_than);
void decant_plan_editor_end_cut (DecantPlanEditor *self);

/* Takes single messages of the old folder @path, which is copied, along or leaves them behind; by
 * their UIDs as the survey knows that folder. */
void decant_plan_editor_tick_messages (DecantPlanEditor *self, const char *path,
                                       const guint32 *uids, gsize n_uids, gboolean taken);

/* Leaves these behind: DecantProblem of single messages of folders that are copied, as a check met
 * them. One step to undo. */
void decant_plan_editor_leave_damaged (DecantPlanEditor *self, GPtrArray *problems);

/* ---- undoing; the labels are NULL where there is nothing, and borrowed until "changed" ---- */

void decant_plan_editor_undo (DecantPlanEditor *self);
void decant_plan_editor_redo (DecantPlanEditor *self);
const char *decant_plan_editor_get_undo_label (DecantPlanEditor *self);
const char *decant_plan_editor_get_redo_label (DecantPlanEditor *self);

G_END_DECLS
