/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a command, its output going into a file, and prints what it took: seconds, CPU seconds,
 * highest resident memory in KiB, exit status as of wait(). A program of its own because a process
 * counts as its memory what its starter had: the bench may have much, this has next to nothing.
 *
 * decant-bench-stopwatch OUTPUT-FILE COMMAND [ARGUMENT ...] */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double
in_seconds (struct timeval time)
{
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int
main (int argc, char **argv)
{
  int output = argc > 2 ? open (argv[1], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  double start = now ();
  struct rusage usage;
  pid_t pid;
  int status;

  if (output < 0 || (pid = fork ()) < 0)
    return 2;
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      dup2 (output, STDOUT_FILENO);
      dup2 (output, STDERR_FILENO);
      execvp (argv[2], argv + 2);
      _exit (127);
    }
  if (wait4 (pid, &status, 0, &usage) != pid)
    return 2;
  printf ("%.6f %.6f %ld %d\n", now () - start,
          in_seconds (usage.ru_utime) + in_seconds (usage.ru_stime), usage.ru_maxrss, status);
  return 0;
}
