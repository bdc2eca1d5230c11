/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Internal dates that every server takes: from 2 January 1970, since some keep them as seconds
 * since 1970 in the zone of the message, until now, since some refuse what lies ahead. */

gboolean decant_internal_date_is_plausible (gint64 seconds);

/* The date within that range next to @seconds; now for DECANT_DATE_UNKNOWN. */
gint64 decant_internal_date_clamp (gint64 seconds);

G_END_DECLS
