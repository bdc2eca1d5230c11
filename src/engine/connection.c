/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/connection.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FIRST_PAUSE                                                                                \
  0.1 /* seconds; a server that hangs up over one message takes the next connection at once */
#define LONGEST_PAUSE 60.0
#define TROUBLE_PAUSE 1.0 /* at least, where the server says it is in trouble */
#define SLOW_DOWN_PAUSE 15.0
#define SIGN_IN_PAUSE 2.0
#define MOST_REFUSALS_BEFORE_FIRST 6
/* How long a server is waited for that was there before: longer than a night without network. */
#define LONGEST_OUTAGE_US (24 * 3600 * (gint64)G_USEC_PER_SEC)
#define MOST_SIGN_IN_REFUSALS 2 /* of a password that was good before: barring comes soon */
#define MOST_OPENINGS 3
#define MOST_OPENINGS_IN_TROUBLE 5
#define CULPRITS_AT_ONCE 4

struct _DecantConnection
{
  DecantStoreOpener *opener;
  DecantAccess access;
  DecantGate *gate;
  DecantStore *store;
  DecantConnectionWantedFunc wanted; /* may be NULL */
  gpointer wanted_data;
  DecantFolder *folder; /* the one that is open, or to be opened */
  gboolean folder_open;
  gboolean folder_known; /* not open, but what it would tell is known from elsewhere */
  DecantFolderStatus status;
  guint openings;         /* of the folder in a row, that failed without its being refused */
  guint openings_outages; /* the outages before the first of them */
  gboolean was_open;
  gboolean unproven; /* it was open already when it was taken, and has done nothing since */
  gboolean wants_fresh;
  guint failures; /* in a row, without anything that worked */
  gint64 failing_since;
  guint sign_in_refusals;
  guint culprits; /* messages in a row that cost a connection */
  guint outages;
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
decant_connection_set_wanted (DecantConnection *self, DecantConnectionWantedFunc wanted,
                              gpointer user_data)
{
  self->wanted = wanted;
  self->wanted_data = user_data;
}

/* Who is to stop does not leave anything behind. */
static void
part (DecantConnection *self)
{
  GCancellable *cancellable = decant_connection_get_cancellable (self);

  if (decant_gate_is_stopped (self->gate))
    decant_store_close (self->store, cancellable);
  else
    decant_store_opener_give_back (self->opener, g_steal_pointer (&self->store));
  g_clear_object (&self->store);
}

void
decant_connection_free (DecantConnection *self)
{
  if (self == NULL)
    return;
  if (self->store != NULL)
    part (self);
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
  self->folder_known = FALSE;
  self->wants_fresh = TRUE;
  g_clear_object (&self->store);
}

void
decant_connection_note_success (DecantConnection *self)
{
  self->failures = 0;
  self->culprits = 0;
  self->unproven = FALSE;
}

void
decant_connection_note_culprit (DecantConnection *self)
{
  self->failures = MIN (self->failures, self->culprits++ / CULPRITS_AT_ONCE);
}

guint
decant_connection_get_outages (DecantConnection *self)
{
  return self->outages;
}

/* ---- waiting ---- */

static gboolean
wants_less (const GError *problem)
{
  return g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_SLOW_DOWN);
}

static gboolean
is_passing (const GError *problem)
{
  return wants_less (problem) ||
         g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT);
}

/* The server itself says that it cannot do it just now. */
static gboolean
is_in_trouble (const GError *problem)
{
  return is_passing (problem) && decant_store_error_get_cause (problem) == DECANT_CAUSE_UNKNOWN;
}

static double
choose_pause (DecantConnection *self, const GError *problem)
{
  double growth = pow (2, MIN (MAX (self->failures, 1), 10) - 1);
  double pause = FIRST_PAUSE * growth;
  double named = decant_store_error_get_pause (problem);

  if (named > 0)
    return named;
  if (wants_less (problem))
    pause = MAX (pause, SLOW_DOWN_PAUSE);
  else if (is_in_trouble (problem))
    pause = TROUBLE_PAUSE * growth;
  else if (decant_store_error_get_cause (problem) == DECANT_CAUSE_SIGN_IN)
    pause = SIGN_IN_PAUSE * self->sign_in_refusals;
  return MIN (pause, LONGEST_PAUSE) * g_random_double_range (0.8, 1.2);
}

static gboolean
wait_before_next_try (DecantConnection *self, const GError *problem, GError **error)
{
  double pause = choose_pause (self, problem);
  g_autofree char *why = NULL;

  /* Translators: %s is an account, such as ada@example.org; then a sentence on what went wrong */
  why = g_strdup_printf (_ ("Waiting for %s: %s"), decant_store_opener_get_label (self->opener),
                         problem->message);
  if (pause < 1)
    g_clear_pointer (&why, g_free);
  /* What a server asks for it gets, whatever the network does. */
  return wants_less (problem) && self->was_open
           ? decant_gate_wait (self->gate, pause, why, error)
           : decant_gate_wait_for_server (self->gate, pause, why, error);
}

