/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/utf7.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define INBOX "INBOX"
#define DIVISION_SLASH "\xe2\x88\x95" /* U+2215 */
#define DOT_LEADER "\xe2\x80\xa4"     /* U+2024 */

const char *
decant_imap_name_below (const char *name, const char *prefix)
{
  gsize length = strlen (prefix);
  gsize inbox = g_ascii_strncasecmp (prefix, INBOX, strlen (INBOX)) == 0 ? strlen (INBOX) : 0;

  if (strlen (name) <= length || g_ascii_strncasecmp (name, prefix, inbox) != 0 ||
      strncmp (name + inbox, prefix + inbox, length - inbox) != 0)
    return NULL;
  return name + length;
}

static char *
replace_all (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

/* A control character has no place in anything that is shown or written in lines: it stands as the
 * picture of it ("␉"). Exchange lets people have them. */
static char *
picture_controls (const char *text)
{
  GString *pictured = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (c < 0x20)
        c += 0x2400;
      else if (c == 0x7f)
        c = 0x2421;
      else if (g_unichar_iscntrl (c))
        c = 0xfffd;
      g_string_append_unichar (pictured, c);
    }
  return g_string_free (pictured, FALSE);
}

char *
decant_imap_path_for_name (const char *name, const char *prefix, char separator)
{
  const char cut[] = { separator, '\0' };
  const char *below = decant_imap_name_below (name, prefix);
  g_auto (GStrv) levels = NULL;
  GString *path = g_string_new (NULL);

  /* split first: the separator stands for itself in modified UTF-7 */
  levels = g_strsplit (below != NULL ? below : name, separator != '\0' ? cut : "\n", -1);
  for (char **level = levels; *level != NULL; level++)
    {
      g_autofree char *display = decant_utf7_to_display (*level);
      g_autofree char *shown = picture_controls (display);
      g_autofree char *dotted = separator == '.' ? replace_all (shown, DOT_LEADER, ".")
                                                 : g_strdup (shown);
      g_autofree char *escaped = replace_all (dotted, "/", DIVISION_SLASH);

      if (*escaped == '\0')
        continue;
      if (path->len > 0)
        g_string_append_c (path, '/');
      else if (g_ascii_strcasecmp (escaped, INBOX) == 0)
        memcpy (escaped, INBOX, strlen (INBOX));
      g_string_append (path, escaped);
    }
  return g_string_free (path, FALSE);
}

static gboolean
fail_name (const char *path, char separator, GError **error)
{
  if (separator != '\0')
    decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED, NULL,
                            _ ("There can be no folder “%s” on this server, where “%c” separates "
                               "the levels of folders. Choose another name for it."),
                            path, separator);
  else
    decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED, NULL,
                            _ ("There can be no folder “%s” on this server, which has no folders "
                               "in folders. Choose another name for it."),
                            path);
  return FALSE;
}

static gboolean
add_level (GString *name, const char *level, char separator)
{
  /* where "/" separates, the stand-in for it has to stay */
  g_autofree char *slashed = separator != '/' ? replace_all (level, DIVISION_SLASH, "/")
                                              : g_strdup (level);
  /* "Person K." is a common name, and "." a common separator */
  g_autofree char *plain = separator == '.' ? replace_all (slashed, ".", DOT_LEADER)
                                            : g_strdup (slashed);
  g_autofree char *encoded = NULL;

  if (*plain == '\0' || (separator != '\0' && strchr (plain, separator) != NULL))
    return FALSE;
  encoded = decant_utf7_encode (plain);
  g_string_append (name, encoded);
  return TRUE;
}

char *
decant_imap_make_name (const char *path, const char *prefix, char separator, GError **error)
{
  g_auto (GStrv) levels = NULL;
  g_autoptr (GString) name = g_string_new (NULL);
  gboolean valid = g_utf8_validate (path, -1, NULL);

  if (strcmp (path, INBOX) == 0)
    return g_strdup (INBOX);
  levels = g_strsplit (path, "/", -1);
  valid = valid && levels[0] != NULL && (separator != '\0' || levels[1] == NULL);
  g_string_append (name, prefix);
  for (char **level = levels; valid && *level != NULL; level++)
    {
      if (level != levels)
        g_string_append_c (name, separator);
      valid = add_level (name, *level, separator);
    }
  if (!valid && !fail_name (path, separator, error))
    return NULL;
  return g_string_free (g_steal_pointer (&name), FALSE);
}

char *
decant_imap_name_for_path (DecantImapSession *session, const char *path, GError **error)
{
  return decant_imap_make_name (path, decant_imap_session_get_prefix (session),
                                decant_imap_session_get_separator (session), error);
}
