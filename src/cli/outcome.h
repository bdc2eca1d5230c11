/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"
#include "engine/report.h"

G_BEGIN_DECLS

/* How a command ends: its exit status, what it says and the reports it writes. */

typedef enum
{
  DECANT_CLI_STATUS_COMPLETE = 0,   /* all that was selected is on the new side and verified */
  DECANT_CLI_STATUS_INCOMPLETE = 1, /* finished, some messages or folders skipped */
  DECANT_CLI_STATUS_USAGE = 2,      /* unusable arguments */
  DECANT_CLI_STATUS_CONNECTION = 3, /* could not connect or sign in */
  DECANT_CLI_STATUS_STOPPED = 4,    /* interrupted or stopped by an error, can be resumed */
} DecantCliStatus;

/* The status for an error. @at_work: after both accounts had been signed in to and work had begun,
 * when a lost connection no longer means that one could not be made. */
DecantCliStatus decant_cli_status_for_error (const GError *error, gboolean at_work);

/* Says on standard error what went wrong, with the server's words and, for a certificate, what it
 * says of itself and how to accept it. */
void decant_cli_print_error (const GError *error);

/* Ends a command that failed before anything was begun: says why and returns the status. */
DecantCliStatus decant_cli_refuse (const GError *error);

/* Ends a command: says what went wrong (@error may be NULL), writes the report files and prints the
 * report as JSON or for people. @report may be NULL if there was nothing to report. Returns the
 * status to exit with. */
DecantCliStatus decant_cli_conclude (const DecantCliOptions *options, const DecantReport *report,
                                     const GError *error);

G_END_DECLS
