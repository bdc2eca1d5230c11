/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan-traits.h"
#include "stores/store-opener.h"

G_BEGIN_DECLS

/* The survey: lists the folders of both accounts, with counts, at the same time. */
typedef struct
{
  GPtrArray *old_folders; /* DecantFolder */
  GPtrArray *new_folders; /* DecantFolder; empty where there is no new account */
  DecantServerKind old_kind;
  DecantPlanTraits new_traits; /* what the new server does not allow in names of folders */
} DecantSurvey;

void decant_survey_free (DecantSurvey *self);

/* The connections are given back to the openers. @new_account may be NULL. An account whose
 * connection is lost is asked several times, one that cannot be reached only once. Blocks; any
 * thread but the main one. An error's message names the account it is about. */
DecantSurvey *decant_survey_run (DecantStoreOpener *old_account, DecantStoreOpener *new_account,
                                 GCancellable *cancellable, GError **error);

/* The same in threads of its own. */
void decant_survey_run_async (DecantStoreOpener *old_account, DecantStoreOpener *new_account,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
DecantSurvey *decant_survey_run_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSurvey, decant_survey_free)

G_END_DECLS
