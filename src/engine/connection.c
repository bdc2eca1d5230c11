/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/connection.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FIRST_PAUSE                                                                                \
  0.1 /* seconds; a server that hangs up over one message takes the next connection at once */
#define LONGEST_PAUSE 60.0
#define SLOW_DOWN_PAUSE 15.0
#define MOST_FAILURES 30 /* in a row, without anything that worked: about a quarter of an hour */
#define MOST_FAILURES_BEFORE_FIRST 6

struct _DecantConnection
{
  DecantStoreOpener *opener;
  DecantAccess access;
  DecantGate *gate;
  DecantStore *store;
  DecantFolder *folder; /* the one that is open, or to be opened */
  gboolean folder_open;
  DecantFolderStatus status;
  gboolean was_open;
  guint failures;
};

DecantConnection *
decant_connection_new (DecantStoreOpener *opener, DecantAccess access, DecantGate *gate)
{
  DecantConnection *self = g_new0 (DecantConnection, 1);

  self->opener = decant_store_opener_ref (opener);
  self->access = access;
  self->gate = decant_gate_ref (gate);
  return self;
}

void
decant_connection_free (DecantConnection *self)
{
  if (self == NULL)
    return;
  if (self->store != NULL)
    decant_store_close (self->store, decant_connection_get_cancellable (self));
  g_clear_object (&self->store);
  g_clear_pointer (&self->folder, decant_folder_unref);
  decant_folder_status_clear (&self->status);
  decant_gate_unref (self->gate);
  decant_store_opener_unref (self->opener);
  g_free (self);
}

DecantStore *
decant_connection_get_store (DecantConnection *self)
{
  return self->store;
}

GCancellable *
decant_connection_get_cancellable (DecantConnection *self)
{
  return self->access == DECANT_ACCESS_READ ? decant_gate_get_read_cancellable (self->gate)
                                            : decant_gate_get_write_cancellable (self->gate);
}

gboolean
decant_connection_was_open (DecantConnection *self)
{
  return self->was_open;
}

void
decant_connection_drop (DecantConnection *self)
{
  self->folder_open = FALSE;
  g_clear_object (&self->store);
}

void
decant_connection_note_success (DecantConnection *self)
{
  self->failures = 0;
}

static gboolean
wait_before_next_try (DecantConnection *self, const GError *problem, GError **error)
{
  double pause = FIRST_PAUSE * pow (2, MIN (self->failures, 10) - 1);
  g_autofree char *why = NULL;

  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_SLOW_DOWN))
    pause = MAX (pause, SLOW_DOWN_PAUSE);
  pause = MIN (pause, LONGEST_PAUSE) * g_random_double_range (0.8, 1.2);
  /* Translators: %s is an account, such as ada@example.org; then a sentence on what went wrong */
  why = g_strdup_printf (_ ("Waiting for %s: %s"), decant_store_opener_get_label (self->opener),
                         problem->message);
  return decant_gate_wait (self->gate, pause, pause >= 1 ? why : NULL, error);
}

gboolean
decant_connection_recover (DecantConnection *self, const GError *problem, GError **error)
{
  guint most = self->was_open ? MOST_FAILURES : MOST_FAILURES_BEFORE_FIRST;

  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_PERSON))
    return decant_gate_ask (self->gate, problem, error);
  if (!g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT) &&
      !g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_SLOW_DOWN))
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  decant_connection_drop (self);
  /* A server that wants less says so for long: another connection is soon done without. */
  self->failures += g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_SLOW_DOWN) ? 2
                                                                                                : 1;
  if (self->failures > most)
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  return wait_before_next_try (self, problem, error);
}

gboolean
decant_connection_ensure (DecantConnection *self, GError **error)
{
  while (self->store == NULL || !decant_store_is_open (self->store))
    {
      g_autoptr (GError) problem = NULL;

      decant_connection_drop (self);
      self->store = decant_store_opener_make (self->opener);
      if (decant_store_open (self->store, decant_connection_get_cancellable (self), &problem))
        self->was_open = TRUE;
      else if (!decant_connection_recover (self, problem, error))
        return FALSE;
      else
        decant_connection_drop (self);
    }
  return TRUE;
}

static gboolean
open_folder (DecantConnection *self, GError **error)
{
  decant_folder_status_clear (&self->status);
  self->status = (DecantFolderStatus){ 0 };
  self->folder_open = decant_store_open_folder (self->store, self->folder, self->access,
                                                &self->status,
                                                decant_connection_get_cancellable (self), error);
  return self->folder_open;
}

gboolean
decant_connection_ensure_folder (DecantConnection *self, DecantFolder *folder, GError **error)
{
  if (self->folder != folder)
    {
      g_clear_pointer (&self->folder, decant_folder_unref);
      self->folder = decant_folder_ref (folder);
      self->folder_open = FALSE;
    }
  for (;;)
    {
      g_autoptr (GError) problem = NULL;

      if (!decant_connection_ensure (self, error))
        return FALSE;
      if (self->folder_open || open_folder (self, &problem))
        return TRUE;
      if (!decant_connection_recover (self, problem, error))
        return FALSE;
    }
}

const DecantFolderStatus *
decant_connection_get_status (DecantConnection *self)
{
  return &self->status;
}
