/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-view.h"

#include "app/folder-row.h"
#include "app/resources.h"

#include <glib/gi18n-lib.h>

struct _DecantFolderView
{
  AdwBin parent_instance;

  gboolean old;
  DecantFolderTree *tree;

  GtkLabel *side;
  GtkLabel *account;
  GtkStack *stack;
  GtkColumnView *view;
};

G_DEFINE_FINAL_TYPE (DecantFolderView, decant_folder_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_OLD,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* ---- columns ---- */

static void
set_up_row (DecantFolderView *self, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, decant_folder_row_new (self->old));
}

static void
bind_row (DecantFolderView *self, GtkListItem *list_item)
{
  decant_folder_row_set_list_row (DECANT_FOLDER_ROW (gtk_list_item_get_child (list_item)),
                                  gtk_list_item_get_item (list_item));
}

static void
unbind_row (DecantFolderView *self, GtkListItem *list_item)
{
  decant_folder_row_set_list_row (DECANT_FOLDER_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* The property of the folder that a list item shows. */
static GtkExpression *
look_up (const char *property)
{
  GtkExpression *row = gtk_property_expression_new (GTK_TYPE_LIST_ITEM, NULL, "item");
  GtkExpression *item = gtk_property_expression_new (GTK_TYPE_TREE_LIST_ROW, row, "item");

  return gtk_property_expression_new (DECANT_TYPE_FOLDER_ITEM, item, property);
}

static double
choose_opacity (GtkListItem *list_item, gboolean dimmed, gpointer user_data)
{
  return dimmed ? 0.55 : 1;
}

static void
set_up_figure (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer property)
{
  GtkWidget *label = gtk_label_new ("");
  GtkExpression *dimmed[] = { look_up ("dimmed") };

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
  gtk_expression_bind (look_up (property), label, "label", list_item);
  gtk_expression_bind (gtk_cclosure_expression_new (G_TYPE_DOUBLE, NULL, G_N_ELEMENTS (dimmed),
                                                    dimmed, G_CALLBACK (choose_opacity), NULL,
                                                    NULL),
                       label, "opacity", list_item);
}

static void
add_folder_column (DecantFolderView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_signal_connect_object (factory, "setup", G_CALLBACK (set_up_row), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row), self, G_CONNECT_SWAPPED);
  column = gtk_column_view_column_new (_ ("Folder"), factory);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (self->view, column);
  g_object_unref (column);
}

static void
add_figure_column (DecantFolderView *self, const char *title, const char *property)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_figure), (gpointer)property);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_append_column (self->view, column);
  g_object_unref (column);
}

/* ---- what happens ---- */

/* Enter on a row ticks it, as a click on its check box does. */
static void
on_activate (DecantFolderView *self, guint position)
{
  g_autoptr (GtkTreeListRow)
    row = g_list_model_get_item (decant_folder_tree_get_model (self->tree), position);
  g_autoptr (DecantFolderItem) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (self->old && item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.choose-folder", "(sb)",
                                decant_folder_item_get_path (item),
                                !decant_folder_item_get_chosen (item));
}

static void
show_rows (DecantFolderView *self)
{
  guint rows = g_list_model_get_n_items (decant_folder_tree_get_model (self->tree));

  gtk_stack_set_visible_child_name (self->stack, rows > 0 ? "rows" : "none");
}

DecantFolderTree *
decant_folder_view_get_tree (DecantFolderView *self)
{
  return self->tree;
}

void
decant_folder_view_set_account (DecantFolderView *self, const char *account)
{
  gtk_label_set_label (self->account, account);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->account), account);
}

/* ---- the widget ---- */

static void
decant_folder_view_constructed (GObject *object)
{
  DecantFolderView *self = DECANT_FOLDER_VIEW (object);
  const char *side = self->old ? _ ("Old Account") : _ ("New Account");
  GListModel *model = decant_folder_tree_get_model (self->tree);
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (model));

  G_OBJECT_CLASS (decant_folder_view_parent_class)->constructed (object);
  gtk_label_set_label (self->side, side);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, side,
                                  -1);
  add_folder_column (self);
  if (self->old)
    {
      add_figure_column (self, _ ("Messages"), "figure");
      add_figure_column (self, _ ("Size"), "size-text");
    }
  else
    {
      add_figure_column (self, _ ("There"), "size-text");
      add_figure_column (self, _ ("Arriving"), "figure");
    }
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  show_rows (self);
}

static void
decant_folder_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_OLD)
    DECANT_FOLDER_VIEW (object)->old = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
decant_folder_view_dispose (GObject *object)
{
  g_clear_object (&DECANT_FOLDER_VIEW (object)->tree);
  G_OBJECT_CLASS (decant_folder_view_parent_class)->dispose (object);
}

static void
decant_folder_view_class_init (DecantFolderViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = decant_folder_view_constructed;
  object_class->set_property = decant_folder_view_set_property;
  object_class->dispose = decant_folder_view_dispose;
  props[PROP_OLD] = g_param_spec_boolean (
    "old", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("folder-view"));
  gtk_widget_class_bind_template_child (widget_class, DecantFolderView, side);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderView, account);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderView, stack);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderView, view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
decant_folder_view_init (DecantFolderView *self)
{
  self->tree = decant_folder_tree_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
