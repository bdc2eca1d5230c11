/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/plan-editor.h"
#include "engine/census.h"

G_BEGIN_DECLS

/* What the plan makes of the mail there is: kept up while a person changes the plan and the census
 * goes through the old account. Main thread only; nothing here blocks.
 *
 * Signals:
 *   "changed" ()             there is another summary, or none any more
 *   "progressed" ()          the census has come further, or has come to an end
 *   "folder" (guint index)   decant_census_get_folder() says something else of a folder */
#define DECANT_TYPE_FORECAST (decant_forecast_get_type ())
G_DECLARE_FINAL_TYPE (DecantForecast, decant_forecast, DECANT, FORECAST, GObject)

/* @editor: whose plan it is about. */
DecantForecast *decant_forecast_new (DecantPlanEditor *editor);

/* Begins anew. @old_folders: DecantFolder, as the survey listed them. The census starts with
 * resume(). */
void decant_forecast_begin (DecantForecast *self, GPtrArray *old_folders);

/* Lets the census run over @old_account, or go on from where it was paused. */
void decant_forecast_resume (DecantForecast *self, DecantStoreOpener *old_account);

/* Lets go of the old account at once. What is known by now stays. */
void decant_forecast_pause (DecantForecast *self);

/* Forgets all of it. */
void decant_forecast_end (DecantForecast *self);

/* NULL where it has not begun. Owned by @self. */
DecantCensus *decant_forecast_get_census (DecantForecast *self);

/* NULL until there is one. It may be of the plan before its last change, for a moment. Valid until
 * "changed"; owned by @self. */
const DecantCensusSummary *decant_forecast_get_summary (DecantForecast *self);

/* Messages larger than @bytes are told of in the summary's "oversize"; 0: there is no limit. */
void decant_forecast_set_size_limit (DecantForecast *self, guint64 bytes);

G_END_DECLS
