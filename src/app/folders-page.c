/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folders-page.h"

#include "app/changed-since.h"
#include "app/check-button.h"
#include "app/fit-banner.h"
#include "app/folder-view.h"
#include "app/largest-pane.h"
#include "app/look-inside.h"
#include "app/place-dialog.h"
#include "app/plan-dialogs.h"
#include "app/plan-trees.h"
#include "app/pruning-pane.h"
#include "app/resources.h"
#include "app/words.h"
#include "app/year-pane.h"

#include <glib/gi18n-lib.h>

#define LARGEST_PANE "largest"

struct _DecantFoldersPage
{
  AdwBin parent_instance;

  DecantMigration *migration;
  DecantPlanEditor *editor;
  DecantForecast *forecast;
  DecantFit *fit;
  gboolean sizes_came; /* that the trees do not show yet */
  guint showing_new;   /* source: the new side is to be shown */

  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkWidget *sides;
  GtkWidget *leaflet;
  GtkToggleButton *old_toggle;
  GtkToggleButton *new_toggle;
  DecantFolderView *old_view;
  DecantFolderView *new_view;
  AdwFlap *flap;
  AdwViewSwitcherBar *panes_bar;
  AdwViewStack *panes;
  GtkLabel *pruning_label;
  DecantCheckButton *check_button;
  DecantPruningPane *pruning_pane;
  DecantYearPane *year_pane;
  DecantFitBanner *fit_banner;
  DecantLargestPane *largest_pane;
  GtkLabel *totals;
  GtkLabel *totals_note;
  GtkWidget *start_button;
};

G_DEFINE_FINAL_TYPE (DecantFoldersPage, decant_folders_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SEARCHING,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* ---- the plan ---- */

static DecantCensus *
get_census (DecantFoldersPage *self)
{
  return self->forecast != NULL ? decant_forecast_get_census (self->forecast) : NULL;
}

/* What is known of every single message; NULL while that is not so. */
static const DecantCensusSummary *
get_certain (DecantFoldersPage *self)
{
  const DecantCensusSummary *summary = self->forecast != NULL
                                         ? decant_forecast_get_summary (self->forecast)
                                         : NULL;

  return summary != NULL && summary->complete ? summary : NULL;
}

static void
show_totals (DecantFoldersPage *self, const DecantPlan *plan)
{
  DecantPlanTotals totals;
  const DecantCensusSummary *certain = get_certain (self);
  gboolean at_most = certain == NULL && decant_pruning_looks_at_messages (
                                          decant_plan_editor_get_pruning (self->editor));
  g_autofree char *folders = NULL;
  g_autofree char *messages = NULL;
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  g_autofree char *time = NULL;
  g_autofree char *note = NULL;

  decant_plan_get_totals (plan, &totals);
  if (totals.folders == 0)
    {
      gtk_label_set_label (self->totals, _ ("Nothing to copy"));
      gtk_label_set_label (self->totals_note, _ ("Tick at least one folder"));
      return;
    }
  if (certain != NULL)
    {
      totals.messages = certain->taken.messages;
      totals.size = certain->taken.size;
      totals.size_complete = certain->unknown_sizes == 0;
    }
  folders = decant_words_folders (totals.folders);
  messages = decant_words_messages (totals.messages);
  size = g_format_size (totals.size);
  /* A size that is too small may not be said to be the most there is. */
  if (totals.size_complete || (!at_most && totals.size > 0))
    text = g_strdup_printf ("%s · %s", messages, size);
  else
    text = g_strdup (messages);
  gtk_label_set_label (self->totals, text);
  g_free (text);
  if (at_most)
    /* Translators: the argument is a number of folders. */
    text = g_strdup_printf (_ ("at most, in %s"), folders);
  else if (!totals.size_complete)
    text = g_strdup_printf (_ ("or more, in %s: some sizes are not known"), folders);
  else
    text = g_strdup_printf (_ ("in %s"), folders);
  time = self->fit != NULL ? decant_fit_describe_time (self->fit) : NULL;
  note = time != NULL ? g_strdup_printf ("%s · %s", text, time) : g_strdup (text);
  gtk_label_set_label (self->totals_note, note);
}

static void update_folder_actions (DecantFoldersPage *self);

/* It may be another one after a change. */
static void
show_partner (DecantFoldersPage *self)
{
  const char *path = decant_folder_view_get_selected (self->old_view);
  const DecantPlanFolder *folder = path != NULL ? decant_plan_editor_find (self->editor, path)
                                                : NULL;

  if (folder != NULL &&
      g_strcmp0 (decant_folder_view_get_selected (self->new_view), folder->new_path) != 0)
    decant_folder_view_select (self->new_view, folder->new_path);
  update_folder_actions (self);
}

static void
show_old (DecantFoldersPage *self, const DecantPlan *plan)
{
  self->sizes_came = FALSE;
  decant_plan_trees_show_old (decant_folder_view_get_tree (self->old_view), plan,
                              get_census (self));
}

static gboolean
show_new (gpointer user_data)
{
  DecantFoldersPage *self = user_data;
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);

  self->showing_new = 0;
  if (plan != NULL)
    decant_plan_trees_show_new (decant_folder_view_get_tree (self->new_view), plan);
  return G_SOURCE_REMOVE;
}

