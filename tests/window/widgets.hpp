/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <string>

/* The @index-th below @root, parents before children, for which @is_it holds; NULL. */
GtkWidget *
find_widget (GtkWidget *root, const std::function<bool (GtkWidget *)> &is_it, unsigned index = 0);

/* The @index-th of @type. */
GtkWidget *find_widget (GtkWidget *root, GType type, unsigned index = 0);

/* What a label says, with spaces for those that do not break. */
std::string label_text (GtkWidget *label);

/* Whether a person sees a label with @text in it. */
bool has_label (GtkWidget *root, const std::string &text);
