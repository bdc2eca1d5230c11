/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A day, to be typed or chosen from a calendar.
 *
 * Properties:
 *   "date" (int64)     midnight UTC of that day, in seconds since 1970
 *   "label" (string, construct only)   what it is, for those who do not see it
 *
 * What is typed counts as soon as it is a whole date; what is none gives way to the last that was
 * when the entry is left. */
#define DECANT_TYPE_DATE_ENTRY (decant_date_entry_get_type ())
G_DECLARE_FINAL_TYPE (DecantDateEntry, decant_date_entry, DECANT, DATE_ENTRY, GtkBox)

G_END_DECLS
