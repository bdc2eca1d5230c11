/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/preload.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static atomic_long looks;

/* None at the first look. */
static time_t
next_leap (void)
{
  const char *step = getenv ("DECANT_PRELOAD_CLOCK_STEP");

  return step != NULL ? (time_t)(atol (step) * atomic_fetch_add (&looks, 1)) : 0;
}

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  int result = NEXT (clock_gettime) (clock, now);

  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += next_leap ();
  return result;
}

int
gettimeofday (struct timeval *restrict now, void *restrict zone)
{
  int result = NEXT (gettimeofday) (now, zone);

  if (result == 0)
    now->tv_sec += next_leap ();
  return result;
}

time_t
time (time_t *now)
{
  time_t result = NEXT (time) (NULL) + next_leap ();

  if (now != NULL)
    *now = result;
  return result;
}