/* The old side answers at once; what becomes of the new one follows. */
static void
show_plan (DecantFoldersPage *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);

  if (plan == NULL)
    return;
  show_old (self, plan);
  show_totals (self, plan);
  update_folder_actions (self);
  if (self->showing_new == 0)
    self->showing_new = g_idle_add (show_new, self);
}

gboolean
decant_folders_page_is_settled (DecantFoldersPage *self)
{
  return self->showing_new == 0 &&
         decant_folder_tree_is_settled (decant_folder_view_get_tree (self->old_view)) &&
         decant_folder_tree_is_settled (decant_folder_view_get_tree (self->new_view));
}

static void
show_pruning (DecantFoldersPage *self)
{
  g_autofree char *summary = NULL;
  g_autofree char *text = NULL;

  g_object_get (decant_plan_editor_get_pruning (self->editor), "summary", &summary, NULL);
  /* Translators: what is not copied: "Leave behind: junk, before 2015". */
  text = g_strdup_printf (_ ("Leave behind: %s"), summary);
  gtk_label_set_label (self->pruning_label, text);
}

void
decant_folders_page_set_editor (DecantFoldersPage *self, DecantPlanEditor *editor)
{
  DecantPruning *pruning = decant_plan_editor_get_pruning (editor);

  self->editor = g_object_ref (editor);
  decant_pruning_pane_set_editor (self->pruning_pane, editor);
  decant_year_pane_set_editor (self->year_pane, editor);
  decant_largest_pane_set_editor (self->largest_pane, editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (show_plan), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pruning, "notify::summary", G_CALLBACK (show_pruning), self,
                           G_CONNECT_SWAPPED);
  show_plan (self);
  show_pruning (self);
}

static void
on_folder_counted (DecantFoldersPage *self)
{
  self->sizes_came = TRUE;
}

/* Once a second or so while the census runs, and after each change. */
static void
on_forecast (DecantFoldersPage *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);

  if (plan == NULL)
    return;
  if (self->sizes_came)
    show_old (self, plan);
  show_totals (self, plan);
}

