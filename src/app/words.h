/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/folder.h"

#include <glib.h>

G_BEGIN_DECLS

/* Figures as the window says them: translated, in the person's locale. Every function returns a new
 * string, freed with g_free(), unless it says otherwise. */

/* "12,403" */
char *decant_words_number (guint64 number);

/* "1 message", "12,403 messages" */
char *decant_words_messages (guint64 messages);

/* "1 folder", "40 folders" */
char *decant_words_folders (guint64 folders);

/* "5.2 GB"; "—" for DECANT_SIZE_UNKNOWN. */
char *decant_words_size (guint64 size);

/* "about 25 minutes left", "less than a minute left"; "" where @seconds is negative (not known). */
char *decant_words_time_left (double seconds);

/* "24 November 2026", in local time; @moment in seconds since 1970 UTC. "" where it is unknown. */
char *decant_words_date (gint64 moment);

/* The same of the day in UTC that a plan's rules go by. */
char *decant_words_day (gint64 moment);

/* What people call a folder: its last level, "Inbox" for INBOX. */
char *decant_words_folder_name (const char *path);

/* The whole path as people read it. */
char *decant_words_folder_path (const char *path);

/* The icon for a folder of this use. A constant. */
const char *decant_words_folder_icon (DecantSpecialUse use);

G_END_DECLS
