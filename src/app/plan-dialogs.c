/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/plan-dialogs.h"

#include "app/words.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* The replacement of AdwMessageDialog needs libadwaita 1.5. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

/* While a name is asked for. */
typedef struct
{
  DecantPlanEditor *editor;
  char *path;
  AdwMessageDialog *dialog;
  GtkEditable *entry;
  GtkLabel *reason;
} Naming;

static void
free_naming (gpointer data, GClosure *closure)
{
  Naming *naming = data;

  g_object_unref (naming->editor);
  g_free (naming->path);
  g_free (naming);
}

static void
check_name (Naming *naming)
{
  const char *name = gtk_editable_get_text (naming->entry);
  g_autoptr (GError) error = NULL;
  gboolean allowed = *name != '\0' &&
                     decant_plan_editor_can_place (naming->editor, DECANT_PLACE_NAMED, naming->path,
                                                   name, &error);

  adw_message_dialog_set_response_enabled (naming->dialog, "rename", allowed);
  gtk_label_set_label (naming->reason, error != NULL ? error->message : "");
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (naming->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (naming->entry), "error");
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (naming->entry), GTK_ACCESSIBLE_STATE_INVALID,
    error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
on_name_answered (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Naming *naming = user_data;

  if (strcmp (response, "rename") == 0)
    decant_plan_editor_place (naming->editor, DECANT_PLACE_NAMED, naming->path,
                              gtk_editable_get_text (naming->entry), NULL);
}

static GtkWidget *
make_name_box (Naming *naming, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *reason = gtk_label_new ("");

  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("New name"), -1);
  gtk_label_set_wrap (GTK_LABEL (reason), TRUE);
  gtk_label_set_xalign (GTK_LABEL (reason), 0);
  gtk_widget_add_css_class (reason, "caption");
  gtk_widget_add_css_class (reason, "error");
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), reason);
  naming->entry = GTK_EDITABLE (entry);
  naming->reason = GTK_LABEL (reason);
  return box;
}

void
decant_plan_dialogs_rename (GtkWindow *parent, DecantPlanEditor *editor, const char *path)
{
  const DecantPlanFolder *folder = decant_plan_editor_find (editor, path);
  g_autofree char *name = decant_words_folder_name (path);
  g_autofree char *body = NULL;
  Naming *naming;

  if (folder == NULL || folder->new_path == NULL)
    return;
  /* Translators: the argument is a folder's name. */
  body = g_strdup_printf (_ ("What “%s” is called in the new account."), name);
  naming = g_new0 (Naming, 1);
  naming->editor = g_object_ref (editor);
  naming->path = g_strdup (path);
  naming->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _ ("New Name"), body));
  adw_message_dialog_add_responses (naming->dialog, "cancel", _ ("_Cancel"), "rename",
                                    _ ("_Rename"), NULL);
  adw_message_dialog_set_response_appearance (naming->dialog, "rename", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (naming->dialog, "rename");
  adw_message_dialog_set_close_response (naming->dialog, "cancel");
  adw_message_dialog_set_extra_child (
    naming->dialog, make_name_box (naming, decant_folder_path_leaf (folder->new_path)));
  g_signal_connect_data (naming->dialog, "response", G_CALLBACK (on_name_answered), naming,
                         free_naming, (GConnectFlags)0);
  g_signal_connect_swapped (naming->entry, "changed", G_CALLBACK (check_name), naming);
  check_name (naming);
  gtk_window_present (GTK_WINDOW (naming->dialog));
  gtk_widget_grab_focus (GTK_WIDGET (naming->entry));
}

G_GNUC_END_IGNORE_DEPRECATIONS
