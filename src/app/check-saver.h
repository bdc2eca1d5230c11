/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/salvage.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* Saves damaged messages as files, in the background, and knows what came of it. Main thread only;
 * nothing here blocks.
 *
 * Signals:
 *   "changed" ()   describe() says something else
 *   "ended" ()     it has come to its end; after "changed" */
#define DECANT_TYPE_CHECK_SAVER (decant_check_saver_get_type ())
G_DECLARE_FINAL_TYPE (DecantCheckSaver, decant_check_saver, DECANT, CHECK_SAVER, GObject)

DecantCheckSaver *decant_check_saver_new (void);

/* Saves @problems (DecantProblem, of messages of @plan) in @directory, as far as the server of
 * @old_account hands them out; nothing happens while it is at work. */
void decant_check_saver_start (DecantCheckSaver *self, DecantStoreOpener *old_account,
                               const DecantPlan *plan, GPtrArray *problems, const char *directory);

/* What was saved stays; "ended" follows. */
void decant_check_saver_stop (DecantCheckSaver *self);
gboolean decant_check_saver_is_running (DecantCheckSaver *self);

/* How far it is, or what came of it; "" where nothing was to be saved. Free with g_free(). */
char *decant_check_saver_describe (DecantCheckSaver *self);

/* Why it ended before its end, else NULL. Owned by @self. */
const GError *decant_check_saver_get_error (DecantCheckSaver *self);

G_END_DECLS
