/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/words.h"

#include "stores/message.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

char *
decant_words_number (guint64 number)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
}

/* ngettext() wants an unsigned long; what differs between plural forms are the last digits. */
static unsigned long
plural (guint64 number)
{
  return number > 1000000 ? (unsigned long)(number % 1000000) + 1000000 : (unsigned long)number;
}

char *
decant_words_messages (guint64 messages)
{
  g_autofree char *number = decant_words_number (messages);

  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s message", "%s messages", plural (messages)), number);
}

char *
decant_words_folders (guint64 folders)
{
  g_autofree char *number = decant_words_number (folders);

  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s folder", "%s folders", plural (folders)), number);
}

char *
decant_words_size (guint64 size)
{
  return size == DECANT_SIZE_UNKNOWN ? g_strdup ("—") : g_format_size (size);
}

char *
decant_words_time_left (double seconds)
{
  if (seconds < 0 || !isfinite (seconds))
    return g_strdup ("");
  if (seconds < 60)
    return g_strdup (_ ("less than a minute left"));

  guint64 minutes = (guint64)(seconds / 60 + 0.5);
  if (minutes < 90)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "about %d minute left",
                                         "about %d minutes left", (unsigned long)minutes),
                            (int)minutes);

  guint64 hours = (minutes + 30) / 60;
  if (hours < 48)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "about %d hour left",
                                         "about %d hours left", (unsigned long)hours),
                            (int)hours);

  int days = (int)MIN ((hours + 12) / 24, 9999);
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "about %d day left", "about %d days left", (unsigned long)days),
    days);
}

/* Translators: a date as g_date_time_format() writes it, such as "24 November 2026". */
#define DATE_FORMAT _ ("%-e %B %Y")

char *
decant_words_date (gint64 moment)
{
  g_autoptr (GDateTime)
    utc = moment == DECANT_DATE_UNKNOWN ? NULL : g_date_time_new_from_unix_utc (moment);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, DATE_FORMAT) : g_strdup ("");
}

char *
decant_words_day (gint64 moment)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (moment);

  return utc != NULL ? g_date_time_format (utc, DATE_FORMAT) : g_strdup ("");
}

static gboolean
is_inbox (const char *path)
{
  return strcmp (path, "INBOX") == 0;
}

char *
decant_words_folder_name (const char *path)
{
  return g_strdup (is_inbox (path) ? _ ("Inbox") : decant_folder_path_leaf (path));
}

char *
decant_words_folder_path (const char *path)
{
  if (is_inbox (path))
    return g_strdup (_ ("Inbox"));
  if (g_str_has_prefix (path, "INBOX/"))
    return g_strconcat (_ ("Inbox"), path + strlen ("INBOX"), NULL);
  return g_strdup (path);
}

const char *
decant_words_folder_icon (DecantSpecialUse use)
{
  switch (use)
    {
    case DECANT_SPECIAL_USE_INBOX:
      return "mail-unread-symbolic";
    case DECANT_SPECIAL_USE_ALL:
      return "mail-read-symbolic";
    case DECANT_SPECIAL_USE_ARCHIVE:
      return "package-x-generic-symbolic";
    case DECANT_SPECIAL_USE_DRAFTS:
      return "document-edit-symbolic";
    case DECANT_SPECIAL_USE_FLAGGED:
      return "starred-symbolic";
    case DECANT_SPECIAL_USE_IMPORTANT:
      return "mail-mark-important-symbolic";
    case DECANT_SPECIAL_USE_JUNK:
      return "mail-mark-junk-symbolic";
    case DECANT_SPECIAL_USE_SENT:
      return "mail-send-symbolic";
    case DECANT_SPECIAL_USE_TRASH:
      return "user-trash-symbolic";
    case DECANT_SPECIAL_USE_NONE:
    default:
      return "folder-symbolic";
    }
}
