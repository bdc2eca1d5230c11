/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/dovecot.h"

G_BEGIN_DECLS

/* A throw-away server as its configuration file describes it. */
typedef struct
{
  DovecotOptions options;
  const char *directory;
  const char *user; /* who owns the mail */
  const char *group;
  guint uid;
  guint gid;
  guint16 port;
  guint16 tls_port;
} DovecotSetup;

/* The text of dovecot.conf, in the words of the Dovecot that is installed: 2.4 has other ones than
 * 2.3 for much of it. Free with g_free(). */
char *dovecot_config_write (const DovecotSetup *setup);

G_END_DECLS
