/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/dovecot.h"

G_BEGIN_DECLS

/* The mailboxes that contestants copy, always the same ones: made by a generator that knows no
 * chance. */

typedef enum
{
  SIZES_UNIFORM,    /* from @smallest to @largest */
  SIZES_LOG_NORMAL, /* many small ones around @typical, a few up to @largest */
} SizeDistribution;

typedef struct
{
  const char *name;
  guint messages;
  guint folders; /* which take them by turns */
  SizeDistribution distribution;
  gsize smallest; /* bytes */
  gsize largest;
  gsize typical;  /* the median of a log-normal distribution */
  double spread;  /* the standard deviation of its logarithm */
  gboolean again; /* what is measured is a second run, when there is nothing new */
} MailboxSpec;

extern const MailboxSpec mailbox_specs[];
extern const guint n_mailbox_specs;

/* Whether two mailboxes hold the same. */
gboolean mailbox_same_content (const MailboxSpec *a, const MailboxSpec *b);

/* Fills an empty server, which lists everything from its index afterwards. @bytes: of all messages
 * together. */
gboolean mailbox_fill (const MailboxSpec *spec, Dovecot *server, const char *user, guint64 *bytes,
                       GError **error);

G_END_DECLS
