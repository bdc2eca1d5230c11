/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/message-list.h"

#define PER_PAGE 100
#define MOST_PAGES 50 /* that are held, the latest that were looked at */

struct _DecantMessageList
{
  GObject parent_instance;

  DecantCensus *census;
  guint folder; /* its index there */
  char *path;
  DecantCensusOrder order;
  gboolean descending;
  guint n_messages;
  GHashTable *pages; /* Page, by its number */
  GQueue latest;     /* the same, the one looked at last first */
};

static void decant_message_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DecantMessageList, decant_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      decant_message_list_model_init))

enum
{
  SIGNAL_FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

typedef struct
{
  guint number;
  GPtrArray *items;       /* DecantMessageItem */
  GCancellable *question; /* NULL: it has been answered */
  GList link;             /* in the latest */
} Page;

static void
page_cancel (Page *page)
{
  if (page->question != NULL)
    g_cancellable_cancel (page->question);
  g_clear_object (&page->question);
}

static void
page_free (gpointer data)
{
  Page *page = data;

  page_cancel (page);
  g_ptr_array_unref (page->items);
  g_free (page);
}

static Page *
find_page (DecantMessageList *self, guint number)
{
  return g_hash_table_lookup (self->pages, GUINT_TO_POINTER (number));
}

/* ---- reading ---- */

static void
fill (DecantMessageList *self, const DecantCensusPage *answer)
{
  Page *page = find_page (self, (guint)(answer->offset / PER_PAGE));

  if (page == NULL)
    return;
  g_clear_object (&page->question);
  for (guint i = 0; i < answer->messages->len && i < page->items->len; i++)
    decant_message_item_set_message (page->items->pdata[i], answer->messages->pdata[i]);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantMessageList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantCensusPage)
    answer = decant_census_read_page_finish (DECANT_CENSUS (source), result, &error);

  if (answer != NULL)
    fill (self, answer);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
read_page (DecantMessageList *self, Page *page)
{
  page_cancel (page);
  page->question = g_cancellable_new ();
  decant_census_read_page_async (self->census, self->folder, self->order, self->descending,
                                 (guint64)page->number * PER_PAGE, PER_PAGE, page->question,
                                 on_page, g_object_ref (self));
}

/* ---- pages ---- */

static void
drop_oldest (DecantMessageList *self)
{
  Page *page = g_queue_peek_tail (&self->latest);

  g_queue_unlink (&self->latest, &page->link);
  g_hash_table_remove (self->pages, GUINT_TO_POINTER (page->number));
}

static void
drop_all (DecantMessageList *self)
{
  while (self->latest.length > 0)
    drop_oldest (self);
}

static Page *
add_page (DecantMessageList *self, guint number)
{
  Page *page = g_new0 (Page, 1);

  page->number = number;
  page->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < PER_PAGE; i++)
    g_ptr_array_add (page->items, decant_message_item_new (self->path));
  page->link.data = page;
  g_hash_table_insert (self->pages, GUINT_TO_POINTER (number), page);
  g_queue_push_head_link (&self->latest, &page->link);
  if (self->latest.length > MOST_PAGES)
    drop_oldest (self);
  read_page (self, page);
  return page;
}

static Page *
look_at_page (DecantMessageList *self, guint number)
{
  Page *page = find_page (self, number);

  if (page == NULL)
    return add_page (self, number);
  g_queue_unlink (&self->latest, &page->link);
  g_queue_push_head_link (&self->latest, &page->link);
  return page;
}

/* ---- the model ---- */

static GType
get_item_type (GListModel *model)
{
  return DECANT_TYPE_MESSAGE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return DECANT_MESSAGE_LIST (model)->n_messages;
}

static gpointer
get_item (GListModel *model, guint position)
{
  DecantMessageList *self = DECANT_MESSAGE_LIST (model);

  if (position >= self->n_messages)
    return NULL;
  return g_object_ref (look_at_page (self, position / PER_PAGE)->items->pdata[position % PER_PAGE]);
}

static void
decant_message_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static guint
count_messages (DecantMessageList *self)
{
  DecantCensusFolder known;

  decant_census_get_folder (self->census, self->folder, &known);
  return (guint)MIN (known.messages, G_MAXINT);
}

void
decant_message_list_sort (DecantMessageList *self, DecantCensusOrder order, gboolean descending)
{
  guint before = self->n_messages;

  if (order == self->order && descending == self->descending)
    return;
  self->order = order;
  self->descending = descending;
  self->n_messages = count_messages (self);
  drop_all (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_messages);
}

void
decant_message_list_refresh (DecantMessageList *self)
{
  guint before = self->n_messages;
  guint now = count_messages (self);

  self->n_messages = now;
  for (GList *link = self->latest.head; link != NULL; link = link->next)
    read_page (self, link->data);
  if (now > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, now - before);
  else if (now < before)
    g_list_model_items_changed (G_LIST_MODEL (self), now, before - now, 0);
}

void
decant_message_list_touch (DecantMessageList *self)
{
  for (GList *link = self->latest.head; link != NULL; link = link->next)
    {
      const Page *page = link->data;

      for (guint i = 0; i < page->items->len; i++)
        decant_message_item_touch (page->items->pdata[i]);
    }
}

/* ---- the object ---- */

static void
decant_message_list_dispose (GObject *object)
{
  drop_all (DECANT_MESSAGE_LIST (object));
  G_OBJECT_CLASS (decant_message_list_parent_class)->dispose (object);
}

static void
decant_message_list_finalize (GObject *object)
{
  DecantMessageList *self = DECANT_MESSAGE_LIST (object);

  g_hash_table_unref (self->pages);
  g_object_unref (self->census);
  g_free (self->path);
  G_OBJECT_CLASS (decant_message_list_parent_class)->finalize (object);
}

static void
decant_message_list_class_init (DecantMessageListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = decant_message_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = decant_message_list_finalize;
  signals[SIGNAL_FAILED] = g_signal_new ("failed", DECANT_TYPE_MESSAGE_LIST, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
decant_message_list_init (DecantMessageList *self)
{
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, page_free);
  g_queue_init (&self->latest);
  self->order = DECANT_CENSUS_BY_DATE;
  self->descending = TRUE;
}

DecantMessageList *
decant_message_list_new (DecantCensus *census, const char *path)
{
  DecantMessageList *self = g_object_new (DECANT_TYPE_MESSAGE_LIST, NULL);

  self->census = g_object_ref (census);
  self->path = g_strdup (path);
  self->folder = (guint)decant_census_find (census, path);
  self->n_messages = count_messages (self);
  return self;
}
