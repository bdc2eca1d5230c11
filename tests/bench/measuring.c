/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measuring.h"

#include "bench/interrupt.h"
#include "servers/server-process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_SHOWN 2000
#define STATE_FIELD 3
/* In /proc/PID/stat: user and system time, and those of children that were waited for. */
#define FIRST_TIME_FIELD 14
#define TIME_FIELDS 4

static const char *stopwatch;

void
measuring_set_stopwatch (const char *path)
{
  stopwatch = path;
}

/* ---- a command ---- */

static char **
make_argv (char **argv, const char *output_file)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add_many (builder, stopwatch, output_file, NULL);
  g_strv_builder_addv (builder, (const char **)argv);
  return g_strv_builder_end (builder);
}

/* Whether there is something to read before the time is over. */
static gboolean
await_result (int descriptor, guint limit_seconds, GError **error)
{
  struct pollfd polled = { .fd = descriptor, .events = POLLIN };
  int ready = poll (&polled, 1, (int)limit_seconds * 1000);

  if (interrupt_came (error))
    return FALSE;
  if (ready == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "not done after %u seconds",
                 limit_seconds);
  else if (ready < 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno));
  return ready > 0;
}

static gboolean
parse_result (const char *line, Measure *measure, int *status)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", 4);

  if (g_strv_length (fields) != 4)
    return FALSE;
  measure->seconds = g_ascii_strtod (fields[0], NULL);
  measure->cpu_seconds = g_ascii_strtod (fields[1], NULL);
  measure->peak_mebibytes = g_ascii_strtod (fields[2], NULL) / 1024;
  *status = atoi (fields[3]);
  return TRUE;
}

static void
add_output (GError **error, const char *output_file)
{
  g_autofree char *text = NULL;
  gsize length;

  if (error != NULL && *error != NULL && g_file_get_contents (output_file, &text, &length, NULL))
    {
      char *whole = g_strconcat ((*error)->message, "\n",
                                 text + (length > OUTPUT_SHOWN ? length - OUTPUT_SHOWN : 0), NULL);

      g_free ((*error)->message);
      (*error)->message = whole;
    }
}

gboolean
measuring_run (char **argv, const char *output_file, guint limit_seconds, Measure *measure,
               GError **error)
{
  g_auto (GStrv) timed = make_argv (argv, output_file);
  char line[200] = "";
  gboolean ready;
  int output;
  int status = 0;
  GPid pid;

  /* If the stopwatch is killed, so is what it runs. */
  if (!g_spawn_async_with_pipes (NULL, timed, NULL, G_SPAWN_DO_NOT_REAP_CHILD, server_child_setup,
                                 GINT_TO_POINTER (SIGKILL), &pid, NULL, &output, NULL, error))
    return FALSE;
  ready = await_result (output, limit_seconds, error);
  if (ready && read (output, line, sizeof line - 1) < 0)
    *line = '\0';
  if (!ready)
    kill (pid, SIGKILL);
  close (output);
  waitpid (pid, NULL, 0);
  if (!ready)
    return FALSE;
  if (!parse_result (line, measure, &status))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s could not be run", argv[0]);
      return FALSE;
    }
  if (g_spawn_check_wait_status (status, error))
    return TRUE;
  add_output (error, output_file);
  return FALSE;
}

/* ---- other processes ---- */

typedef struct
{
  GPid pid;
  GPid parent;
  guint64 ticks;
} Process;

/* proc(5). The name, in parentheses, can hold blanks. */
static gboolean
read_process (const char *pid, Process *process)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "stat", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;
  const char *rest;

  if (!g_ascii_isdigit (*pid) || !g_file_get_contents (path, &text, NULL, NULL) ||
      (rest = strrchr (text, ')')) == NULL)
    return FALSE;
  fields = g_strsplit (rest + 2, " ", -1);
  if (g_strv_length (fields) < FIRST_TIME_FIELD + TIME_FIELDS - STATE_FIELD)
    return FALSE;
  process->pid = atoi (pid);
  process->parent = atoi (fields[1]);
  process->ticks = 0;
  for (guint i = 0; i < TIME_FIELDS; i++)
    process->ticks += g_ascii_strtoull (fields[FIRST_TIME_FIELD + i - STATE_FIELD], NULL, 10);
  return TRUE;
}

static guint64
add_up (GArray *processes, GPid root)
{
  guint64 ticks = 0;

  for (guint i = 0; i < processes->len; i++)
    {
      const Process *process = &g_array_index (processes, Process, i);

      if (process->pid == root)
        ticks += process->ticks;
      else if (process->parent == root)
        ticks += add_up (processes, process->pid);
    }
  return ticks;
}

double
measuring_cpu_of_tree (GPid root)
{
  g_autoptr (GArray) processes = g_array_new (FALSE, FALSE, sizeof (Process));
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  Process process;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (read_process (name, &process))
      g_array_append_val (processes, process);
  return (double)add_up (processes, root) / (double)sysconf (_SC_CLK_TCK);
}
