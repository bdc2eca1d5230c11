/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/problem-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One problem: which message, why, and, to be opened, the server's own words. */
#define DECANT_TYPE_PROBLEM_ROW (decant_problem_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantProblemRow, decant_problem_row, DECANT, PROBLEM_ROW, AdwBin)

/* A factory of such rows for lists of DecantProblemItem. */
GtkListItemFactory *decant_problem_row_new_factory (void);

G_END_DECLS
