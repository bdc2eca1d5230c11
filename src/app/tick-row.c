/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tick-row.h"

#include "app/direction.h"

struct _DecantTickRow
{
  AdwBin parent_instance;

  gboolean showing; /* the check box is changed by ourselves */
  GtkCheckButton *check;
  GtkLabel *title;
  GtkLabel *note;
  GtkLabel *figure;
  char *why; /* as last shown */
  char *spoken;
};

G_DEFINE_FINAL_TYPE (DecantTickRow, decant_tick_row, ADW_TYPE_BIN)

enum
{
  SIGNAL_TICKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
on_toggled (DecantTickRow *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[SIGNAL_TICKED], 0, gtk_check_button_get_active (self->check));
}

static void
show_label (GtkLabel *label, const char *text)
{
  if (text != NULL)
    gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

/* Rows are filled by the hundred while somebody scrolls, and what is told over the bus is dear. */
static gboolean
is_new (char **last, const char *text)
{
  if (g_strcmp0 (*last, text) == 0)
    return FALSE;
  g_free (*last);
  *last = g_strdup (text);
  return TRUE;
}

static void
show_tick (DecantTickRow *self, const DecantTickFace *face)
{
  GtkWidget *check = GTK_WIDGET (self->check);

  self->showing = TRUE;
  gtk_check_button_set_active (self->check, face->tick == DECANT_TICK_ON);
  self->showing = FALSE;
  gtk_widget_set_visible (check, face->tick != DECANT_TICK_NONE);
  gtk_widget_set_sensitive (check, face->tick != DECANT_TICK_BARRED);
  if (is_new (&self->why, face->why))
    gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    face->why != NULL ? face->why : "", -1);
}

/* Why there is nothing to tick, or a title that is cut short. */
static gboolean
on_query_tooltip (DecantTickRow *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (self->why == NULL && !pango_layout_is_ellipsized (gtk_label_get_layout (self->title)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, self->why != NULL ? self->why : gtk_label_get_label (self->title));
  return TRUE;
}

/* The row that has the focus is the list's, around this one. */
static void
tell (DecantTickRow *self, const DecantTickFace *face)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (!is_new (&self->spoken, face->spoken))
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  face->title, -1);
  for (guint i = 0; i < 3 && widget != NULL; i++)
    {
      GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

      if (role == GTK_ACCESSIBLE_ROLE_LIST_ITEM || role == GTK_ACCESSIBLE_ROLE_ROW)
        gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        face->spoken, -1);
      widget = gtk_widget_get_parent (widget);
    }
}

void
decant_tick_row_show (DecantTickRow *self, const DecantTickFace *face)
{
  gboolean out = face->tick == DECANT_TICK_OFF || face->tick == DECANT_TICK_BARRED;
  g_autofree char *title = decant_direction_embed (face->title,
                                                   gtk_widget_get_direction (GTK_WIDGET (self)));

  show_tick (self, face);
  show_label (self->title, title);
  show_label (self->note, face->note);
  show_label (self->figure, face->figure);
  if (out)
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "left-out");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "left-out");
  if (*face->title != '\0')
    tell (self, face);
}

/* ---- the widget ---- */

static GtkLabel *
add_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
decant_tick_row_finalize (GObject *object)
{
  DecantTickRow *self = DECANT_TICK_ROW (object);

  g_free (self->why);
  g_free (self->spoken);
  G_OBJECT_CLASS (decant_tick_row_parent_class)->finalize (object);
}

static void
decant_tick_row_class_init (DecantTickRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_tick_row_finalize;
  signals[SIGNAL_TICKED] = g_signal_new ("ticked", DECANT_TYPE_TICK_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
decant_tick_row_init (DecantTickRow *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->check), GTK_ALIGN_CENTER);
  g_signal_connect_object (self->check, "toggled", G_CALLBACK (on_toggled), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->check));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  self->title = add_label (words, NULL);
  self->note = add_label (words, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "dim-label");
  gtk_box_append (GTK_BOX (row), words);
  self->figure = add_label (row, "numeric");
  gtk_label_set_xalign (self->figure, 1);
  gtk_label_set_ellipsize (self->figure, PANGO_ELLIPSIZE_NONE);
  adw_bin_set_child (ADW_BIN (self), row);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
}

GtkWidget *
decant_tick_row_new (void)
{
  return g_object_new (DECANT_TYPE_TICK_ROW, NULL);
}