void
decant_folders_page_set_forecast (DecantFoldersPage *self, DecantForecast *forecast)
{
  self->forecast = g_object_ref (forecast);
  decant_year_pane_set_forecast (self->year_pane, forecast);
  decant_pruning_pane_set_forecast (self->pruning_pane, forecast);
  decant_largest_pane_set_forecast (self->largest_pane, forecast);
  g_signal_connect_object (forecast, "folder", G_CALLBACK (on_folder_counted), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (forecast, "changed", G_CALLBACK (on_forecast), self, G_CONNECT_SWAPPED);
}

/* Where they are shown there is a tick before each. */
static void
on_show_oversize (DecantFoldersPage *self)
{
  adw_view_stack_set_visible_child_name (self->panes, LARGEST_PANE);
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

static void
on_fit (DecantFoldersPage *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);

  if (plan != NULL)
    show_totals (self, plan);
}

void
decant_folders_page_set_fit (DecantFoldersPage *self, DecantFit *fit)
{
  self->fit = g_object_ref (fit);
  decant_fit_banner_set_fit (self->fit_banner, fit);
  g_object_set (self->fit_banner, "can-show-oversize",
                adw_view_stack_get_child_by_name (self->panes, LARGEST_PANE) != NULL, NULL);
  g_signal_connect_object (fit, "changed", G_CALLBACK (on_fit), self, G_CONNECT_SWAPPED);
}

static void
show_accounts (DecantFoldersPage *self)
{
  DecantAccount *old_account = decant_sign_in_get_account (
    decant_migration_get_old (self->migration));
  DecantAccount *new_account = decant_sign_in_get_account (
    decant_migration_get_new (self->migration));

  if (old_account != NULL)
    decant_folder_view_set_account (self->old_view, decant_account_get_label (old_account));
  if (new_account != NULL)
    decant_folder_view_set_account (self->new_view, decant_account_get_label (new_account));
}

void
decant_folders_page_set_migration (DecantFoldersPage *self, DecantMigration *migration)
{
  self->migration = g_object_ref (migration);
  g_signal_connect_object (migration, "notify::step", G_CALLBACK (show_accounts), self,
                           G_CONNECT_SWAPPED);
  decant_folders_page_set_editor (self, decant_migration_get_editor (migration));
  decant_folders_page_set_forecast (self, decant_migration_get_forecast (migration));
  decant_folders_page_set_fit (self, decant_migration_get_fit (migration));
  decant_check_button_set_check_up (self->check_button, decant_migration_get_check_up (migration));
}

/* ---- a folder and its partner on the other side ---- */

static gboolean can_look_inside (DecantFoldersPage *self, const char *path);

static void
enable (DecantFoldersPage *self, const char *action, gboolean enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

/* What can be done, with the old folder that is selected and with all. */
static void
update_folder_actions (DecantFoldersPage *self)
{
  const char *path = decant_folder_view_get_selected (self->old_view);
  DecantFolderTree *tree = decant_folder_view_get_tree (self->old_view);
  DecantFolderItem *item = path != NULL ? decant_folder_tree_find (tree, path) : NULL;
  DecantTick tick = item != NULL ? decant_folder_item_get_face (item)->tick : DECANT_TICK_NONE;
  const DecantPlanFolder *folder = path != NULL ? decant_plan_editor_find (self->editor, path)
                                                : NULL;
  gboolean placeable = folder != NULL && folder->old_folder->selectable &&
                       folder->choice == DECANT_PLAN_COPY;

  enable (self, "folder.look-inside", can_look_inside (self, path));
  enable (self, "folder.copy-into", placeable);
  enable (self, "folder.rename", placeable);
  enable (self, "folder.merge", placeable);
  enable (self, "folder.leave-behind", tick == DECANT_TICK_ON || tick == DECANT_TICK_MIXED);
  enable (self, "folder.take-along", tick == DECANT_TICK_OFF || tick == DECANT_TICK_MIXED);
  enable (self, "folder.reset", path != NULL && decant_plan_editor_is_by_hand (self->editor, path));
  enable (self, "folder.changed-since", get_census (self) != NULL);
}

static void
on_old_selected (DecantFoldersPage *self)
{
  const char *path = decant_folder_view_get_selected (self->old_view);
  const DecantPlanFolder *folder = path != NULL ? decant_plan_editor_find (self->editor, path)
                                                : NULL;

  decant_folder_view_select (self->new_view, folder != NULL ? folder->new_path : NULL);
  update_folder_actions (self);
}

static void
on_new_selected (DecantFoldersPage *self)
{
  const char *path = decant_folder_view_get_selected (self->new_view);
  const DecantPlanFolder *source = path != NULL
                                     ? decant_plan_editor_find_source (self->editor, path)
                                     : NULL;

  decant_folder_view_select (self->old_view, source != NULL ? source->old_folder->path : NULL);
  update_folder_actions (self);
}

/* Somebody wants to see it, whatever they look at. */
static void
on_wanted (DecantFoldersPage *self, const char *old_path)
{
  decant_folder_view_select (self->old_view, old_path);
  on_old_selected (self);
}

/* ---- its messages ---- */

static gboolean
can_look_inside (DecantFoldersPage *self, const char *path)
{
  DecantCensus *census = get_census (self);
  const DecantPlanFolder *folder = path != NULL ? decant_plan_editor_find (self->editor, path)
                                                : NULL;

  return census != NULL && folder != NULL && folder->old_folder->selectable &&
         decant_census_find (census, path) >= 0;
}

static void
on_look_inside (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DecantFoldersPage *self = DECANT_FOLDERS_PAGE (widget);
  const char *path = decant_folder_view_get_selected (self->old_view);

  if (can_look_inside (self, path))
    gtk_window_present (GTK_WINDOW (decant_look_inside_new (
      GTK_WINDOW (gtk_widget_get_root (widget)), self->forecast, self->editor, path)));
}

/* ---- changing where a folder goes ---- */

static void
on_dropped (DecantFoldersPage *self, const char *old_path, const char *new_path)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy-into", "(ss)", old_path, new_path);
  decant_folder_view_select (self->old_view, old_path);
  on_old_selected (self);
}

static void
on_place (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DecantFoldersPage *self = DECANT_FOLDERS_PAGE (widget);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  const char *path = decant_folder_view_get_selected (self->old_view);

  if (path == NULL)
    return;
  if (strcmp (action, "folder.rename") == 0)
    decant_plan_dialogs_rename (window, self->editor, path);
  else
    decant_place_dialog_show (
      window, self->editor,
      strcmp (action, "folder.merge") == 0 ? DECANT_PLACE_WITH : DECANT_PLACE_INTO, path);
}

static void
on_choose (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *path = decant_folder_view_get_selected (DECANT_FOLDERS_PAGE (widget)->old_view);

  if (path != NULL)
    gtk_widget_activate_action (widget, "win.choose-folder", "(sb)", path,
                                strcmp (action, "folder.take-along") == 0);
}

static void
on_changed_since (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DecantFoldersPage *self = DECANT_FOLDERS_PAGE (widget);

  decant_changed_since_show (GTK_WINDOW (gtk_widget_get_root (widget)), self->forecast,
                             self->editor);
}

static void
on_reset (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *path = decant_folder_view_get_selected (DECANT_FOLDERS_PAGE (widget)->old_view);

  if (path != NULL)
    gtk_widget_activate_action (widget, "win.reset-folder", "s", path);
}

/* ---- the panes beside the trees ---- */

/* One pane needs no switcher. */
static void
show_panes_bar (DecantFoldersPage *self)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->panes);

  adw_view_switcher_bar_set_reveal (self->panes_bar,
                                    g_list_model_get_n_items (G_LIST_MODEL (pages)) > 1);
}

