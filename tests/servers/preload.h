/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Libraries that stand between decant-cli and the system's own (LD_PRELOAD), so that a test can
 * have the machine fail where it wants. Each is told by environment variables what to do and does
 * nothing without them.
 *
 * preload-kill: the process is killed at a call that touches a file or a connection.
 *   DECANT_PRELOAD_KILL_AT     at which of them, from 1 on
 *   DECANT_PRELOAD_KILL_HALF   if set, half of what was to be written at that call is written first
 *   DECANT_PRELOAD_COUNT_FILE  a file that is told, when the process ends, how many there were
 *
 * preload-disk: a place on the disk that is full or read-only.
 *   DECANT_PRELOAD_PLACE      the beginning of the paths it is about
 *   DECANT_PRELOAD_ROOM       how many bytes a file there may have
 *   DECANT_PRELOAD_READ_ONLY  if set, nothing there can be changed
 *
 * preload-clock: a time of day that leaps whenever it is looked at.
 *   DECANT_PRELOAD_CLOCK_STEP  by so many seconds more each time; may be negative
 *
 * preload-locks: a file that is told how files were locked, mapped and synchronised.
 *   DECANT_PRELOAD_LOCKS_FILE  its path; each line is what was done, a space, and the path it was
 *                              done to */

#include <dlfcn.h>

/* The function that would have been called otherwise. */
#define NEXT(name) ((__typeof__ (&name))dlsym (RTLD_NEXT, #name))
