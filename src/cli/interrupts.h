/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <termios.h>

G_BEGIN_DECLS

/* SIGINT and SIGTERM. As long as nothing is under way they end the program at once; while something
 * is, the first one asks for a clean stop and the next one ends the program. Main thread only. */

/* From here on a signal ends the program at once, with the exit status for an interrupted run. */
void decant_cli_interrupts_install (void);

/* The next signal calls @func on the main context instead, once. */
void decant_cli_interrupts_watch (void (*func) (gpointer user_data), gpointer user_data);
void decant_cli_interrupts_unwatch (void);

/* A terminal whose settings are changed for now: a signal restores @settings before the program
 * ends. */
void decant_cli_interrupts_guard_terminal (int fd, const struct termios *settings);
void decant_cli_interrupts_unguard_terminal (void);

G_END_DECLS
