/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/column-fit.h"

typedef struct
{
  GtkColumnViewColumn *column;
  double needed; /* width of the view with which it had no room */
} Yielding;

typedef struct
{
  GtkColumnView *view;
  GArray *columns; /* Yielding, in the order in which they give way */
  guint hidden;    /* of these the first ones */
  guint idle;
} Fit;

static GQuark
fit_quark (void)
{
  return g_quark_from_static_string ("decant-column-fit");
}

static void
free_fit (gpointer data)
{
  Fit *self = data;

  g_clear_handle_id (&self->idle, g_source_remove);
  g_array_unref (self->columns);
  g_free (self);
}

static void
clear_yielding (gpointer data)
{
  g_clear_object (&((Yielding *)data)->column);
}

/* One column at a time: what the others need is known once the view has been laid out again. */
static gboolean
fit_columns (gpointer user_data)
{
  Fit *self = user_data;
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));
  double width = gtk_adjustment_get_page_size (adjustment);
  double needed = gtk_adjustment_get_upper (adjustment);

  self->idle = 0;
  if (needed > width && width > 0 && self->hidden < self->columns->len)
    {
      Yielding *next = &g_array_index (self->columns, Yielding, self->hidden);

      next->needed = needed;
      self->hidden++;
      gtk_column_view_column_set_visible (next->column, FALSE);
    }
  else if (self->hidden > 0 &&
           width >= g_array_index (self->columns, Yielding, self->hidden - 1).needed)
    {
      self->hidden--;
      gtk_column_view_column_set_visible (
        g_array_index (self->columns, Yielding, self->hidden).column, TRUE);
    }
  return G_SOURCE_REMOVE;
}

/* Columns must not come and go while sizes are allocated. */
static void
on_changed (GtkColumnView *view)
{
  Fit *self = g_object_get_qdata (G_OBJECT (view), fit_quark ());

  if (self != NULL && self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_columns, self, NULL);
}

static Fit *
get_fit (GtkColumnView *view)
{
  Fit *self = g_object_get_qdata (G_OBJECT (view), fit_quark ());
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view));

  if (self != NULL)
    return self;
  self = g_new0 (Fit, 1);
  self->view = view;
  self->columns = g_array_new (FALSE, FALSE, sizeof (Yielding));
  g_array_set_clear_func (self->columns, clear_yielding);
  g_object_set_qdata_full (G_OBJECT (view), fit_quark (), self, free_fit);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_changed), view, G_CONNECT_SWAPPED);
  return self;
}

void
decant_column_fit_add (GtkColumnView *view, GtkColumnViewColumn *column, double wide)
{
  Fit *self = get_fit (view);
  const Yielding yielding = { g_object_ref (column), wide };

  if (wide > 0 && self->hidden == self->columns->len)
    {
      self->hidden++;
      gtk_column_view_column_set_visible (column, FALSE);
    }
  g_array_append_val (self->columns, yielding);
}
