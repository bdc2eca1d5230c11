/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The dialogs: the one file in which the releases of GTK and libadwaita that Decant builds on
 * differ. What it uses exists on the oldest of them and is deprecated on the newest. @user_data is
 * a GObject and kept until the answer has come. */

void decant_dialogs_show_about (GtkWindow *parent);

/* Asks whether to stop the copy, or the check for damaged messages, and quit; calls @func if so. */
void decant_dialogs_confirm_quit (GtkWindow *parent, gboolean copying,
                                  void (*func) (gpointer user_data), gpointer user_data);

/* Asks where to save a report, proposing @name; calls @func with the file if one was chosen. */
void decant_dialogs_save_report (GtkWindow *parent, const char *name,
                                 void (*func) (GFile *file, gpointer user_data),
                                 gpointer user_data);

/* Asks for a folder to save several files in; calls @func with it if one was chosen. */
void decant_dialogs_choose_folder (GtkWindow *parent, const char *title,
                                   void (*func) (GFile *folder, gpointer user_data),
                                   gpointer user_data);

G_END_DECLS
