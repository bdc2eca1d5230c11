/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/interrupt.h"

#include <gio/gio.h>
#include <signal.h>

static volatile sig_atomic_t came;

static void
note (int number)
{
  came = number;
}

void
interrupt_catch (void)
{
  /* Without SA_RESTART, so that a wait ends. */
  struct sigaction action = { .sa_handler = note };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

gboolean
interrupt_came (GError **error)
{
  if (came == 0)
    return FALSE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "interrupted");
  return TRUE;
}
