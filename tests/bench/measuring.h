/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a run took. */
typedef struct
{
  double seconds;
  double cpu_seconds;    /* of the program and its children */
  double server_seconds; /* CPU seconds of the servers */
  double peak_mebibytes; /* highest resident memory of the program */
} Measure;

/* Names the program that runs others and measures them, decant-bench-stopwatch. */
void measuring_set_stopwatch (const char *path);

/* Runs a command, its output going into @output_file. All of @measure is set but the servers' part.
 * Fails where the command does, with the end of its output, with G_IO_ERROR_TIMED_OUT where it was
 * ended after @limit_seconds, and with G_IO_ERROR_CANCELLED by a signal. */
gboolean measuring_run (char **argv, const char *output_file, guint limit_seconds, Measure *measure,
                        GError **error);

/* CPU seconds that a process and all below it have taken so far, those that have ended included. */
double measuring_cpu_of_tree (GPid root);

G_END_DECLS
