/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/check-up.h"

G_BEGIN_DECLS

/* What is done with the check for damaged messages, as actions of a window ("win"):
 *
 *   "check-start"          begins, or goes on where it was stopped
 *   "check-pause" (state)  paused or not
 *   "check-resume"         tries again now
 *   "check-stop"
 *   "check-leave-behind"   what is damaged
 *   "check-save-in" (s)    what is damaged, as files in this directory
 *   "check-stop-saving" */
void decant_check_actions_add (GActionMap *map, DecantCheckUp *check_up);

/* Whether they can be used, as far as there is something to do. */
void decant_check_actions_enable (GActionMap *map, DecantCheckUp *check_up, gboolean enabled);

G_END_DECLS
