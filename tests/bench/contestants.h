/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The programs that are measured. */

/* What a contestant is to do: copy the mailbox of CONTESTANT_USER from one port of the loopback to
 * the other. */
typedef struct
{
  guint16 from_port;
  guint16 to_port;
  const char *directory; /* for what the contestant needs and keeps */
  const char *to_config; /* of the new server, if that is a Dovecot; else NULL */
} Task;

#define CONTESTANT_USER "ada"

typedef struct
{
  const char *name;
  const char *description;
  const char *program;    /* the one that must be installed; NULL: it is built with the bench */
  gboolean makes_again;   /* knows what it did and so can be measured when there is nothing new */
  gboolean only_count;    /* that as many messages arrive is all that can be asked of it */
  gboolean needs_dovecot; /* as the new server */
  /* Writes what it needs into the task's directory and returns its command. */
  char **(*make_command) (const Task *task, GError **error);
} Contestant;

extern const Contestant contestants[];
extern const guint n_contestants;

/* Where the programs are that are built with the bench. */
void contestants_set_programs (const char *decant_cli, const char *limit);

/* NULL where there is none of that name. */
const Contestant *contestant_find (const char *name);

gboolean contestant_is_installed (const Contestant *contestant);

G_END_DECLS
