/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/year-figures.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How the chart of years looks. */

/* Where things are in it, in pixels. */
typedef struct
{
  gboolean leftwards; /* time goes from the right to the left */
  float top, bottom;  /* of the highest bar */
  float left, width;  /* of all years */
  float step;         /* of one */
} DecantYearLayout;

DecantYearLayout decant_year_drawing_lay_out (GtkWidget *widget, guint n_years);

/* Where a moment is, in months since the beginning of the first year, and back. */
float decant_year_drawing_place (const DecantYearLayout *layout, double months);
double decant_year_drawing_find_months (const DecantYearLayout *layout, double x);

/* What is to be seen. */
typedef struct
{
  GtkWidget *widget;
  const GArray *years; /* DecantYear; not empty */
  gboolean by_size;
  double cut; /* in months since the beginning of the first year */
} DecantYearScene;

void decant_year_drawing_draw (const DecantYearScene *scene, GtkSnapshot *snapshot);

G_END_DECLS