/* ---- searching ---- */

static void
on_search_changed (DecantFoldersPage *self)
{
  const char *text = gtk_editable_get_text (self->search_entry);

  decant_folder_tree_search (decant_folder_view_get_tree (self->old_view), text);
  decant_folder_tree_search (decant_folder_view_get_tree (self->new_view), text);
}

void
decant_folders_page_set_searching (DecantFoldersPage *self, gboolean searching)
{
  gtk_search_bar_set_search_mode (self->search_bar, searching);
  if (searching)
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
on_search_mode (DecantFoldersPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SEARCHING]);
}

/* ---- the two trees in a narrow window ---- */

static gboolean
show_sides (gpointer user_data)
{
  DecantFoldersPage *self = user_data;
  gboolean folded;

  g_object_get (self->leaflet, "folded", &folded, NULL);
  gtk_widget_set_visible (self->sides, folded);
  g_object_set (self->old_view, "alone", folded, NULL);
  g_object_set (self->new_view, "alone", folded, NULL);
  return G_SOURCE_REMOVE;
}

/* It folds while sizes are allocated, when nothing may be shown or hidden. */
static void
on_folded (DecantFoldersPage *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_sides, g_object_ref (self), g_object_unref);
}

static void
on_side_toggled (DecantFoldersPage *self)
{
  gboolean old = gtk_toggle_button_get_active (self->old_toggle);

  g_object_set (self->leaflet, "visible-child", old ? self->old_view : self->new_view, NULL);
}