static gboolean
is_wanted (DecantConnection *self)
{
  return self->was_open || self->wanted == NULL || self->wanted (self->wanted_data);
}

/* A further failure; whether it is the one that is too many. */
static gboolean
count_failure (DecantConnection *self, const GError *problem)
{
  gint64 now = g_get_monotonic_time ();

  if (self->failures == 0)
    self->failing_since = now;
  /* A server that wants less says so for long: another connection is soon done without. */
  self->failures += wants_less (problem) ? 2 : 1;
  /* One that is too many is done without; an account that was surveyed a moment ago is waited for.
   */
  if (!self->was_open && wants_less (problem))
    return self->failures > MOST_REFUSALS_BEFORE_FIRST;
  return now - self->failing_since > LONGEST_OUTAGE_US;
}

/* A server that took this password before may be in disorder: it is asked again, but not often. */
static gboolean
doubt_refusal (DecantConnection *self, const GError *problem)
{
  return self->was_open && decant_store_error_get_cause (problem) == DECANT_CAUSE_SIGN_IN &&
         self->sign_in_refusals++ < MOST_SIGN_IN_REFUSALS;
}

/* One that others had opened may have been lost since, which says nothing of the server nor of what
 * was asked for: then it is as if there had been none. */
static gboolean
do_without_idle (DecantConnection *self, const GError *problem)
{
  if (!self->unproven || !is_passing (problem))
    return FALSE;
  self->unproven = FALSE;
  self->was_open = FALSE;
  decant_connection_drop (self);
  return TRUE;
}

gboolean
decant_connection_recover (DecantConnection *self, const GError *problem, GError **error)
{
  gboolean person = g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_PERSON);

  if (do_without_idle (self, problem))
    return TRUE;
  if (person && !doubt_refusal (self, problem))
    {
      self->sign_in_refusals = 0;
      return decant_gate_ask (self->gate, problem, error);
    }
  if (!person && !is_passing (problem))
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  if (wants_less (problem))
    decant_gate_object (self->gate);
  decant_connection_drop (self);
  if (count_failure (self, problem))
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  if (!wait_before_next_try (self, problem, error))
    return FALSE;
  if (is_wanted (self))
    return TRUE;
  g_propagate_error (error, g_error_copy (problem));
  return FALSE;
}

/* ---- opening ---- */

/* Only the first time: who loses a connection, or drops it, wants a fresh one. */
static gboolean
take_idle (DecantConnection *self)
{
  if (self->was_open || self->wants_fresh)
    return FALSE;
  self->store = decant_store_opener_take_idle (self->opener);
  if (self->store == NULL)
    return FALSE;
  decant_store_set_flow (self->store, decant_gate_get_flow (self->gate));
  self->unproven = self->was_open = TRUE;
  return TRUE;
}

/* A fresh one takes the place of an idle one, so that no server is asked to bear more. */
static void
make_store (DecantConnection *self)
{
  g_autoptr (DecantStore) idle = decant_store_opener_take_idle (self->opener);

  if (idle != NULL)
    decant_store_close (idle, decant_connection_get_cancellable (self));
  self->store = decant_store_opener_make (self->opener);
  decant_store_set_flow (self->store, decant_gate_get_flow (self->gate));
}

static gboolean
open_store (DecantConnection *self, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (take_idle (self))
    return TRUE;
  decant_connection_drop (self);
  make_store (self);
  if (decant_store_open (self->store, decant_connection_get_cancellable (self), &problem))
    {
      self->was_open = TRUE;
      self->sign_in_refusals = 0;
      return TRUE;
    }
  self->outages++;
  if (!decant_connection_recover (self, problem, error))
    return FALSE;
  decant_connection_drop (self);
  return TRUE;
}

gboolean
decant_connection_ensure (DecantConnection *self, GError **error)
{
  while (self->store == NULL || !decant_store_is_open (self->store))
    if (!open_store (self, error))
      return FALSE;
  return TRUE;
}

static gboolean
open_folder (DecantConnection *self, GError **error)
{
  decant_folder_status_clear (&self->status);
  self->status = (DecantFolderStatus){ 0 };
  self->folder_known = FALSE;
  self->folder_open = decant_store_open_folder (self->store, self->folder, self->access,
                                                &self->status,
                                                decant_connection_get_cancellable (self), error);
  if (self->folder_open)
    {
      self->openings = 0;
      self->unproven = FALSE;
    }
  return self->folder_open;
}

