/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window/widgets.hpp"

static GtkWidget *
search (GtkWidget *root, const std::function<bool (GtkWidget *)> &is_it, unsigned &left)
{
  if (is_it (root) && left-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != nullptr;
       child = gtk_widget_get_next_sibling (child))
    if (GtkWidget *found = search (child, is_it, left); found != nullptr)
      return found;
  return nullptr;
}

GtkWidget *
find_widget (GtkWidget *root, const std::function<bool (GtkWidget *)> &is_it, unsigned index)
{
  return search (root, is_it, index);
}

GtkWidget *
find_widget (GtkWidget *root, GType type, unsigned index)
{
  return search (
    root, [type] (GtkWidget *it) { return g_type_is_a (G_OBJECT_TYPE (it), type) != FALSE; },
    index);
}

std::string
label_text (GtkWidget *label)
{
  static const std::string no_break_space = "\u00a0";
  std::string text = gtk_label_get_label (GTK_LABEL (label));

  for (size_t at; (at = text.find (no_break_space)) != std::string::npos;)
    text.replace (at, no_break_space.size (), " ");
  return text;
}

bool
has_label (GtkWidget *root, const std::string &text)
{
  return find_widget (root, [&text] (GtkWidget *it) {
           return GTK_IS_LABEL (it) && gtk_widget_is_visible (it) &&
                  label_text (it).find (text) != std::string::npos;
         }) != nullptr;
}
