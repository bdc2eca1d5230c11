/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/uid-set.h"

#define RANGE_LENGTH 22 /* ",4294967294:4294967295" */

/* How many of @uids follow each other without a gap. */
static gsize
run_length (const guint32 *uids, gsize n_uids)
{
  gsize n = 1;

  while (n < n_uids && uids[n] == uids[n - 1] + 1)
    n++;
  return n;
}

gsize
decant_uid_set_add (GString *command, const guint32 *uids, gsize n_uids)
{
  gsize start = command->len;
  gsize added = 0;

  while (added < n_uids && command->len - start + RANGE_LENGTH <= DECANT_UID_SET_LENGTH)
    {
      gsize n = run_length (uids + added, n_uids - added);

      g_string_append_printf (command, added > 0 ? ",%u" : "%u", uids[added]);
      if (n > 1)
        g_string_append_printf (command, ":%u", uids[added + n - 1]);
      added += n;
    }
  return added;
}

static gboolean
read_uid (const char **text, guint32 *uid)
{
  guint64 value;
  char *end;

  if (!g_ascii_isdigit (**text))
    return FALSE;
  value = g_ascii_strtoull (*text, &end, 10);
  *text = end;
  *uid = (guint32)value;
  return value > 0 && value <= G_MAXUINT32;
}

gboolean
decant_uid_set_parse (const char *text, guint32 *uids, gsize n)
{
  gsize found = 0;

  for (;; text++)
    {
      guint32 first, last;

      if (!read_uid (&text, &first))
        return FALSE;
      last = first;
      if (*text == ':')
        {
          text++;
          if (!read_uid (&text, &last))
            return FALSE;
        }
      if (last < first || (gsize)(last - first) >= n - found)
        return FALSE;
      for (guint64 uid = first; uid <= last; uid++)
        uids[found++] = (guint32)uid;
      if (*text == '\0')
        return found == n;
      if (*text != ',' || found == n)
        return FALSE;
    }
}
