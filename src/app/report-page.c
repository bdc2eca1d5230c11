/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/report-page.h"

#include "app/adaptive-box.h"
#include "app/dialogs.h"
#include "app/problem-row.h"
#include "app/resources.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

struct _DecantReportPage
{
  AdwBin parent_instance;

  DecantMigration *migration;
  GListStore *problems;    /* DecantProblemItem */
  GListStore *adjustments; /* likewise */
  GListStore *duplicates;  /* likewise */

  AdwToastOverlay *toasts;
  GtkScrolledWindow *scroller;
  GtkImage *icon;
  GtkLabel *summary;
  GtkLabel *accounts;
  GtkListBox *counts;
  GtkWidget *problems_group;
  GtkListView *problem_list;
  GtkWidget *adjustments_group;
  GtkListView *adjustment_list;
  GtkWidget *duplicates_group;
  GtkListView *duplicate_list;
  GtkLabel *advice;
  GtkWidget *try_again_button;
  GtkWidget *wrap_button;
  GtkWidget *save_button;
};

G_DEFINE_FINAL_TYPE (DecantReportPage, decant_report_page, ADW_TYPE_BIN)

enum
{
  SIGNAL_FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* ---- showing ---- */

static void
add_count (DecantReportPage *self, const char *title, const char *subtitle, guint64 count)
{
  g_autofree char *number = decant_words_number (count);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (number);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "heading");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_append (self->counts, row);
}

/* Counts that are nought and would only be noise are left out. */
static void
add_count_if_any (DecantReportPage *self, const char *title, const char *subtitle, guint64 count)
{
  if (count > 0)
    add_count (self, title, subtitle, count);
}

static void
show_counts (DecantReportPage *self, const DecantReport *report)
{
  g_autofree char *size = g_format_size (report->bytes);
  g_autofree char *duplicates = decant_report_summarise_duplicates (report);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->counts))) != NULL)
    gtk_list_box_remove (self->counts, row);
  add_count (self, _ ("Found in the old account"), "", report->found);
  add_count (self, _ ("Copied this time"), report->bytes > 0 ? size : "", report->copied);
  if (report->done != report->copied)
    add_count (self, _ ("Copied in all"), "", report->done);
  add_count_if_any (self, _ ("Were there already"), "", report->already_there);
  add_count_if_any (self, _ ("Left behind on purpose"), duplicates != NULL ? duplicates : "",
                    report->left_behind);
  add_count_if_any (self, _ ("Skipped"), _ ("Could not be read or stored"), report->skipped);
  add_count_if_any (self, _ ("Missing after the copy"), _ ("Will be copied again if you try again"),
                    report->missing);
  add_count_if_any (self, _ ("Altered"), _ ("Arrived, but not exactly as sent"), report->altered);
  add_count_if_any (self, _ ("Arrived with small changes"), "", report->adjusted);
}

static void
show_list (GListStore *store, GtkWidget *group, GPtrArray *problems)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < problems->len; i++)
    g_ptr_array_add (items, decant_problem_item_new (g_ptr_array_index (problems, i)));
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), items->pdata,
                       items->len);
  gtk_widget_set_visible (group, items->len > 0);
}

static const char *
choose_advice (const DecantReport *report)
{
  if (!report->finished)
    return _ ("Try again to go on where it stopped: nothing is copied twice.");
  if (!decant_report_is_clean (report))
    return _ ("Try again: servers sometimes hand out on another day what they refused before. "
              "Save the report and show it to your help desk. Keep the old account until what is "
              "missing has been found or is not needed.");
  return _ ("Set up your mail program with the new account and look whether all is as you expect. "
            "Mail may still arrive in the old account for some days: copy it with Try Again. Keep "
            "the old account until nothing new arrives there.");
}

static void
show_report (DecantReportPage *self)
{
  const DecantReport *report = decant_migration_get_report (self->migration);
  g_autofree char *summary = NULL;
  g_autofree char *accounts = NULL;
  gboolean clean;

  if (report == NULL)
    return;
  summary = decant_report_summarise (report);
  accounts = g_strdup_printf ("%s → %s", report->old_account != NULL ? report->old_account : "",
                              report->new_account != NULL ? report->new_account : "");
  clean = decant_report_is_clean (report);
  gtk_image_set_from_icon_name (self->icon,
                                clean ? "emblem-ok-symbolic" : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), clean ? "warning" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), clean ? "success" : "warning");
  gtk_label_set_label (self->summary, summary);
  gtk_label_set_label (self->accounts, accounts);
  gtk_label_set_label (self->advice, choose_advice (report));
  show_counts (self, report);
  show_list (self->problems, self->problems_group, report->problems);
  show_list (self->adjustments, self->adjustments_group, report->adjustments);
  show_list (self->duplicates, self->duplicates_group, report->duplicates);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* ---- saving ---- */

