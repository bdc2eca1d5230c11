/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/year-drawing.h"

#include "app/words.h"

#include <adwaita.h>
#include <math.h>

/* Pixels. */
#define MARGIN 10 /* at the sides: half a handle */
#define GAP 6     /* between bars and words */
#define HANDLE 18
#define WIDEST_BAR 28

static const DecantYear *
get_year (const DecantYearScene *scene, guint index)
{
  return &g_array_index (scene->years, DecantYear, index);
}

static guint64
get_figure (const DecantYearScene *scene, const DecantCensusCount *count)
{
  return scene->by_size ? count->size : count->messages;
}

static guint64
find_most (const DecantYearScene *scene)
{
  guint64 most = 0;

  for (guint i = 0; i < scene->years->len; i++)
    most = MAX (most, get_figure (scene, &get_year (scene, i)->all));
  return most;
}

/* ---- where things are ---- */

static PangoLayout *
make_words (GtkWidget *widget, const char *words)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, words);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

static int
measure_words (GtkWidget *widget, const char *words, int *width)
{
  g_autoptr (PangoLayout) layout = make_words (widget, words);
  int height;

  pango_layout_get_pixel_size (layout, width, &height);
  return height;
}

DecantYearLayout
decant_year_drawing_lay_out (GtkWidget *widget, guint n_years)
{
  float line = (float)measure_words (widget, "2000", NULL);
  float width = MAX ((float)gtk_widget_get_width (widget) - 2 * MARGIN, 1);

  return (DecantYearLayout){
    .leftwards = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
    .top = line + GAP,
    .bottom = (float)gtk_widget_get_height (widget) - line - HANDLE - GAP,
    .left = MARGIN,
    .width = width,
    .step = width / (float)MAX (n_years, 1),
  };
}

float
decant_year_drawing_place (const DecantYearLayout *layout, double months)
{
  float distance = CLAMP ((float)(months / 12) * layout->step, 0, layout->width);

  return layout->leftwards ? layout->left + layout->width - distance : layout->left + distance;
}

double
decant_year_drawing_find_months (const DecantYearLayout *layout, double x)
{
  double distance = layout->leftwards ? layout->left + layout->width - x : x - layout->left;

  return distance / layout->step * 12;
}

/* ---- drawing ---- */

/* The tones of the chart, from those of the theme. */
typedef struct
{
  GdkRGBA words, line, all, taken;
} Tones;

static Tones
choose_tones (GtkWidget *widget)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  gboolean contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  Tones tones;

  gtk_style_context_get_color (context, &tones.words);
  tones.line = tones.all = tones.words;
  tones.line.alpha = contrast ? 0.5F : 0.15F;
  tones.all.alpha = contrast ? 0.55F : 0.3F;
  if (!gtk_style_context_lookup_color (context, "accent_color", &tones.taken))
    tones.taken = tones.words;
  return tones;
}

static void
draw_words (GtkSnapshot *snapshot, PangoLayout *words, const GdkRGBA *colour, float x, float y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, words, colour);
  gtk_snapshot_restore (snapshot);
}

/* A line at the height of the highest bar says how high that is. */
static void
draw_scale (const DecantYearScene *scene, GtkSnapshot *snapshot, const DecantYearLayout *layout,
            const Tones *tones)
{
  guint64 most = find_most (scene);
  g_autofree char *text = scene->by_size ? decant_words_size (most) : decant_words_number (most);
  g_autoptr (PangoLayout) words = make_words (scene->widget, text);
  int width;

  pango_layout_get_pixel_size (words, &width, NULL);
  draw_words (snapshot, words, &tones->words,
              layout->leftwards ? layout->left + layout->width - (float)width : layout->left, 0);
  gtk_snapshot_append_color (snapshot, &tones->line,
                             &GRAPHENE_RECT_INIT (layout->left, layout->top - 1, layout->width, 1));
  gtk_snapshot_append_color (snapshot, &tones->line,
                             &GRAPHENE_RECT_INIT (layout->left, layout->bottom, layout->width, 1));
}

