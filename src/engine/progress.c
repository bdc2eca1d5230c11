/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/progress-private.h"

#include "stores/folder.h"

#include <string.h>

#define SIGNAL_INTERVAL_MS 100
#define SAMPLE_INTERVAL_US (500 * 1000)
#define N_SAMPLES 20 /* the rate is that of the last ten seconds */

typedef struct
{
  char *path;
  DecantFolderState state;
  guint64 messages;
  guint64 processed;
  guint64 copied;
  guint64 skipped;
  guint64 size;
} Folder;

typedef struct
{
  gint64 time;
  guint64 messages;
  guint64 bytes;
} Sample;

struct _DecantProgress
{
  GObject parent_instance;

  GMutex mutex;
  DecantProgressSnapshot now;
  GPtrArray *folders; /* Folder; only ever grows, so that paths stay valid */
  GQueue problems;    /* DecantProblem, not yet signalled */
  GSource *pending;   /* the next signal */
  Sample samples[N_SAMPLES];
  guint n_samples;
};

G_DEFINE_FINAL_TYPE (DecantProgress, decant_progress, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_PROBLEM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
free_folder (gpointer data)
{
  Folder *folder = data;

  g_free (folder->path);
  g_free (folder);
}

static void
decant_progress_finalize (GObject *object)
{
  DecantProgress *self = DECANT_PROGRESS (object);

  g_ptr_array_unref (self->folders);
  g_queue_clear_full (&self->problems, (GDestroyNotify)decant_problem_free);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (decant_progress_parent_class)->finalize (object);
}

static void
decant_progress_class_init (DecantProgressClass *class)
{
  G_OBJECT_CLASS (class)->finalize = decant_progress_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_PROGRESS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PROBLEM] = g_signal_new ("problem", DECANT_TYPE_PROGRESS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
decant_progress_init (DecantProgress *self)
{
  g_mutex_init (&self->mutex);
  g_queue_init (&self->problems);
  self->folders = g_ptr_array_new_with_free_func (free_folder);
  self->now.seconds_left = -1;
}

DecantProgress *
decant_progress_new (void)
{
  return g_object_new (DECANT_TYPE_PROGRESS, NULL);
}

static gboolean
send_signals (gpointer user_data)
{
  DecantProgress *self = user_data;
  GQueue problems;
  DecantProblem *problem;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->pending, g_source_unref);
  problems = self->problems;
  g_queue_init (&self->problems);
  g_mutex_unlock (&self->mutex);

  while ((problem = g_queue_pop_head (&problems)) != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, problem);
      decant_problem_free (problem);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

void
decant_progress_flush (DecantProgress *self)
{
  g_autoptr (GSource) pending = NULL;

  g_mutex_lock (&self->mutex);
  pending = g_steal_pointer (&self->pending);
  g_mutex_unlock (&self->mutex);
  if (pending == NULL)
    return;
  g_object_ref (self); /* the source holds a reference of its own, which goes with it */
  g_source_destroy (pending);
  send_signals (self);
  g_object_unref (self);
}

/* Holds the mutex. Many changes within the interval make one signal. */
static void
touch (DecantProgress *self)
{
  if (self->pending != NULL)
    return;
  self->pending = g_timeout_source_new (SIGNAL_INTERVAL_MS);
  g_source_set_callback (self->pending, send_signals, g_object_ref (self), g_object_unref);
  g_source_attach (self->pending, NULL);
}

/* Holds the mutex. */
static void
take_sample (DecantProgress *self)
{
  gint64 time = g_get_monotonic_time ();
  Sample *last = self->n_samples > 0 ? &self->samples[self->n_samples - 1] : NULL;

  if (last != NULL && time - last->time < SAMPLE_INTERVAL_US)
    return;
  if (self->n_samples == N_SAMPLES)
    memmove (self->samples, self->samples + 1, sizeof (Sample) * --self->n_samples);
  self->samples[self->n_samples++] = (Sample){ .time = time,
                                               .messages = self->now.copied,
                                               .bytes = self->now.bytes };
}

/* Holds the mutex. */
static void
compute_rates (DecantProgress *self, DecantProgressSnapshot *snapshot)
{
  gint64 time = g_get_monotonic_time ();
  const Sample *first = &self->samples[0];
  double seconds;
  guint64 left;

  snapshot->seconds_left = -1;
  if (self->n_samples == 0 || snapshot->paused ||
      (snapshot->phase != DECANT_PHASE_COPYING && snapshot->phase != DECANT_PHASE_READING))
    return;
  seconds = (double)(time - first->time) / G_USEC_PER_SEC;
  if (seconds < 0.5)
    return;
  snapshot->message_rate = (double)(snapshot->copied - first->messages) / seconds;
  snapshot->byte_rate = (double)(snapshot->bytes - first->bytes) / seconds;
  left = snapshot->messages - MIN (snapshot->processed, snapshot->messages);
  if (snapshot->size > snapshot->bytes && snapshot->byte_rate > 0)
    snapshot->seconds_left = (double)(snapshot->size - snapshot->bytes) / snapshot->byte_rate;
  else if (snapshot->message_rate > 0)
    snapshot->seconds_left = (double)left / snapshot->message_rate;
}

void
decant_progress_get_snapshot (DecantProgress *self, DecantProgressSnapshot *snapshot)
{
  g_mutex_lock (&self->mutex);
  take_sample (self);
  *snapshot = self->now;
  compute_rates (self, snapshot);
  g_mutex_unlock (&self->mutex);
}

guint
decant_progress_get_n_folders (DecantProgress *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->folders->len;
}

void
decant_progress_get_folder (DecantProgress *self, guint index, DecantFolderProgress *folder)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Folder *source = g_ptr_array_index (self->folders, index);

  folder->path = source->path;
  folder->state = source->state;
  folder->messages = source->messages;
  folder->processed = source->processed;
  folder->copied = source->copied;
  folder->skipped = source->skipped;
}

void
decant_progress_set_phase (DecantProgress *self, DecantPhase phase)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->now.phase == phase)
    return;
  self->now.phase = phase;
  self->now.activity[0] = '\0';
  self->n_samples = 0;
  take_sample (self);
  touch (self);
}

