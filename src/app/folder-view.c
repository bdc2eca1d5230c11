/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-view.h"

#include "app/column-fit.h"
#include "app/folder-columns.h"
#include "app/folder-drag.h"
#include "app/folder-picking.h"
#include "app/resources.h"

#include <glib/gi18n-lib.h>

/* Pixels from which on there is room for a bar beside the figures. */
#define WIDE 460

struct _DecantFolderView
{
  AdwBin parent_instance;

  gboolean old;
  gboolean alone;
  DecantFolderTree *tree;
  GtkSingleSelection *selection;
  gboolean selecting; /* by ourselves */

  GtkLabel *side;
  GtkLabel *account;
  GtkStack *stack;
  GtkColumnView *view;
  GtkMenuButton *menu_button;
  GtkPopoverMenu *popover;
};

G_DEFINE_FINAL_TYPE (DecantFolderView, decant_folder_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_OLD,
  PROP_ALONE,
  PROP_MENU,
  PROP_VIEW_MENU,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_SELECTED,
  SIGNAL_DROPPED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* ---- rows ---- */

static DecantFolderItem *
peek_item (DecantFolderView *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  g_autoptr (DecantFolderItem) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  return item;
}

/* ---- selecting ---- */

const char *
decant_folder_view_get_selected (DecantFolderView *self)
{
  DecantFolderItem *item = peek_item (self, gtk_single_selection_get_selected (self->selection));

  return item != NULL ? decant_folder_item_get_path (item) : NULL;
}

void
decant_folder_view_select (DecantFolderView *self, const char *path)
{
  guint position = path != NULL ? decant_folder_tree_reveal (self->tree, path)
                                : GTK_INVALID_LIST_POSITION;

  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (decant_folder_picking_list (self->view), "list.scroll-to-item", "u",
                                position);
}

static void
on_selected (DecantFolderView *self)
{
  if (!self->selecting)
    g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

/* Enter on a row ticks it, as a click on its check box does. */
static void
on_activate (DecantFolderView *self, guint position)
{
  DecantFolderItem *item = peek_item (self, position);

  if (self->old && item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.choose-folder", "(sb)",
                                decant_folder_item_get_path (item),
                                decant_folder_item_get_face (item)->tick != DECANT_TICK_ON);
}

/* ---- the menu of a row ---- */

static void
open_menu_at (DecantFolderView *self, double x, double y)
{
  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &x, &y);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* Selects the row at this place, as a click would, and opens its menu there. */
static void
open_menu_of (DecantFolderView *self, double x, double y)
{
  DecantFolderItem *item = decant_folder_picking_item (self->view, x, y);

  if (item == NULL)
    return;
  decant_folder_view_select (self, decant_folder_item_get_path (item));
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
  open_menu_at (self, x, y);
}

static void
on_secondary_click (DecantFolderView *self, int presses, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_of (self, x, y);
}

static void
on_long_press (DecantFolderView *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_of (self, x, y);
}

/* By a key: under the row that has the focus. */
static gboolean
on_menu_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  DecantFolderView *self = DECANT_FOLDER_VIEW (widget);
  GtkWidget *row = gtk_root_get_focus (gtk_widget_get_root (widget));
  double x, y;

  while (row != NULL && gtk_widget_get_parent (row) != decant_folder_picking_list (self->view))
    row = gtk_widget_get_parent (row);
  if (row == NULL || !gtk_widget_translate_coordinates (row, GTK_WIDGET (self->view),
                                                        gtk_widget_get_width (row) / 2.0,
                                                        gtk_widget_get_height (row) / 2.0, &x, &y))
    return FALSE;
  open_menu_of (self, x, y);
  return TRUE;
}

/* ---- what is shown ---- */

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

static void
on_dropped (gpointer self, const char *old_path, const char *new_path)
{
  g_signal_emit (self, signals[SIGNAL_DROPPED], 0, old_path, new_path);
}

static void
on_expand_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  decant_folder_tree_expand_all (DECANT_FOLDER_VIEW (widget)->tree);
}

static void
on_collapse_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  decant_folder_tree_collapse_all (DECANT_FOLDER_VIEW (widget)->tree);
}

