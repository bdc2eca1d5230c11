/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/share-bar.h"

#include <glib/gi18n-lib.h>

#define WIDTH 48
#define HEIGHT 6

struct _DecantShareBar
{
  GtkWidget parent_instance;

  guint share; /* in thousandths */
};

G_DEFINE_FINAL_TYPE (DecantShareBar, decant_share_bar, GTK_TYPE_WIDGET)

void
decant_share_bar_set_share (DecantShareBar *self, guint thousandths)
{
  g_autofree char *percent = NULL;

  if (self->share == thousandths)
    return;
  self->share = thousandths;
  /* Translators: how much of the account is in a folder, such as "1.2 %". */
  percent = g_strdup_printf (_ ("%.1f %%"), thousandths / 10.0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double)thousandths, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, percent,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw (GtkSnapshot *snapshot, const GdkRGBA *colour, float x, float y, float width)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, width, HEIGHT), HEIGHT / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, colour, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

/* What there is of it is seen, however little: as wide as it is high at the least. */
static void
decant_share_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DecantShareBar *self = DECANT_SHARE_BAR (widget);
  float width = (float)gtk_widget_get_width (widget);
  float y = (float)((gtk_widget_get_height (widget) - HEIGHT) / 2);
  float filled = MAX ((float)self->share / 1000 * width, HEIGHT);
  gboolean leftwards = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GdkRGBA colour, trough;

  if (self->share == 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  trough = colour;
  trough.alpha *= 0.2f;
  draw (snapshot, &trough, 0, y, width);
  draw (snapshot, &colour, leftwards ? width - filled : 0, y, filled);
}

static void
decant_share_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
decant_share_bar_class_init (DecantShareBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = decant_share_bar_snapshot;
  widget_class->measure = decant_share_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "sharebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
decant_share_bar_init (DecantShareBar *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Share of the account"), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  0.0, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1000.0, -1);
}

GtkWidget *
decant_share_bar_new (void)
{
  return g_object_new (DECANT_TYPE_SHARE_BAR, NULL);
}
