/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/dialogs.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* The replacements need GTK 4.10 and libadwaita 1.5. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

void
decant_dialogs_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent, "application-name", _ ("Decant"), "application-icon",
                         DECANT_APP_ID, "version", DECANT_VERSION, "developer-name",
                         _ ("The Decant contributors"), "license-type", GTK_LICENSE_GPL_3_0,
                         "comments",
                         _ ("Moves your mail from an old account to a new one and proves that it "
                            "arrived. It never changes the old account."),
                         "translator-credits", _ ("translator-credits"), NULL);
}

/* What is to be called once a dialog was answered. */
typedef struct
{
  GCallback func;
  gpointer user_data;
} Answer;

static Answer *
answer_new (GCallback func, gpointer user_data)
{
  Answer *answer = g_new (Answer, 1);

  *answer = (Answer){ func, g_object_ref (user_data) };
  return answer;
}

static void
answer_free (gpointer data, GClosure *closure)
{
  Answer *answer = data;

  g_object_unref (answer->user_data);
  g_free (answer);
}

static void
on_quit_answered (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Answer *answer = user_data;

  if (strcmp (response, "quit") == 0)
    ((void (*) (gpointer))answer->func) (answer->user_data);
}

void
decant_dialogs_confirm_quit (GtkWindow *parent, gboolean copying, void (*func) (gpointer user_data),
                             gpointer user_data)
{
  GtkWidget *widget = adw_message_dialog_new (
    parent, copying ? _ ("Stop Copying and Quit?") : _ ("Stop Checking and Quit?"),
    copying ? _ ("Mail is still being copied. If you quit, what has arrived stays, and you can "
                 "continue later. If you only close the window, the copy goes on.")
            : _ ("Messages are still being checked. If you quit, what was found is forgotten. If "
                 "you only close the window, the check goes on."));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_add_responses (dialog, "cancel",
                                    copying ? _ ("_Keep Copying") : _ ("_Keep Checking"), "quit",
                                    _ ("_Stop and Quit"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "quit", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_quit_answered),
                         answer_new (G_CALLBACK (func), user_data), answer_free, (GConnectFlags)0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_file_answered (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  const Answer *answer = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      if (file != NULL)
        ((void (*) (GFile *, gpointer))answer->func) (file, answer->user_data);
    }
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (chooser, filter);
}

/* Shows @dialog; calls @func with what was chosen. */
static void
ask_for_file (GtkFileChooserNative *dialog, void (*func) (GFile *file, gpointer user_data),
              gpointer user_data)
{
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_file_answered),
                         answer_new (G_CALLBACK (func), user_data), answer_free, (GConnectFlags)0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
decant_dialogs_save_report (GtkWindow *parent, const char *name,
                            void (*func) (GFile *file, gpointer user_data), gpointer user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    _ ("Save Report"), parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  gtk_file_chooser_set_current_name (chooser, name);
  add_filter (chooser, _ ("Web page (.html)"), "html");
  add_filter (chooser, _ ("Table (.csv)"), "csv");
  add_filter (chooser, _ ("Data (.json)"), "json");
  ask_for_file (dialog, func, user_data);
}

void
decant_dialogs_choose_folder (GtkWindow *parent, const char *title,
                              void (*func) (GFile *folder, gpointer user_data), gpointer user_data)
{
  ask_for_file (gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                             _ ("_Save"), _ ("_Cancel")),
                func, user_data);
}

G_GNUC_END_IGNORE_DEPRECATIONS
