/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A row of a list: a check box, a title with a note below it, and a figure.
 *
 * Signal "ticked" (gboolean): a person has changed the check box. */
#define DECANT_TYPE_TICK_ROW (decant_tick_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantTickRow, decant_tick_row, DECANT, TICK_ROW, AdwBin)

/* Strings are borrowed; NULL: there is none, and no place for it. */
typedef struct
{
  const char *title;
  const char *note;
  const char *figure;
  const char *spoken; /* the whole row, for screen readers; never NULL */
  DecantTick tick;
  const char *why; /* why it is barred */
} DecantTickFace;

GtkWidget *decant_tick_row_new (void);
void decant_tick_row_show (DecantTickRow *self, const DecantTickFace *face);

G_END_DECLS