/* What there is of a year is seen, however little. */
static void
draw_bar (GtkSnapshot *snapshot, const DecantYearLayout *layout, const GdkRGBA *colour, float x,
          float width, double part)
{
  float height = part > 0 ? MAX ((float)part * (layout->bottom - layout->top), 1) : 0;

  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT (x, layout->bottom - height, width, height));
}

static void
draw_bars (const DecantYearScene *scene, GtkSnapshot *snapshot, const DecantYearLayout *layout,
           const Tones *tones)
{
  double most = MAX ((double)find_most (scene), 1);
  float gap = layout->step > 8 ? 2 : 1;
  float width = MIN (MAX (layout->step - gap, 1), WIDEST_BAR);

  for (guint i = 0; i < scene->years->len; i++)
    {
      const DecantYear *year = get_year (scene, i);
      float middle = decant_year_drawing_place (layout, i * 12 + 6);
      double all = (double)get_figure (scene, &year->all) / most;
      double taken = (double)get_figure (scene, &year->taken) / most;

      draw_bar (snapshot, layout, &tones->all, middle - width / 2, width, all);
      draw_bar (snapshot, layout, &tones->taken, middle - width / 2, width, MIN (taken, all));
    }
}

/* As many as there is room for, the last one always; they stand under their bars. */
static void
draw_years (const DecantYearScene *scene, GtkSnapshot *snapshot, const DecantYearLayout *layout,
            const Tones *tones)
{
  int width;
  float y = layout->bottom + HANDLE + GAP / 2.0F;
  guint every;

  measure_words (scene->widget, "2000", &width);
  every = (guint)ceilf (((float)width + 2 * GAP) / layout->step);
  for (guint i = 0; i < scene->years->len; i++)
    {
      g_autofree char *text = g_strdup_printf ("%d", get_year (scene, i)->year);
      g_autoptr (PangoLayout) words = NULL;
      float x;

      if ((scene->years->len - 1 - i) % every != 0)
        continue;
      words = make_words (scene->widget, text);
      pango_layout_get_pixel_size (words, &width, NULL);
      x = decant_year_drawing_place (layout, i * 12 + 6) - (float)width / 2;
      draw_words (snapshot, words, &tones->words,
                  CLAMP (x, 0, layout->left + layout->width + MARGIN - (float)width), y);
    }
}

static void
draw_handle (const DecantYearScene *scene, GtkSnapshot *snapshot, const DecantYearLayout *layout,
             const Tones *tones)
{
  float x = decant_year_drawing_place (layout, scene->cut);
  GskRoundedRect knob;

  gtk_snapshot_append_color (
    snapshot, &tones->words,
    &GRAPHENE_RECT_INIT (x - 1, layout->top, 2, layout->bottom - layout->top + 2));
  gsk_rounded_rect_init_from_rect (
    &knob, &GRAPHENE_RECT_INIT (x - HANDLE / 2.0F, layout->bottom + 1, HANDLE, HANDLE),
    HANDLE / 2.0F);
  gtk_snapshot_push_rounded_clip (snapshot, &knob);
  gtk_snapshot_append_color (snapshot, &tones->words, &knob.bounds);
  gtk_snapshot_pop (snapshot);
}

void
decant_year_drawing_draw (const DecantYearScene *scene, GtkSnapshot *snapshot)
{
  DecantYearLayout layout = decant_year_drawing_lay_out (scene->widget, scene->years->len);
  Tones tones = choose_tones (scene->widget);

  draw_scale (scene, snapshot, &layout, &tones);
  draw_bars (scene, snapshot, &layout, &tones);
  draw_years (scene, snapshot, &layout, &tones);
  draw_handle (scene, snapshot, &layout, &tones);
}
