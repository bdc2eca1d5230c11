/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/account.h"
#include "cli/command.h"
#include "engine/move.h"
#include "engine/plan.h"

G_BEGIN_DECLS

/* What was asked for on the command line: reading it, and finding everything that is wrong with it
 * before anything is touched. */

#define DECANT_CLI_ERROR (decant_cli_error_quark ())
typedef enum
{
  DECANT_CLI_ERROR_USAGE,  /* unusable arguments; the message says which and why */
  DECANT_CLI_ERROR_OUTPUT, /* what was found out could not be written */
} DecantCliError;
GQuark decant_cli_error_quark (void);

typedef struct
{
  DecantCliCommand command;

  DecantAccount *old_account; /* without password; NULL where the command has none */
  DecantAccount *new_account;
  char *from_password_file;
  char *to_password_file;

  gboolean allow_plaintext;
  char **trusted_certificates; /* normalised; never NULL */
  guint timeout;               /* seconds; 0: the usual */
  char *protocol_log;          /* NULL: none */

  DecantPlanRules *rules; /* never NULL */
  gboolean copy_each;     /* into each of its folders, whatever a plan says */
  char *plan;             /* the text of one to begin with, or NULL */
  char *save_plan;        /* where the plan is to be written, or NULL */
  guint connections;      /* 0: as the servers bear */
  guint64 rate;           /* bytes a second; 0: no limit */
  DecantVerifyLevel verify;
  gboolean dry_run;
  gboolean wrap_refused;

  char *state_dir; /* absolute; never NULL */
  char **reports;  /* files with usable endings; never NULL */
  gboolean json;
  gboolean quiet;
  gboolean verbose;
} DecantCliOptions;

/* Reads the arguments of @command; @arguments[0] is the program, the command's own word is left
 * out. "--help" prints the help of @command and exits. Fails with DECANT_CLI_ERROR_USAGE. */
DecantCliOptions *
decant_cli_options_parse (DecantCliCommand command, char **arguments, GError **error);
void decant_cli_options_free (DecantCliOptions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCliOptions, decant_cli_options_free)

G_END_DECLS
