/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/check-button.h"

#include "app/check-words.h"
#include "app/resources.h"

struct _DecantCheckButton
{
  AdwBin parent_instance;

  DecantCheckUp *check_up;
  DecantProgress *progress; /* that is followed */

  GtkWidget *spinner;
  GtkImage *icon;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (DecantCheckButton, decant_check_button, ADW_TYPE_BIN)

static const char *
choose_icon (DecantCheckUp *check_up)
{
  g_autoptr (GPtrArray) damaged = decant_check_up_list_damaged (check_up);

  switch (decant_check_up_get_state (check_up))
    {
    case DECANT_CHECK_UP_RUNNING:
      return decant_check_up_get_question (check_up) != NULL ? "dialog-warning-symbolic"
                                                             : "media-playback-pause-symbolic";
    case DECANT_CHECK_UP_STOPPED:
    case DECANT_CHECK_UP_DONE:
      if (damaged->len > 0 || decant_check_up_get_error (check_up) != NULL)
        return "dialog-warning-symbolic";
      if (decant_check_up_get_state (check_up) == DECANT_CHECK_UP_DONE &&
          !decant_check_up_has_rest (check_up))
        return "emblem-ok-symbolic";
      return "system-search-symbolic";
    case DECANT_CHECK_UP_NEW:
    default:
      return "system-search-symbolic";
    }
}

static void
show_words (DecantCheckButton *self)
{
  g_autofree char *words = decant_check_words_short (self->check_up);

  gtk_label_set_label (self->label, words);
}

static void
show_check_up (DecantCheckButton *self)
{
  DecantProgress *progress = decant_check_up_get_progress (self->check_up);
  gboolean spinning = decant_check_up_is_running (self->check_up) &&
                      !decant_check_up_is_paused (self->check_up);

  if (progress != self->progress)
    {
      if (self->progress != NULL)
        g_signal_handlers_disconnect_by_data (self->progress, self);
      g_set_object (&self->progress, progress);
      if (progress != NULL)
        g_signal_connect_object (progress, "changed", G_CALLBACK (show_words), self,
                                 G_CONNECT_SWAPPED);
    }
  gtk_widget_set_visible (self->spinner, spinning);
  g_object_set (self->spinner, "spinning", spinning, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !spinning);
  gtk_image_set_from_icon_name (self->icon, choose_icon (self->check_up));
  show_words (self);
}

void
decant_check_button_set_check_up (DecantCheckButton *self, DecantCheckUp *check_up)
{
  self->check_up = g_object_ref (check_up);
  g_signal_connect_object (check_up, "changed", G_CALLBACK (show_check_up), self,
                           G_CONNECT_SWAPPED);
  show_check_up (self);
}

/* ---- the widget ---- */

static void
decant_check_button_dispose (GObject *object)
{
  DecantCheckButton *self = DECANT_CHECK_BUTTON (object);

  g_clear_object (&self->check_up);
  g_clear_object (&self->progress);
  G_OBJECT_CLASS (decant_check_button_parent_class)->dispose (object);
}

static void
decant_check_button_class_init (DecantCheckButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_check_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("check-button"));
  gtk_widget_class_bind_template_child (widget_class, DecantCheckButton, spinner);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckButton, icon);
  gtk_widget_class_bind_template_child (widget_class, DecantCheckButton, label);
}

static void
decant_check_button_init (DecantCheckButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
