/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bench/contestants.h"
#include "bench/measuring.h"
#include "servers/dovecot.h"

G_BEGIN_DECLS

/* One way for one contestant: from a filled server to an empty new one, both at the end of a line
 * of some length. */
typedef struct _Course Course;

typedef struct
{
  Dovecot *from;
  GHashTable *wanted; /* its digest */
  guint round_trip_ms;
  DovecotLayout to_layout; /* of the new server */
  gboolean cyrus;          /* instead of a Dovecot there */
  guint limit_seconds;
} CourseSettings;

/* @settings must stay as long as it. */
Course *course_new (const CourseSettings *settings, GError **error);
void course_free (Course *self);

/* Lets a contestant run. What it took is in @measure; that all has arrived, and once only, was
 * looked at afterwards. */
gboolean course_run (Course *self, const Contestant *contestant, Measure *measure, GError **error);

/* The same without the line's delay, for a run that only is to have been. */
gboolean course_prepare (Course *self, const Contestant *contestant, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Course, course_free)

G_END_DECLS