typedef struct
{
  DecantReport *report;
  char *path;
  DecantReportFormat format;
} Saving;

static void
saving_free (Saving *saving)
{
  decant_report_free (saving->report);
  g_free (saving->path);
  g_free (saving);
}

static void
write_report (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Saving *saving = task_data;
  GError *error = NULL;

  if (decant_report_write (saving->report, saving->path, saving->format, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantReportPage *self = DECANT_REPORT_PAGE (source);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Report saved")));
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

void
decant_report_page_save (DecantReportPage *self, GFile *file)
{
  const DecantReport *report = decant_migration_get_report (self->migration);
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_written, NULL);
  Saving *saving;

  if (report == NULL)
    return;
  if (path == NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (
        G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
        _ ("The report can only be saved on this computer. Choose another "
           "folder."));
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
      return;
    }
  saving = g_new (Saving, 1);
  *saving = (Saving){ decant_report_copy (report), NULL, DECANT_REPORT_HTML };
  if (decant_report_format_from_name (path, &saving->format))
    saving->path = g_steal_pointer (&path);
  else
    saving->path = g_strconcat (path, ".html", NULL);
  g_task_set_task_data (task, saving, (GDestroyNotify)saving_free);
  g_task_run_in_thread (task, write_report);
}

static void
on_file_chosen (GFile *file, gpointer user_data)
{
  decant_report_page_save (user_data, file);
}

void
decant_report_page_ask_and_save (DecantReportPage *self)
{
  if (decant_migration_get_report (self->migration) != NULL)
    decant_dialogs_save_report (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                _ ("Mail move report.html"), on_file_chosen, self);
}

/* ---- the widget ---- */

void
decant_report_page_set_migration (DecantReportPage *self, DecantMigration *migration)
{
  self->migration = g_object_ref (migration);
  g_signal_connect_object (migration, "report-changed", G_CALLBACK (show_report), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (migration, "can-try-again", self->try_again_button, "visible",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (migration, "can-wrap-refused", self->wrap_button, "visible",
                          G_BINDING_SYNC_CREATE);
  show_report (self);
}

static gboolean
decant_report_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (DECANT_REPORT_PAGE (widget)->save_button);
}

static void
decant_report_page_dispose (GObject *object)
{
  DecantReportPage *self = DECANT_REPORT_PAGE (object);

  g_clear_object (&self->migration);
  g_clear_object (&self->problems);
  g_clear_object (&self->adjustments);
  g_clear_object (&self->duplicates);
  G_OBJECT_CLASS (decant_report_page_parent_class)->dispose (object);
}

static void
decant_report_page_class_init (DecantReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_report_page_dispose;
  signals[SIGNAL_FAILED] = g_signal_new ("failed", DECANT_TYPE_REPORT_PAGE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  widget_class->grab_focus = decant_report_page_grab_focus;
  g_type_ensure (DECANT_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("report-page"));
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, icon);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, summary);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, accounts);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, counts);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, problems_group);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, problem_list);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, adjustments_group);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, adjustment_list);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, duplicates_group);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, duplicate_list);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, advice);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, try_again_button);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, wrap_button);
  gtk_widget_class_bind_template_child (widget_class, DecantReportPage, save_button);
}

/* Returns what is to be listed. */
static GListStore *
fill_list (GtkListView *list)
{
  GListStore *store = g_list_store_new (DECANT_TYPE_PROBLEM_ITEM);
  g_autoptr (GtkListItemFactory) factory = decant_problem_row_new_factory ();
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (store)));

  gtk_list_view_set_factory (list, factory);
  gtk_list_view_set_model (list, GTK_SELECTION_MODEL (selection));
  return store;
}

static void
decant_report_page_init (DecantReportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->problems = fill_list (self->problem_list);
  self->adjustments = fill_list (self->adjustment_list);
  self->duplicates = fill_list (self->duplicate_list);
}
