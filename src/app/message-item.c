/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/message-item.h"

#include "engine/plan-edit.h"

#include <glib/gi18n-lib.h>

struct _DecantMessageItem
{
  GObject parent_instance;

  char *path; /* a GRefString */
  DecantCensusMessage *message;
};

G_DEFINE_FINAL_TYPE (DecantMessageItem, decant_message_item, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

const char *
decant_message_item_get_path (DecantMessageItem *self)
{
  return self->path;
}

static DecantCensusMessage *
copy_message (const DecantCensusMessage *message)
{
  DecantCensusMessage *copy = g_new (DecantCensusMessage, 1);

  *copy = *message;
  copy->from_name = g_strdup (message->from_name);
  copy->from_address = g_strdup (message->from_address);
  copy->subject = g_strdup (message->subject);
  return copy;
}

void
decant_message_item_set_message (DecantMessageItem *self, const DecantCensusMessage *message)
{
  g_clear_pointer (&self->message, decant_census_message_free);
  self->message = copy_message (message);
  decant_message_item_touch (self);
}

const DecantCensusMessage *
decant_message_item_get_message (DecantMessageItem *self)
{
  return self->message;
}

void
decant_message_item_touch (DecantMessageItem *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- words ---- */

char *
decant_message_item_describe_subject (DecantMessageItem *self)
{
  if (self->message == NULL)
    return g_strdup ("");
  return g_strdup (*self->message->subject != '\0' ? self->message->subject : _ ("(no subject)"));
}

char *
decant_message_item_describe_from (DecantMessageItem *self)
{
  if (self->message == NULL)
    return g_strdup ("");
  if (*self->message->from_name != '\0')
    return g_strdup (self->message->from_name);
  return g_strdup (*self->message->from_address != '\0' ? self->message->from_address
                                                        : _ ("(no sender)"));
}

/* ---- whether it is taken along ---- */

static gboolean
is_taken (DecantMessageItem *self, const DecantPlan *plan, const DecantPlanFolder *folder)
{
  const DecantMessage message = { .uid = self->message->uid,
                                  .flags = self->message->flags,
                                  .internal_date = self->message->internal_date,
                                  .size = self->message->size };

  /* What else a message is in is not known here. */
  return folder->rest_only || decant_plan_takes_message (plan, folder, &message);
}

DecantTick
decant_message_item_get_tick (DecantMessageItem *self, DecantPlanEditor *editor, const char **why)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (editor);
  const DecantPlanFolder *folder = decant_plan_editor_find (editor, self->path);

  *why = NULL;
  if (self->message == NULL || folder == NULL)
    return DECANT_TICK_BARRED;
  if (folder->choice != DECANT_PLAN_COPY)
    {
      *why = _ ("Its whole folder stays behind.");
      return DECANT_TICK_BARRED;
    }
  if (folder->old_folder->uid_validity == 0)
    {
      *why = _ ("The old server does not say by what its messages are known again.");
      return DECANT_TICK_BARRED;
    }
  if (decant_plan_is_ticked_off (plan, (guint)decant_plan_find (plan, self->path),
                                 folder->old_folder->uid_validity, self->message->uid))
    return DECANT_TICK_OFF;
  if (is_taken (self, plan, folder))
    return DECANT_TICK_ON;
  *why = _ ("It stays behind because of its age, its size or a mark: see “Leave Behind”.");
  return DECANT_TICK_BARRED;
}

void
decant_message_item_set_tick (DecantMessageItem *self, DecantPlanEditor *editor, gboolean taken)
{
  const char *why;
  DecantTick tick = decant_message_item_get_tick (self, editor, &why);

  if (tick == (taken ? DECANT_TICK_OFF : DECANT_TICK_ON))
    decant_plan_editor_tick_messages (editor, self->path, &self->message->uid, 1, taken);
}

/* ---- the object ---- */

static void
decant_message_item_finalize (GObject *object)
{
  DecantMessageItem *self = DECANT_MESSAGE_ITEM (object);

  g_ref_string_release (self->path);
  g_clear_pointer (&self->message, decant_census_message_free);
  G_OBJECT_CLASS (decant_message_item_parent_class)->finalize (object);
}

static void
decant_message_item_class_init (DecantMessageItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_message_item_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_MESSAGE_ITEM, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
decant_message_item_init (DecantMessageItem *self)
{
}

DecantMessageItem *
decant_message_item_new (const char *path)
{
  DecantMessageItem *self = g_object_new (DECANT_TYPE_MESSAGE_ITEM, NULL);

  self->path = g_ref_string_new_intern (path);
  return self;
}
