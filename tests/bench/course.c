/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/course.h"

#include "bench/mailbox-digest.h"
#include "bench/relay.h"
#include "servers/cyrus.h"

struct _Course
{
  const CourseSettings *settings;
  Dovecot *dovecot; /* one of the two is the new server */
  Cyrus *cyrus;
  Relay *from_relay;
  Relay *to_relay;
};

static guint16
to_port (Course *self)
{
  return self->dovecot != NULL ? dovecot_get_port (self->dovecot) : cyrus_get_port (self->cyrus);
}

static const char *
to_directory (Course *self)
{
  return self->dovecot != NULL ? dovecot_get_directory (self->dovecot)
                               : cyrus_get_directory (self->cyrus);
}

/* ---- setting up ---- */

static gboolean
start_server (Course *self, GError **error)
{
  DovecotOptions options = { .layout = self->settings->to_layout };

  if (!self->settings->cyrus)
    {
      self->dovecot = dovecot_start (&options, error);
      return self->dovecot != NULL;
    }
  self->cyrus = cyrus_start (FALSE, error);
  return self->cyrus != NULL && cyrus_add_user (self->cyrus, CONTESTANT_USER, error);
}

static gboolean
start_relays (Course *self, GError **error)
{
  guint round_trip = self->settings->round_trip_ms;

  if (round_trip == 0)
    return TRUE;
  self->from_relay = relay_new (dovecot_get_port (self->settings->from), round_trip, error);
  if (self->from_relay == NULL)
    return FALSE;
  self->to_relay = relay_new (to_port (self), round_trip, error);
  return self->to_relay != NULL;
}

Course *
course_new (const CourseSettings *settings, GError **error)
{
  g_autoptr (Course) self = g_new0 (Course, 1);

  self->settings = settings;
  if (!start_server (self, error) || !start_relays (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
course_free (Course *self)
{
  g_clear_pointer (&self->from_relay, relay_free);
  g_clear_pointer (&self->to_relay, relay_free);
  g_clear_pointer (&self->dovecot, dovecot_stop);
  g_clear_pointer (&self->cyrus, cyrus_stop);
  g_free (self);
}

/* ---- running ---- */

static double
servers_cpu (Course *self)
{
  GPid to = self->dovecot != NULL ? dovecot_get_pid (self->dovecot) : cyrus_get_pid (self->cyrus);

  return measuring_cpu_of_tree (dovecot_get_pid (self->settings->from)) +
         measuring_cpu_of_tree (to);
}

static gboolean
run (Course *self, const Contestant *contestant, Measure *measure, GError **error)
{
  Dovecot *from = self->settings->from;
  g_autofree char *output = g_build_filename (to_directory (self), "output", NULL);
  g_autofree char *config = NULL;
  g_auto (GStrv) argv = NULL;
  Task task = { .directory = to_directory (self) };
  double before;

  task.from_port = self->from_relay != NULL ? relay_get_port (self->from_relay)
                                            : dovecot_get_port (from);
  task.to_port = self->to_relay != NULL ? relay_get_port (self->to_relay) : to_port (self);
  if (self->dovecot != NULL)
    config = g_build_filename (to_directory (self), "dovecot.conf", NULL);
  task.to_config = config;
  argv = contestant->make_command (&task, error);
  if (argv == NULL)
    return FALSE;
  before = servers_cpu (self);
  if (!measuring_run (argv, output, self->settings->limit_seconds, measure, error))
    return FALSE;
  measure->server_seconds = servers_cpu (self) - before;
  return TRUE;
}

static gboolean
check (Course *self, const Contestant *contestant, GError **error)
{
  GHashTable *wanted = self->settings->wanted;
  guint messages = mailbox_digest_count (wanted);
  g_autoptr (GHashTable) got = NULL;
  guint count;

  if (contestant->only_count)
    {
      count = mailbox_count (to_port (self), CONTESTANT_USER, error);
      if (count == messages)
        return TRUE;
      if (count != G_MAXUINT)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%u messages arrived instead of %u",
                     count, messages);
      return FALSE;
    }
  got = mailbox_digest_new (to_port (self), CONTESTANT_USER, error);
  if (got == NULL)
    return FALSE;
  if (mailbox_digest_equal (wanted, got))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               "of %u messages %u arrived as they were; there are %u", messages,
               mailbox_digest_count_common (wanted, got), mailbox_digest_count (got));
  return FALSE;
}

gboolean
course_run (Course *self, const Contestant *contestant, Measure *measure, GError **error)
{
  return run (self, contestant, measure, error) && check (self, contestant, error);
}

static void
set_round_trip (Course *self, guint round_trip_ms)
{
  if (self->from_relay != NULL)
    {
      relay_set_round_trip (self->from_relay, round_trip_ms);
      relay_set_round_trip (self->to_relay, round_trip_ms);
    }
}

gboolean
course_prepare (Course *self, const Contestant *contestant, GError **error)
{
  Measure unused;
  gboolean done;

  set_round_trip (self, 0);
  done = run (self, contestant, &unused, error);
  set_round_trip (self, self->settings->round_trip_ms);
  return done;
}