/* The account is there, the folder is not to be had. */
static gboolean
give_up_folder (DecantConnection *self, const GError *problem, GError **error)
{
  const char *words = decant_store_error_get_detail (problem);

  decant_connection_drop (self);
  self->openings = 0;
  decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER,
                          self->access == DECANT_ACCESS_READ ? DECANT_CAUSE_FOLDER_UNREADABLE
                                                             : DECANT_CAUSE_FOLDER_NOT_CREATED,
                          words != NULL ? words : problem->message,
                          _ ("“%s” could not be opened, though the server was asked several "
                             "times."),
                          self->folder->path);
  return FALSE;
}

/* Whether the server opens the one folder that every account has: then the other one is at fault
 * and not the server. */
static gboolean
opens_inbox (DecantConnection *self)
{
  g_autoptr (DecantFolder) inbox = decant_folder_new ("INBOX", "INBOX", '/');
  g_auto (DecantFolderStatus) status = { 0 };
  GCancellable *cancellable = decant_connection_get_cancellable (self);
  g_autoptr (DecantStore) store = decant_store_opener_make (self->opener);
  gboolean opens = decant_store_open (store, cancellable, NULL) &&
                   decant_store_open_folder (store, inbox, self->access, &status, cancellable,
                                             NULL);

  decant_store_close (store, cancellable);
  return opens;
}

/* Whether this was one failure too many to open the folder. */
static gboolean
is_hopeless (DecantConnection *self, const GError *problem)
{
  guint most = is_in_trouble (problem) ? MOST_OPENINGS_IN_TROUBLE : MOST_OPENINGS;

  if (!is_passing (problem) || wants_less (problem))
    return FALSE;
  if (self->openings == 0 || self->openings_outages != self->outages)
    {
      self->openings = 0;
      self->openings_outages = self->outages;
    }
  if (++self->openings < most)
    return FALSE;
  decant_connection_drop (self);
  return g_strcmp0 (self->folder->path, "INBOX") == 0 || opens_inbox (self);
}

static gboolean
recover_folder (DecantConnection *self, const GError *problem, GError **error)
{
  if (do_without_idle (self, problem))
    return TRUE;
  if (is_hopeless (self, problem))
    return give_up_folder (self, problem, error);
  return decant_connection_recover (self, problem, error);
}

static void
take_folder (DecantConnection *self, DecantFolder *folder)
{
  if (self->folder == folder)
    return;
  g_clear_pointer (&self->folder, decant_folder_unref);
  self->folder = decant_folder_ref (folder);
  self->folder_open = FALSE;
  self->folder_known = FALSE;
  self->openings = 0;
}

gboolean
decant_connection_ensure_folder (DecantConnection *self, DecantFolder *folder, GError **error)
{
  take_folder (self, folder);
  for (;;)
    {
      g_autoptr (GError) problem = NULL;

      if (!decant_connection_ensure (self, error))
        return FALSE;
      if (self->folder_open || open_folder (self, &problem))
        return TRUE;
      if (!recover_folder (self, problem, error))
        return FALSE;
    }
}

gboolean
decant_connection_assume_folder (DecantConnection *self, DecantFolder *folder,
                                 const DecantFolderStatus *status, GError **error)
{
  if (!decant_connection_ensure (self, error))
    return FALSE;
  take_folder (self, folder);
  if (self->folder_open)
    return TRUE;
  decant_folder_status_clear (&self->status);
  decant_folder_status_copy (&self->status, status);
  self->folder_known = TRUE;
  decant_store_assume_folder (self->store, folder, status);
  return TRUE;
}

gboolean
decant_connection_ensure_known (DecantConnection *self, DecantFolder *folder, GError **error)
{
  take_folder (self, folder);
  if (!decant_connection_ensure (self, error))
    return FALSE;
  return self->folder_known || decant_connection_ensure_folder (self, folder, error);
}

gboolean
decant_connection_has_open (DecantConnection *self, DecantFolder *folder)
{
  return self->folder == folder && self->folder_open && self->store != NULL &&
         decant_store_is_open (self->store);
}

void
decant_connection_note_opened (DecantConnection *self, DecantFolder *folder,
                               DecantFolderStatus *status)
{
  take_folder (self, folder);
  decant_folder_status_clear (&self->status);
  self->status = *status;
  *status = (DecantFolderStatus){ 0 };
  self->folder_open = TRUE;
  self->openings = 0;
}

const DecantFolderStatus *
decant_connection_get_status (DecantConnection *self)
{
  return &self->status;
}

/* ---- many folders ---- */

gboolean
decant_connection_visit_folders (DecantConnection *self, GPtrArray *folders, DecantDetails details,
                                 const DecantVisitFuncs *funcs, gpointer user_data, GError **error)
{
  if (!decant_connection_ensure (self, error))
    return FALSE;
  self->folder_open = FALSE;
  return decant_store_visit_folders (self->store, folders, self->access, details, funcs, user_data,
                                     decant_connection_get_cancellable (self), error);
}
