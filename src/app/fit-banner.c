/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/fit-banner.h"

#include "app/resources.h"

struct _DecantFitBanner
{
  AdwBin parent_instance;

  DecantFit *fit;

  GtkWidget *notice;
  GtkLabel *room;
  GtkWidget *oversize_box;
  GtkLabel *oversize;
  GtkWidget *show_button;
  GtkLabel *days;
};

G_DEFINE_FINAL_TYPE (DecantFitBanner, decant_fit_banner, ADW_TYPE_BIN)

enum
{
  SIGNAL_SHOW_OVERSIZE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

enum
{
  PROP_0,
  PROP_CAN_SHOW_OVERSIZE,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* @text is taken over. Whether there is any. */
static gboolean
show (GtkWidget *box, GtkLabel *label, char *text)
{
  gboolean any = text != NULL;

  gtk_label_set_label (label, any ? text : "");
  gtk_widget_set_visible (box, any);
  g_free (text);
  return any;
}

static void
show_all (DecantFitBanner *self)
{
  gboolean room = show (GTK_WIDGET (self->room), self->room, decant_fit_describe_room (self->fit));
  gboolean oversize = show (self->oversize_box, self->oversize,
                            decant_fit_describe_oversize (self->fit));
  gboolean days = show (GTK_WIDGET (self->days), self->days, decant_fit_describe_days (self->fit));

  gtk_widget_set_visible (self->notice, room || oversize || days);
}

void
decant_fit_banner_set_fit (DecantFitBanner *self, DecantFit *fit)
{
  self->fit = g_object_ref (fit);
  g_signal_connect_object (fit, "changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);
}

static void
on_show_oversize (DecantFitBanner *self)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_OVERSIZE], 0);
}

/* ---- the widget ---- */

static void
decant_fit_banner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CAN_SHOW_OVERSIZE)
    g_value_set_boolean (value, gtk_widget_get_visible (DECANT_FIT_BANNER (object)->show_button));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
decant_fit_banner_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CAN_SHOW_OVERSIZE)
    gtk_widget_set_visible (DECANT_FIT_BANNER (object)->show_button, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
decant_fit_banner_dispose (GObject *object)
{
  g_clear_object (&DECANT_FIT_BANNER (object)->fit);
  G_OBJECT_CLASS (decant_fit_banner_parent_class)->dispose (object);
}

static void
decant_fit_banner_class_init (DecantFitBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = decant_fit_banner_get_property;
  object_class->set_property = decant_fit_banner_set_property;
  object_class->dispose = decant_fit_banner_dispose;
  props[PROP_CAN_SHOW_OVERSIZE] = g_param_spec_boolean ("can-show-oversize", NULL, NULL, FALSE,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_SHOW_OVERSIZE] = g_signal_new ("show-oversize", DECANT_TYPE_FIT_BANNER,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                                0);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("fit-banner"));
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_bind_template_child (widget_class, DecantFitBanner, notice);
  gtk_widget_class_bind_template_child (widget_class, DecantFitBanner, room);
  gtk_widget_class_bind_template_child (widget_class, DecantFitBanner, oversize_box);
  gtk_widget_class_bind_template_child (widget_class, DecantFitBanner, oversize);
  gtk_widget_class_bind_template_child (widget_class, DecantFitBanner, show_button);
  gtk_widget_class_bind_template_child (widget_class, DecantFitBanner, days);
  gtk_widget_class_bind_template_callback (widget_class, on_show_oversize);
}

static void
decant_fit_banner_init (DecantFitBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
