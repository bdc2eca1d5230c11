/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/clock.h"
#include "stores/imap/commands.h"
#include "stores/imap/count-folders.h"
#include "stores/imap/exchange.h"
#include "stores/imap/list-response.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define INBOX "INBOX"
#define FOLDER_LIMIT 100000

/* What the server listed, before it is made folders of. */
typedef struct
{
  GHashTable *by_name; /* name to DecantListResponse */
  GPtrArray *in_order; /* the same, as they came; owned */
  GHashTable *subscribed;
  GHashTable *counts; /* name to DecantStatusResponse, from LIST-STATUS */
} Listing;

static void
free_listed (gpointer listed)
{
  decant_list_response_clear (listed);
  g_free (listed);
}

static void
free_count (gpointer count)
{
  decant_status_response_clear (count);
  g_free (count);
}

static void
listing_init (Listing *listing)
{
  listing->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  listing->in_order = g_ptr_array_new_with_free_func (free_listed);
  listing->subscribed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  listing->counts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_count);
}

static void
listing_clear (Listing *listing)
{
  g_clear_pointer (&listing->by_name, g_hash_table_unref);
  g_clear_pointer (&listing->in_order, g_ptr_array_unref);
  g_clear_pointer (&listing->subscribed, g_hash_table_unref);
  g_clear_pointer (&listing->counts, g_hash_table_unref);
}

static gboolean
is_inbox (const char *name)
{
  return g_ascii_strcasecmp (name, INBOX) == 0;
}

static void
call_it_inbox (char **name)
{
  g_free (*name);
  *name = g_strdup (INBOX);
}

static void
add_listed (Listing *listing, DecantListResponse *listed)
{
  DecantListResponse *known = g_hash_table_lookup (listing->by_name, listed->name);

  if (known == NULL)
    {
      known = g_memdup2 (listed, sizeof *listed);
      listed->name = NULL;
      g_ptr_array_add (listing->in_order, known);
      g_hash_table_insert (listing->by_name, known->name, known);
      return;
    }
  known->subscribed |= listed->subscribed;
  if (known->special_use == DECANT_SPECIAL_USE_NONE)
    known->special_use = listed->special_use;
}

static gboolean
read_listed (Listing *listing, DecantReader *reader, const char *word, GError **error)
{
  g_auto (DecantListResponse) listed = { 0 };

  if (!decant_list_response_read (&listed, reader, error))
    return FALSE;
  if (listed.name == NULL)
    return TRUE;
  if (listing->in_order->len >= FOLDER_LIMIT)
    {
      decant_store_error_set (error, DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED, NULL,
                              _ ("The server lists more folders than any account has."));
      return FALSE;
    }
  /* XLIST gives INBOX by its name in the person's language */
  if (is_inbox (listed.name) ||
      (strcmp (word, "XLIST") == 0 && listed.special_use == DECANT_SPECIAL_USE_INBOX))
    call_it_inbox (&listed.name);
  add_listed (listing, &listed);
  return TRUE;
}

static gboolean
read_count (Listing *listing, DecantReader *reader, GError **error)
{
  g_auto (DecantStatusResponse) count = { 0 };
  DecantStatusResponse *kept;

  if (!decant_status_response_read (&count, reader, error))
    return FALSE;
  if (count.name == NULL || !count.counted || g_hash_table_size (listing->counts) >= FOLDER_LIMIT)
    return TRUE;
  if (is_inbox (count.name))
    call_it_inbox (&count.name);
  kept = g_memdup2 (&count, sizeof count);
  count.name = NULL;
  g_hash_table_replace (listing->counts, kept->name, kept);
  return TRUE;
}

static gboolean
list_event (DecantExchange *exchange, const DecantEvent *event, gpointer user_data, GError **error)
{
  DecantReader *reader = decant_exchange_get_reader (exchange);

  if (event->kind != DECANT_EVENT_DATA)
    return TRUE;
  if (strcmp (event->word, "LIST") == 0 || strcmp (event->word, "XLIST") == 0)
    return read_listed (user_data, reader, event->word, error);
  if (strcmp (event->word, "STATUS") == 0)
    return read_count (user_data, reader, error);
  return TRUE;
}

static gboolean
lsub_event (DecantExchange *exchange, const DecantEvent *event, gpointer user_data, GError **error)
{
  g_auto (DecantListResponse) listed = { 0 };
  Listing *listing = user_data;

  if (event->kind != DECANT_EVENT_DATA || strcmp (event->word, "LSUB") != 0)
    return TRUE;
  if (!decant_list_response_read (&listed, decant_exchange_get_reader (exchange), error))
    return FALSE;
  if (listed.name == NULL || g_hash_table_size (listing->subscribed) >= FOLDER_LIMIT)
    return TRUE;
  if (is_inbox (listed.name))
    call_it_inbox (&listed.name);
  g_hash_table_add (listing->subscribed, g_steal_pointer (&listed.name));
  return TRUE;
}

