/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/year-figures.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A bar for each year, in two tones: all there is and what of it is taken, and a handle at the
 * moment from which on mail is taken. The handle is dragged, or moved with the keyboard: arrows by
 * a month, Page Up and Page Down by a year, Home and End to the ends. To those who listen rather
 * than see it is a slider. Its colours are those of the CSS node "yearchart", the accent and their
 * shades.
 *
 * Signals:
 *   "cut" (gint64 moment)  a person has moved the handle there: the beginning of a month (UTC) in
 *                          seconds since 1970; 0: to the very beginning, so that nothing is cut.
 *                          The chart shows it once set_cut() is called
 *   "cut-done" ()          they have let go of it */
#define DECANT_TYPE_YEAR_CHART (decant_year_chart_get_type ())
G_DECLARE_FINAL_TYPE (DecantYearChart, decant_year_chart, DECANT, YEAR_CHART, GtkWidget)

GtkWidget *decant_year_chart_new (void);

/* @years: of DecantYear; may be empty. Referenced. */
void decant_year_chart_set_years (DecantYearChart *self, GArray *years);

/* Shows bytes rather than messages. */
void decant_year_chart_set_by_size (DecantYearChart *self, gboolean by_size);

/* @moment: in seconds since 1970; 0: nothing is cut. @words: the same for people. */
void decant_year_chart_set_cut (DecantYearChart *self, gint64 moment, const char *words);

/* Where the handle is at that moment, in the widget's coordinates. */
double decant_year_chart_get_x (DecantYearChart *self, gint64 moment);

G_END_DECLS
