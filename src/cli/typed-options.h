/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/command.h"

G_BEGIN_DECLS

/* The options as typed, before anything is made of them. URLs and folders are bytes as they came:
 * GOption would read them in the locale's encoding, but they are UTF-8 in every locale. */
typedef struct
{
  char *from;
  char *to;
  char *from_authuser;
  char *to_authuser;
  char *from_password_file;
  char *to_password_file;
  gboolean allow_plaintext;
  char **trust_certificate;
  char **folder;
  char **exclude;
  char **map;
  char *newer_than;
  char *older_than;
  char *max_size;
  gboolean leave_deleted;
  gboolean leave_groupware;
  gboolean leave_duplicates;
  char **leave_special;
  char *several;
  char *plan;
  char *connections;
  char *rate;
  char *timeout;
  gboolean dry_run;
  char *save_plan;
  gboolean wrap_refused;
  gboolean no_verify;
  char *verify;
  char *state_dir;
  char **report;
  gboolean json;
  gboolean quiet;
  gboolean verbose;
  char *debug_protocol;
} DecantCliTyped;

/* Reads the arguments of @command; see decant_cli_options_parse(). @typed is to be cleared by the
 * caller also on failure. */
gboolean decant_cli_typed_read (DecantCliCommand command, char **arguments, DecantCliTyped *typed,
                                GError **error);
void decant_cli_typed_clear (DecantCliTyped *typed);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantCliTyped, decant_cli_typed_clear)

G_END_DECLS