/* LIST with all that one command can tell (RFC 5258, 6154, 5819, 8438). */
static GString *
extended_command (DecantImapCapabilities capabilities, DecantListFlags flags)
{
  GString *command = g_string_new ("LIST \"\" \"*\" RETURN (SUBSCRIBED");

  if ((capabilities & DECANT_IMAP_SPECIAL_USE) != 0)
    g_string_append (command, " SPECIAL-USE");
  if ((flags & DECANT_LIST_COUNTS) != 0 && (capabilities & DECANT_IMAP_LIST_STATUS) != 0)
    {
      g_string_append (command, " STATUS ");
      decant_imap_add_count_items (command, capabilities);
    }
  g_string_append_c (command, ')');
  return command;
}

/* FALSE in *@usable where the extended form was refused, or came back without INBOX as from servers
 * that do not really have it. */
static gboolean
list_extended (DecantExchange *exchange, Listing *listing, DecantListFlags flags, gboolean *usable,
               GError **error)
{
  g_autoptr (GString)
    command = extended_command (decant_exchange_get_capabilities (exchange), flags);
  g_auto (DecantEvent) event = { 0 };

  if (!decant_exchange_run (exchange, command, list_event, listing, &event, error))
    return FALSE;
  *usable = event.status.answer == DECANT_IMAP_ANSWER_OK &&
            g_hash_table_contains (listing->by_name, INBOX);
  return TRUE;
}

static gboolean
run_list (DecantExchange *exchange, const char *words, Listing *listing, GError **error)
{
  g_autoptr (GString) command = g_string_new (words);
  g_auto (DecantEvent) event = { 0 };

  if (!decant_exchange_run (exchange, command, list_event, listing, &event, error))
    return FALSE;
  if (event.status.answer == DECANT_IMAP_ANSWER_OK)
    return TRUE;
  g_propagate_error (error, decant_exchange_refusal (exchange, &event.status));
  return FALSE;
}

static gboolean
list_plain (DecantExchange *exchange, Listing *listing, GError **error)
{
  DecantImapCapabilities capabilities = decant_exchange_get_capabilities (exchange);
  gboolean xlist = (capabilities & (DECANT_IMAP_XLIST | DECANT_IMAP_SPECIAL_USE)) ==
                   DECANT_IMAP_XLIST;
  g_autoptr (GString) lsub = g_string_new ("LSUB \"\" \"*\"");
  g_auto (DecantEvent) event = { 0 };

  if (!run_list (exchange, xlist ? "XLIST \"\" \"*\"" : "LIST \"\" \"*\"", listing, error))
    return FALSE;
  /* every account has an INBOX, whether "*" names it or not */
  if (!g_hash_table_contains (listing->by_name, INBOX) &&
      !run_list (exchange, "LIST \"\" INBOX", listing, error))
    return FALSE;
  /* where this is refused nothing counts as subscribed */
  return decant_exchange_run (exchange, lsub, lsub_event, listing, &event, error);
}

static gboolean
list_all (DecantExchange *exchange, Listing *listing, DecantListFlags flags, GError **error)
{
  gboolean usable = FALSE;

  if ((decant_exchange_get_capabilities (exchange) & DECANT_IMAP_LIST_EXTENDED) != 0 &&
      !list_extended (exchange, listing, flags, &usable, error))
    return FALSE;
  return usable || list_plain (exchange, listing, error);
}

/* The prefix below which the person's own folders are. A server that lists nothing there is taken
 * at its list, not at its word: better too many folders than years of mail missing. */
static const char *
working_prefix (const Listing *listing, const char *prefix)
{
  for (guint i = 0; i < listing->in_order->len; i++)
    {
      const DecantListResponse *listed = listing->in_order->pdata[i];

      if (decant_imap_name_below (listed->name, prefix) != NULL)
        return prefix;
    }
  return "";
}

/* Two names can look alike (one of them illegal, or with a "/" in it): both are shown, and each
 * keeps its path as long as both are there, in whatever order they are listed. */
static char *
unique_path (GHashTable *paths, char *path)
{
  g_autofree char *wanted = path;
  char *result = g_strdup (wanted);

  for (guint n = 2; g_hash_table_contains (paths, result); n++)
    {
      g_free (result);
      result = g_strdup_printf ("%s (%u)", wanted, n);
    }
  return result;
}

static gint
compare_listed (gconstpointer a, gconstpointer b)
{
  const DecantListResponse *first = *(const DecantListResponse *const *)a;
  const DecantListResponse *second = *(const DecantListResponse *const *)b;

  if (first->selectable != second->selectable)
    return first->selectable ? -1 : 1;
  return strcmp (first->name, second->name);
}

/* NULL for what names no level, and for a node of the tree that is there already: some servers list
 * a folder with others in it once more, with a separator behind its name. */
