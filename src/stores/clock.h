/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Microseconds on a clock that goes on while the machine sleeps, unlike the monotonic one of GLib,
 * and that nobody sets: for how old a piece of news is. */
gint64 decant_clock_now (void);

G_END_DECLS