/* ---- the widget ---- */

static void
decant_folders_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantFoldersPage *self = DECANT_FOLDERS_PAGE (object);

  if (id == PROP_SEARCHING)
    g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->search_bar));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
decant_folders_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SEARCHING)
    decant_folders_page_set_searching (DECANT_FOLDERS_PAGE (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static gboolean
decant_folders_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DECANT_FOLDERS_PAGE (widget)->start_button));
}

static void
decant_folders_page_dispose (GObject *object)
{
  DecantFoldersPage *self = DECANT_FOLDERS_PAGE (object);

  g_clear_handle_id (&self->showing_new, g_source_remove);
  g_clear_object (&self->migration);
  g_clear_object (&self->editor);
  g_clear_object (&self->forecast);
  g_clear_object (&self->fit);
  G_OBJECT_CLASS (decant_folders_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, sides);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, leaflet);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, old_toggle);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, new_toggle);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, old_view);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, new_view);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, flap);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, panes_bar);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, panes);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, pruning_label);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, pruning_pane);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, year_pane);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, fit_banner);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, largest_pane);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, totals);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, totals_note);
  gtk_widget_class_bind_template_child (widget_class, DecantFoldersPage, start_button);
  gtk_widget_class_bind_template_callback (widget_class, on_show_oversize);
  gtk_widget_class_bind_template_callback (widget_class, on_old_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_new_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_dropped);
  gtk_widget_class_bind_template_callback (widget_class, on_wanted);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_mode);
  gtk_widget_class_bind_template_callback (widget_class, on_side_toggled);
}

/* An entry in the page undoes its own text with the same keys first. */
static void
add_actions (GtkWidgetClass *widget_class)
{
  const GdkModifierType shift_control = GDK_SHIFT_MASK | GDK_CONTROL_MASK;

  gtk_widget_class_install_action (widget_class, "folder.look-inside", NULL, on_look_inside);
  gtk_widget_class_install_action (widget_class, "folder.copy-into", NULL, on_place);
  gtk_widget_class_install_action (widget_class, "folder.rename", NULL, on_place);
  gtk_widget_class_install_action (widget_class, "folder.merge", NULL, on_place);
  gtk_widget_class_install_action (widget_class, "folder.leave-behind", NULL, on_choose);
  gtk_widget_class_install_action (widget_class, "folder.take-along", NULL, on_choose);
  gtk_widget_class_install_action (widget_class, "folder.reset", NULL, on_reset);
  gtk_widget_class_install_action (widget_class, "folder.changed-since", NULL, on_changed_since);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_ALT_MASK,
                                       "folder.look-inside", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, (GdkModifierType)0,
                                       "folder.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, shift_control, "win.redo", NULL);
}

static void
decant_folders_page_class_init (DecantFoldersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = decant_folders_page_get_property;
  object_class->set_property = decant_folders_page_set_property;
  object_class->dispose = decant_folders_page_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = decant_folders_page_grab_focus;
  props[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DECANT_TYPE_CHECK_BUTTON);
  g_type_ensure (DECANT_TYPE_FIT_BANNER);
  g_type_ensure (DECANT_TYPE_FOLDER_VIEW);
  g_type_ensure (DECANT_TYPE_PRUNING_PANE);
  g_type_ensure (DECANT_TYPE_YEAR_PANE);
  g_type_ensure (DECANT_TYPE_LARGEST_PANE);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               DECANT_UI ("folders-page"));
  bind_children (GTK_WIDGET_CLASS (klass));
  add_actions (GTK_WIDGET_CLASS (klass));
}

static void
decant_folders_page_init (DecantFoldersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  g_signal_connect_object (decant_folder_view_get_tree (self->new_view), "settled",
                           G_CALLBACK (show_partner), self, G_CONNECT_SWAPPED);
  show_panes_bar (self);
}
