/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/internal-date-range.h"

#include "stores/message.h"

#define FIRST_DATE (24 * 60 * 60)

static gint64
get_now (void)
{
  return MAX (g_get_real_time () / G_USEC_PER_SEC, FIRST_DATE);
}

gboolean
decant_internal_date_is_plausible (gint64 seconds)
{
  return seconds >= FIRST_DATE && seconds <= get_now ();
}

gint64
decant_internal_date_clamp (gint64 seconds)
{
  if (seconds == DECANT_DATE_UNKNOWN)
    return get_now ();
  return CLAMP (seconds, FIRST_DATE, get_now ());
}