static void
add_columns (DecantFolderView *self)
{
  GtkColumnViewColumn *messages = decant_folder_columns_new_messages ();
  GtkColumnViewColumn *columns[] = {
    decant_folder_columns_new_folder (self),
    messages,
    self->old ? decant_folder_columns_new_size () : decant_folder_columns_new_arriving (),
    self->old ? decant_folder_columns_new_share () : NULL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns) && columns[i] != NULL; i++)
    {
      gtk_column_view_append_column (self->view, columns[i]);
      g_object_unref (columns[i]);
    }
  if (self->old)
    decant_column_fit_add (self->view, columns[3], WIDE);
  decant_column_fit_add (self->view, messages, 0);
}

/* ---- the widget ---- */

static void
name_menu_button (DecantFolderView *self)
{
  const char *name = self->old ? _ ("Old Account Menu") : _ ("New Account Menu");

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
decant_folder_view_constructed (GObject *object)
{
  DecantFolderView *self = DECANT_FOLDER_VIEW (object);
  const char *side = self->old ? _ ("Old Account") : _ ("New Account");
  GListModel *model = decant_folder_tree_get_model (self->tree);

  G_OBJECT_CLASS (decant_folder_view_parent_class)->constructed (object);
  gtk_label_set_label (self->side, side);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, side,
                                  -1);
  name_menu_button (self);
  add_columns (self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, model);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  if (self->old)
    decant_folder_drag_add_source (self->view);
  else
    decant_folder_drag_add_target (self->view, on_dropped, self);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  show_rows (self);
}

static void
decant_folder_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantFolderView *self = DECANT_FOLDER_VIEW (object);

  if (id == PROP_OLD)
    g_value_set_boolean (value, self->old);
  else if (id == PROP_ALONE)
    g_value_set_boolean (value, self->alone);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
decant_folder_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DecantFolderView *self = DECANT_FOLDER_VIEW (object);

  switch (id)
    {
    case PROP_OLD:
      self->old = g_value_get_boolean (value);
      break;
    case PROP_ALONE:
      self->alone = g_value_get_boolean (value);
      break;
    case PROP_MENU:
      gtk_popover_menu_set_menu_model (self->popover, g_value_get_object (value));
      break;
    case PROP_VIEW_MENU:
      gtk_menu_button_set_menu_model (self->menu_button, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_folder_view_dispose (GObject *object)
{
  DecantFolderView *self = DECANT_FOLDER_VIEW (object);

  if (self->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->popover));
  self->popover = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  G_OBJECT_CLASS (decant_folder_view_parent_class)->dispose (object);
}

static void
add_properties (GObjectClass *object_class)
{
  props[PROP_OLD] = g_param_spec_boolean (
    "old", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_ALONE] = g_param_spec_boolean ("alone", NULL, NULL, FALSE,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_MENU] = g_param_spec_object ("menu", NULL, NULL, G_TYPE_MENU_MODEL,
                                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_VIEW_MENU] = g_param_spec_object ("view-menu", NULL, NULL, G_TYPE_MENU_MODEL,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
decant_folder_view_class_init (DecantFolderViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = decant_folder_view_constructed;
  object_class->get_property = decant_folder_view_get_property;
  object_class->set_property = decant_folder_view_set_property;
  object_class->dispose = decant_folder_view_dispose;
  add_properties (object_class);
  signals[SIGNAL_SELECTED] = g_signal_new ("selected", DECANT_TYPE_FOLDER_VIEW, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DROPPED] = g_signal_new ("dropped", DECANT_TYPE_FOLDER_VIEW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                          G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "tree.expand-all", NULL, on_expand_all);
  gtk_widget_class_install_action (widget_class, "tree.collapse-all", NULL, on_collapse_all);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, (GdkModifierType)0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("folder-view"));
  gtk_widget_class_bind_template_child (widget_class, DecantFolderView, side);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderView, account);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderView, stack);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderView, view);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderView, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_bind_template_callback (widget_class, on_long_press);
}

static void
decant_folder_view_init (DecantFolderView *self)
{
  self->tree = decant_folder_tree_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->popover = GTK_POPOVER_MENU (gtk_popover_menu_new_from_model (NULL));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->popover), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
}