static DecantFolder *
make_folder (const Listing *listing, const DecantListResponse *listed, const char *prefix,
             GHashTable *paths)
{
  const DecantStatusResponse *count = g_hash_table_lookup (listing->counts, listed->name);
  g_autofree char *path = decant_imap_path_for_name (listed->name, prefix, listed->separator);
  DecantFolder *folder;

  if (*path == '\0' || (!listed->selectable && g_hash_table_contains (paths, path)))
    return NULL;
  path = unique_path (paths, g_steal_pointer (&path));
  folder = decant_folder_new (path, listed->name, listed->separator);
  folder->selectable = listed->selectable;
  folder->subscribed = listed->subscribed ||
                       g_hash_table_contains (listing->subscribed, listed->name);
  folder->special_use = listed->special_use;
  if (is_inbox (listed->name))
    folder->special_use = DECANT_SPECIAL_USE_INBOX;
  else if (folder->special_use == DECANT_SPECIAL_USE_INBOX)
    folder->special_use = DECANT_SPECIAL_USE_NONE;
  if (count != NULL && folder->selectable)
    decant_imap_set_count (folder, count);
  g_hash_table_add (paths, folder->path);
  return folder;
}

static GPtrArray *
make_folders (const Listing *listing, const char *prefix)
{
  /* of the listing, which owns them */
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *folders = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_folder_unref);
  const DecantListResponse *inbox = g_hash_table_lookup (listing->by_name, INBOX);

  /* nothing else may take its path */
  if (inbox != NULL)
    g_ptr_array_add (folders, make_folder (listing, inbox, prefix, paths));
  for (guint i = 0; i < listing->in_order->len; i++)
    g_ptr_array_add (sorted, listing->in_order->pdata[i]);
  g_ptr_array_sort (sorted, compare_listed);
  for (guint i = 0; i < sorted->len; i++)
    {
      const DecantListResponse *listed = sorted->pdata[i];
      DecantFolder *folder;

      if (listed == inbox || decant_imap_name_below (listed->name, prefix) == NULL)
        continue;
      folder = make_folder (listing, listed, prefix, paths);
      if (folder != NULL)
        g_ptr_array_add (folders, folder);
    }
  return folders;
}

/* The separator sorts before everything, so that a folder's children follow it at once. */
static gint
sort_key (char c, gboolean fold)
{
  if (c == '/')
    return 1;
  return (guchar)(fold ? g_ascii_tolower (c) : c);
}

static gint
compare_text (const char *a, const char *b, gboolean fold)
{
  while (*a != '\0' && sort_key (*a, fold) == sort_key (*b, fold))
    {
      a++;
      b++;
    }
  return sort_key (*a, fold) - sort_key (*b, fold);
}

static gboolean
is_in_inbox (const char *path)
{
  return g_str_has_prefix (path, INBOX) &&
         (path[strlen (INBOX)] == '\0' || path[strlen (INBOX)] == '/');
}

static gint
compare_folders (gconstpointer a, gconstpointer b)
{
  const char *path = (*(const DecantFolder *const *)a)->path;
  const char *other = (*(const DecantFolder *const *)b)->path;
  gint order = is_in_inbox (other) - is_in_inbox (path);

  if (order == 0)
    order = compare_text (path, other, TRUE);
  return order != 0 ? order : compare_text (path, other, FALSE);
}

static void
learn_separator (DecantImapSession *session, GPtrArray *folders)
{
  for (guint i = 0; i < folders->len; i++)
    {
      const DecantFolder *folder = folders->pdata[i];

      if (folder->separator != '\0')
        {
          decant_imap_session_set_separator (session, folder->separator);
          return;
        }
    }
}

/* They are nobody else's yet. */
static void
note_time (GPtrArray *folders, gint64 asked_at)
{
  for (guint i = 0; i < folders->len; i++)
    ((DecantFolder *)folders->pdata[i])->counted_at = asked_at;
}

GPtrArray *
decant_imap_list_folders (DecantImapSession *session, DecantListFlags flags,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantExchange) exchange = decant_exchange_new (
    session, DECANT_IMAP_ASKED_LIST, _ ("the list of folders"), cancellable);
  g_autoptr (GPtrArray) folders = NULL;
  gint64 asked_at = decant_clock_now ();
  Listing listing;
  gboolean listed;

  listing_init (&listing);
  listed = list_all (exchange, &listing, flags, error);
  if (listed)
    folders = make_folders (&listing,
                            working_prefix (&listing, decant_imap_session_get_prefix (session)));
  listing_clear (&listing);
  if (!listed)
    return NULL;
  g_ptr_array_sort (folders, compare_folders);
  learn_separator (session, folders);
  note_time (folders, asked_at);
  if ((flags & DECANT_LIST_COUNTS) != 0 && !decant_imap_count_folders (exchange, folders, error))
    return NULL;
  return g_steal_pointer (&folders);
}
