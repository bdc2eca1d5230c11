/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forecast.h"
#include "app/largest-item.h"
#include "app/message-item.h"

G_BEGIN_DECLS

/* Brings lists of the largest up to date. What stays in its place in a list stays the same item
 * there, so that nothing moves that need not. */

#define DECANT_LARGEST_MOST 200

/* @list: of DecantMessageItem: those of @summary. @editor: of the plan it is of. */
void decant_largest_lists_show_messages (GListStore *list, DecantCensus *census,
                                         DecantPlanEditor *editor,
                                         const DecantCensusSummary *summary);

/* @list: of DecantLargestItem: folders by what the census has met there, taken along or not. */
void decant_largest_lists_show_folders (GListStore *list, DecantCensus *census,
                                        DecantPlanEditor *editor);

/* @list: of DecantLargestItem: those of @summary. */
void decant_largest_lists_show_senders (GListStore *list, const DecantCensusSummary *summary);

G_END_DECLS
