/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bench/contestants.h"
#include "bench/mailboxes.h"

G_BEGIN_DECLS

/* What is to be measured, from the command line. */
typedef struct
{
  GPtrArray *mailboxes;   /* const MailboxSpec * */
  GPtrArray *contestants; /* const Contestant *, all of them installed */
  GArray *round_trips;    /* guint, milliseconds */
  guint rounds;
  double scale; /* the part of the messages that is used */
  guint limit_seconds;
  gboolean cyrus;
  gboolean scaling; /* only how Decant takes to large mailboxes */
  gboolean markdown;
} Options;

Options *options_parse (int *argc, char ***argv, GError **error);
void options_free (Options *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Options, options_free)

G_END_DECLS
