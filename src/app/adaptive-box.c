/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/adaptive-box.h"

struct _DecantAdaptiveBox
{
  GtkWidget parent_instance;

  int child_width;
  int spacing;
};

static void decant_adaptive_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DecantAdaptiveBox, decant_adaptive_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      decant_adaptive_box_buildable_init))

enum
{
  PROP_0,
  PROP_CHILD_WIDTH,
  PROP_SPACING,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static GtkBuildableIface *parent_buildable;

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
first_shown (DecantAdaptiveBox *self)
{
  return next_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static int
count_shown (DecantAdaptiveBox *self)
{
  int count = 0;

  for (GtkWidget *child = first_shown (self); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    count++;
  return count;
}

/* How wide a row of @count children is. */
static int
row_width (DecantAdaptiveBox *self, int count, int child_width)
{
  return count * child_width + MAX (count - 1, 0) * self->spacing;
}

static gboolean
is_row (DecantAdaptiveBox *self, int count, int width)
{
  return width >= row_width (self, count, self->child_width);
}

static int
share_width (DecantAdaptiveBox *self, int count, int width)
{
  return MAX ((width - (count - 1) * self->spacing) / MAX (count, 1), 1);
}

static void
measure_width (DecantAdaptiveBox *self, int *minimum, int *natural)
{
  int widest = self->child_width;

  for (GtkWidget *child = first_shown (self); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      widest = MAX (widest, child_natural);
    }
  *natural = MAX (row_width (self, count_shown (self), widest), *minimum);
}

static void
measure_height (DecantAdaptiveBox *self, int width, int *minimum, int *natural)
{
  int count = count_shown (self);
  gboolean row = width < 0 || is_row (self, count, width);
  int child_width = width < 0 ? -1 : row ? share_width (self, count, width) : width;

  for (GtkWidget *child = first_shown (self); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, &child_minimum,
                          &child_natural, NULL, NULL);
      *minimum = row ? MAX (*minimum, child_minimum) : *minimum + child_minimum;
      *natural = row ? MAX (*natural, child_natural) : *natural + child_natural;
    }
  if (!row)
    {
      *minimum += MAX (count - 1, 0) * self->spacing;
      *natural += MAX (count - 1, 0) * self->spacing;
    }
}

static void
decant_adaptive_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  DecantAdaptiveBox *self = DECANT_ADAPTIVE_BOX (widget);

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    measure_height (self, for_size, minimum, natural);
}

static void
allocate_row (DecantAdaptiveBox *self, int count, int width, int height)
{
  gboolean reversed = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int share = share_width (self, count, width);
  int index = 0;

  for (GtkWidget *child = first_shown (self); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int place = reversed ? count - 1 - index : index;
      GtkAllocation allocation = { place * (share + self->spacing), 0, share, height };

      gtk_widget_size_allocate (child, &allocation, -1);
      index++;
    }
}

/* What there is more than needed is left over at the end. */
static void
allocate_column (DecantAdaptiveBox *self, int width)
{
  int y = 0;

  for (GtkWidget *child = first_shown (self); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      GtkAllocation allocation = { 0, y, width, 0 };

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &allocation.height, NULL,
                          NULL);
      gtk_widget_size_allocate (child, &allocation, -1);
      y += allocation.height + self->spacing;
    }
}

static void
decant_adaptive_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DecantAdaptiveBox *self = DECANT_ADAPTIVE_BOX (widget);
  int count = count_shown (self);

  if (is_row (self, count, width))
    allocate_row (self, count, width, height);
  else
    allocate_column (self, width);
}

static GtkSizeRequestMode
decant_adaptive_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
decant_adaptive_box_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                               const char *type)
{
  if (GTK_IS_WIDGET (child))
    gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
decant_adaptive_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = decant_adaptive_box_add_child;
}

static void
decant_adaptive_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DecantAdaptiveBox *self = DECANT_ADAPTIVE_BOX (object);

  switch (id)
    {
    case PROP_CHILD_WIDTH:
      self->child_width = g_value_get_int (value);
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_adaptive_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (decant_adaptive_box_parent_class)->dispose (object);
}

static void
decant_adaptive_box_class_init (DecantAdaptiveBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = decant_adaptive_box_set_property;
  object_class->dispose = decant_adaptive_box_dispose;
  widget_class->measure = decant_adaptive_box_measure;
  widget_class->size_allocate = decant_adaptive_box_size_allocate;
  widget_class->get_request_mode = decant_adaptive_box_get_request_mode;
  props[PROP_CHILD_WIDTH] = g_param_spec_int ("child-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
decant_adaptive_box_init (DecantAdaptiveBox *self)
{
}
