/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SIGINT and SIGTERM end a measurement in an orderly way: servers are stopped, and what they have
 * in memory is given back. */

void interrupt_catch (void);

/* Whether such a signal came; then with @error set, which may be NULL. */
gboolean interrupt_came (GError **error);

G_END_DECLS
