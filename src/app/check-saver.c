/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/check-saver.h"

#include "app/words.h"
#include "engine/progress.h"

#include <glib/gi18n-lib.h>

struct _DecantCheckSaver
{
  GObject parent_instance;

  DecantProgress *progress; /* while it is at work */
  GCancellable *cancellable;
  DecantSalvage *result; /* of the last time */
  GError *error;         /* the same */
};

G_DEFINE_FINAL_TYPE (DecantCheckSaver, decant_check_saver, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ENDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
changed (DecantCheckSaver *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
forget_result (DecantCheckSaver *self)
{
  g_clear_pointer (&self->result, decant_salvage_free);
  g_clear_error (&self->error);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantCheckSaver) self = user_data;
  g_autoptr (GError) error = NULL;

  self->result = decant_salvage_run_finish (result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->error = g_steal_pointer (&error);
  g_signal_handlers_disconnect_by_data (self->progress, self);
  g_clear_object (&self->progress);
  g_clear_object (&self->cancellable);
  changed (self);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

void
decant_check_saver_start (DecantCheckSaver *self, DecantStoreOpener *old_account,
                          const DecantPlan *plan, GPtrArray *problems, const char *directory)
{
  if (self->progress != NULL)
    return;
  forget_result (self);
  self->progress = decant_progress_new ();
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->progress, "changed", G_CALLBACK (changed), self,
                           G_CONNECT_SWAPPED);
  decant_salvage_run_async (old_account, plan, problems, directory, NULL, self->progress,
                            self->cancellable, on_ended, g_object_ref (self));
  changed (self);
}

void
decant_check_saver_stop (DecantCheckSaver *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

gboolean
decant_check_saver_is_running (DecantCheckSaver *self)
{
  return self->progress != NULL;
}

const GError *
decant_check_saver_get_error (DecantCheckSaver *self)
{
  return self->error;
}

/* ---- words ---- */

/* Adds a sentence (taken over) about @n messages, if there are any. */
static void
add (GString *text, guint n, char *sentence)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
  g_free (sentence);
}

static char *
summarise (const DecantSalvage *result)
{
  const guint nothing = result->counts[DECANT_SALVAGED_NOTHING];
  const guint headers = result->counts[DECANT_SALVAGED_HEADER];
  const guint parts = result->counts[DECANT_SALVAGED_PART];
  const guint saved = result->files->len;
  GString *text = g_string_new (NULL);

  add (
    text, saved,
    g_strdup_printf (ngettext ("%u message was saved.", "%u messages were saved.", saved), saved));
  add (text, parts,
       g_strdup_printf (ngettext ("%u of them is cut short.", "%u of them are cut short.", parts),
                        parts));
  add (text, headers,
       g_strdup_printf (ngettext ("%u of them has nothing but its header.",
                                  "%u of them have nothing but their headers.", headers),
                        headers));
  add (text, nothing,
       g_strdup_printf (ngettext ("%u message cannot be read at all: there is no file of it.",
                                  "%u messages cannot be read at all: there are no files of them.",
                                  nothing),
                        nothing));
  add (text, result->untried,
       g_strdup_printf (
         ngettext ("%u message was not tried.", "%u messages were not tried.", result->untried),
         result->untried));
  return g_string_free (text, FALSE);
}

char *
decant_check_saver_describe (DecantCheckSaver *self)
{
  DecantProgressSnapshot now;
  g_autofree char *processed = NULL;
  g_autofree char *messages = NULL;

  if (self->progress == NULL)
    return self->result != NULL ? summarise (self->result) : g_strdup ("");
  decant_progress_get_snapshot (self->progress, &now);
  if (*now.waiting != '\0')
    return g_strdup (now.waiting);
  processed = decant_words_number (now.processed);
  messages = decant_words_messages (now.messages);
  /* Translators: a number, then "12 messages". */
  return g_strdup_printf (_ ("Saving: %s of %s"), processed, messages);
}

/* ---- the object ---- */

static void
decant_check_saver_finalize (GObject *object)
{
  DecantCheckSaver *self = DECANT_CHECK_SAVER (object);

  g_clear_object (&self->progress);
  g_clear_object (&self->cancellable);
  forget_result (self);
  G_OBJECT_CLASS (decant_check_saver_parent_class)->finalize (object);
}

static void
decant_check_saver_class_init (DecantCheckSaverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_check_saver_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_CHECK_SAVER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", DECANT_TYPE_CHECK_SAVER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
decant_check_saver_init (DecantCheckSaver *self)
{
}

DecantCheckSaver *
decant_check_saver_new (void)
{
  return g_object_new (DECANT_TYPE_CHECK_SAVER, NULL);
}
