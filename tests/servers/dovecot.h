/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A throw-away Dovecot for tests and the trial: a real one, in a directory of its own, on a free
 * port of the loopback, gone when it is stopped or when its starter dies. Any user may sign in with
 * the password; each has a mailbox of its own. */
typedef struct _Dovecot Dovecot;

typedef enum
{
  DOVECOT_MAILDIR_FS,   /* folders are directories; separator "/" */
  DOVECOT_MAILDIR_PLUS, /* Maildir++; separator "." */
  DOVECOT_SDBOX,        /* separator "/" */
} DovecotLayout;

typedef struct
{
  DovecotLayout layout;
  const char *prefix; /* of the personal namespace: NULL, or "INBOX." with Maildir++ */
  gboolean tls;       /* also listen with TLS, and offer STARTTLS, with a certificate of its own for
                         "localhost" */
  gboolean
    special_use; /* declare Drafts, Junk, Sent, Trash and Archive with their RFC 6154 attributes */
  const char *other_password;  /* one more that all users may sign in with, or NULL */
  guint quota;                 /* of each user of a Maildir, in KiB; 0: none */
  const char *extra_config;    /* lines for dovecot.conf that 2.3 and 2.4 both know, or NULL */
  const char *master_password; /* who signs in with it, whatever the name, may act for all users; or
                                  NULL */
} DovecotOptions;

#define DOVECOT_PASSWORD "correct horse \"battery\" \\staple"

/* NULL with @error set where Dovecot is not installed or does not start. @options may be NULL. */
Dovecot *dovecot_start (const DovecotOptions *options, GError **error);

/* Stops it, waits, and removes its directory. */
void dovecot_stop (Dovecot *self);

/* Only stops and starts the server; what is stored stays. The ports stay too. */
void dovecot_halt (Dovecot *self);
gboolean dovecot_resume (Dovecot *self, GError **error);

/* Its master, of which all its other processes are children. */
GPid dovecot_get_pid (Dovecot *self);

guint16 dovecot_get_port (Dovecot *self);
guint16 dovecot_get_tls_port (Dovecot *self);

/* SHA-256 of its certificate, 64 lower-case digits; NULL without TLS. */
const char *dovecot_get_fingerprint (Dovecot *self);
const char *dovecot_get_directory (Dovecot *self);

/* The directory of a folder (its name as the server's file system knows it; "INBOX" for the inbox)
 * of a Maildir layout. Free with g_free(). */
char *dovecot_folder_directory (Dovecot *self, const char *user, const char *folder);

/* Puts a message into a folder of a Maildir layout, making the folder if need be. @flags: Maildir
 * letters ("FRST"), lower-case letters being keywords in the order of dovecot_set_keywords().
 * @date: its internal date. Returns the file's path. */
char *dovecot_put (Dovecot *self, const char *user, const char *folder, const void *data,
                   gsize length, const char *flags, gint64 date, GError **error);

/* Names the keywords "a", "b", … of a folder; NULL-terminated. */
gboolean dovecot_set_keywords (Dovecot *self, const char *user, const char *folder,
                               const char *const *keywords, GError **error);

/* Subscribes a user to a folder (its name as IMAP knows it). */
gboolean dovecot_subscribe (Dovecot *self, const char *user, const char *name, GError **error);

/* Has the server index a user's folders, and remember of all messages what clients list. */
gboolean dovecot_index (Dovecot *self, const char *user, GError **error);

/* How a stored message is damaged. The server should have indexed it before, so that it lists the
 * message as whole. */
typedef enum
{
  DOVECOT_DAMAGE_CUT,       /* the file ends in the middle */
  DOVECOT_DAMAGE_EMPTY,     /* the file has no bytes left */
  DOVECOT_DAMAGE_DIRECTORY, /* a directory stands in place of the file */
  DOVECOT_DAMAGE_FORBIDDEN, /* the server may no longer read the file */
} DovecotDamage;
gboolean dovecot_damage (const char *file, DovecotDamage damage, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dovecot, dovecot_stop)

G_END_DECLS
