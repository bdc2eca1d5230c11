/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What throw-away servers have in common: a directory, a port of the loopback, a process that ends
 * with its starter. */

/* A port nobody has just now. */
guint16 server_find_port (void);

/* The path of a program; @usual_place where it is not on the path, as system programs are not on
 * everybody's. Free with g_free(). */
char *server_find_program (const char *name, const char *usual_place);

/* For g_spawn_async(): makes the process the head of a group of its own, with no signal blocked,
 * that gets a signal when the thread that starts it ends. @user_data: the signal,
 * GINT_TO_POINTER(). */
void server_child_setup (gpointer user_data);

typedef enum
{
  SERVER_ANSWERS,
  SERVER_DIED, /* its process is reaped and *pid 0 */
  SERVER_SILENT,
} ServerState;

/* Waits until the server of process *pid answers on @port with a greeting that holds @greeting. */
ServerState server_await (GPid *pid, guint16 port, const char *greeting);

/* Waits for the end of a process that was told to end, kills what is left of its group, and makes
 * *pid 0. Nothing where that is 0 already. */
void server_await_end (GPid *pid);

/* Removes a directory with all that is in it, unless DECANT_KEEP_SERVERS is in the environment. */
void server_remove_directory (const char *path);

G_END_DECLS