void
decant_progress_set_paused (DecantProgress *self, gboolean paused)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->now.paused = paused;
  self->n_samples = 0;
  take_sample (self);
  touch (self);
}

void
decant_progress_set_lanes (DecantProgress *self, guint lanes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->now.lanes == lanes)
    return;
  self->now.lanes = lanes;
  touch (self);
}

/* Cuts between characters, never within one. */
static void
copy_text (char *target, gsize room, const char *text)
{
  const char *end;

  g_strlcpy (target, text, room);
  if (!g_utf8_validate (target, -1, &end))
    target[end - target] = '\0';
}

void
decant_progress_set_activity (DecantProgress *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_mutex_lock (&self->mutex);
  copy_text (self->now.activity, sizeof self->now.activity, text);
  touch (self);
  g_mutex_unlock (&self->mutex);
}

void
decant_progress_set_waiting (DecantProgress *self, const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  copy_text (self->now.waiting, sizeof self->now.waiting, text != NULL ? text : "");
  touch (self);
}

guint
decant_progress_add_folder (DecantProgress *self, const char *path, guint64 messages, guint64 size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Folder *folder = g_new0 (Folder, 1);

  folder->path = g_strdup (path);
  folder->messages = messages;
  folder->size = size != DECANT_SIZE_UNKNOWN ? size : 0;
  self->now.messages += messages;
  self->now.size += folder->size;
  g_ptr_array_add (self->folders, folder);
  touch (self);
  return self->folders->len - 1;
}

void
decant_progress_set_folder_state (DecantProgress *self, guint index, DecantFolderState state)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Folder *folder = g_ptr_array_index (self->folders, index);

  folder->state = state;
  touch (self);
}

void
decant_progress_set_folder_listing (DecantProgress *self, guint index, guint64 messages,
                                    guint64 processed, guint64 size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Folder *folder = g_ptr_array_index (self->folders, index);

  self->now.messages += messages - folder->messages;
  self->now.processed += processed - folder->processed;
  self->now.size += size - folder->size;
  folder->messages = messages;
  folder->processed = processed;
  folder->size = size;
  touch (self);
}

void
decant_progress_add_processed (DecantProgress *self, guint index, guint64 messages)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Folder *folder = g_ptr_array_index (self->folders, index);

  folder->processed += messages;
  self->now.processed += messages;
  touch (self);
}

void
decant_progress_add_copied (DecantProgress *self, guint index, guint64 bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Folder *folder = g_ptr_array_index (self->folders, index);

  folder->processed++;
  folder->copied++;
  self->now.processed++;
  self->now.copied++;
  self->now.bytes += bytes;
  take_sample (self);
  touch (self);
}

void
decant_progress_add_problem (DecantProgress *self, guint index, const DecantProblem *problem)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Folder *folder = g_ptr_array_index (self->folders, index);

  if (problem->uid != 0)
    {
      folder->processed++;
      folder->skipped++;
      self->now.processed++;
      self->now.skipped++;
    }
  g_queue_push_tail (&self->problems, decant_problem_copy (problem));
  touch (self);
}

void
decant_progress_add_to_verify (DecantProgress *self, guint64 messages)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->now.to_verify += messages;
  touch (self);
}

void
decant_progress_add_verified (DecantProgress *self, guint64 messages)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->now.verified += messages;
  touch (self);
}
