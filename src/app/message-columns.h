/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/message-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The columns of a list of messages, of DecantMessageItem. Every function returns a new column. */

/* With a check box. @view has a boolean property "narrow": then sender and date are below the
 * subject, as their columns are not in sight. @editor: says what is taken and is told. Both are
 * borrowed and outlive the column. */
GtkColumnViewColumn *decant_message_columns_new_subject (gpointer view, DecantPlanEditor *editor);

GtkColumnViewColumn *decant_message_columns_new_from (void);
GtkColumnViewColumn *decant_message_columns_new_date (void);
GtkColumnViewColumn *decant_message_columns_new_size (void);

G_END_DECLS
