/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/start-page.h"

#include "app/history.h"
#include "app/move-row.h"
#include "app/resources.h"

struct _DecantStartPage
{
  AdwBin parent_instance;

  DecantMigration *migration;
  GCancellable *cancellable; /* of the list being read */
  GPtrArray *moves;          /* DecantMoveSummary, as listed; NULL before the first */

  GtkWidget *introduction;
  GtkWidget *moves_group;
  GtkListBox *moves_list;
  GtkWidget *move_button;
};

G_DEFINE_FINAL_TYPE (DecantStartPage, decant_start_page, ADW_TYPE_BIN)

static void
fill_list (DecantStartPage *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->moves_list))) != NULL)
    gtk_list_box_remove (self->moves_list, row);
  for (guint i = 0; i < self->moves->len; i++)
    gtk_list_box_append (self->moves_list,
                         GTK_WIDGET (decant_move_row_new (g_ptr_array_index (self->moves, i))));
  gtk_widget_set_visible (self->moves_group, self->moves->len > 0);
  gtk_widget_set_visible (self->introduction, self->moves->len == 0);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantStartPage) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *moves = decant_history_list_finish (result, &error);

  if (moves != NULL)
    {
      g_clear_pointer (&self->moves, g_ptr_array_unref);
      self->moves = moves;
      fill_list (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit_by_name (self->migration, "failed", error);
}

void
decant_start_page_refresh (DecantStartPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  decant_history_list_async (decant_migration_get_state_dir (self->migration), self->cancellable,
                             on_listed, g_object_ref (self));
}

const DecantMoveSummary *
decant_start_page_find_move (DecantStartPage *self, const char *path)
{
  for (guint i = 0; self->moves != NULL && i < self->moves->len; i++)
    {
      const DecantMoveSummary *move = g_ptr_array_index (self->moves, i);

      if (strcmp (move->path, path) == 0)
        return move;
    }
  return NULL;
}

void
decant_start_page_set_migration (DecantStartPage *self, DecantMigration *migration)
{
  g_set_object (&self->migration, migration);
}

static gboolean
decant_start_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DECANT_START_PAGE (widget)->move_button));
}

static void
decant_start_page_dispose (GObject *object)
{
  DecantStartPage *self = DECANT_START_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->migration);
  g_clear_pointer (&self->moves, g_ptr_array_unref);
  G_OBJECT_CLASS (decant_start_page_parent_class)->dispose (object);
}

static void
decant_start_page_class_init (DecantStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_start_page_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = decant_start_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("start-page"));
  gtk_widget_class_bind_template_child (widget_class, DecantStartPage, introduction);
  gtk_widget_class_bind_template_child (widget_class, DecantStartPage, moves_group);
  gtk_widget_class_bind_template_child (widget_class, DecantStartPage, moves_list);
  gtk_widget_class_bind_template_child (widget_class, DecantStartPage, move_button);
}

static void
decant_start_page_init (DecantStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
