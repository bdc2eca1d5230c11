/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/journal.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a run has to say at its end: counts and every skipped, missing or altered message. A plain
 * value. */

typedef enum
{
  DECANT_REPORT_COPY,
  DECANT_REPORT_CHECK,
  DECANT_REPORT_VERIFY,
} DecantReportKind;

typedef struct
{
  DecantReportKind kind;
  char *old_account; /* labels for people */
  char *new_account; /* NULL for a check */
  gint64 started;    /* seconds since 1970 UTC */
  gboolean finished; /* FALSE: stopped before its end; can be resumed */
  char *stop_reason; /* why it stopped, a sentence, or NULL */
  guint64 folders;
  guint64 found;
  guint64 copied; /* by this run */
  guint64 done;   /* by all runs */
  guint64 already_there;
  guint64 left_behind;
  guint64 left_duplicates; /* of those: because another that is the same was taken along */
  guint64 skipped;
  guint64 missing;
  guint64 altered;
  guint64 bytes; /* copied (or, in a check, read) by this run */
  double seconds;
  gboolean verified;
  GPtrArray *problems;    /* DecantProblem, of the whole move */
  guint64 adjusted;       /* messages (of the whole move) that arrived with small changes */
  GPtrArray *adjustments; /* DecantProblem, what was changed of them, one for each change */
  GPtrArray *duplicates;  /* DecantProblem, those left behind as such, as many as can be told; the
                             detail is the old path of the folder that has the other */
} DecantReport;

DecantReport *decant_report_new (DecantReportKind kind);
DecantReport *decant_report_copy (const DecantReport *self);
void decant_report_free (DecantReport *self);

/* Whether all that was selected is on the new side (exit status 0 of a finished run). */
gboolean decant_report_is_clean (const DecantReport *self);

/* One sentence for a person: whether all is there. Free with g_free(). */
char *decant_report_summarise (const DecantReport *self);

/* One sentence about what arrived with small changes; NULL where nothing did. Free with g_free().
 */
char *decant_report_summarise_adjustments (const DecantReport *self);

/* One sentence about the duplicates that were left behind; NULL where there are none. Free with
 * g_free(). */
char *decant_report_summarise_duplicates (const DecantReport *self);

/* A sentence for a person, translated: why it did not arrive as it was, or what was changed. */
const char *decant_report_describe_problem (const DecantProblem *problem);

/* The same, with the name of the folder where it is about one. *@detail: what there is to say
 * beyond it, the server's words or a name, as in @problem; NULL where there is nothing. Free the
 * sentence with g_free(). */
char *decant_report_explain_problem (const DecantProblem *problem, const char **detail);

typedef enum
{
  DECANT_REPORT_HTML,
  DECANT_REPORT_CSV,
  DECANT_REPORT_JSON,
} DecantReportFormat;

/* The format by the ending of a file name; FALSE if it is none of .html, .csv, .json (any case). */
gboolean decant_report_format_from_name (const char *name, DecantReportFormat *format);

/* The report as the object of the command line's contract (with "event": "report"). Header values
 * are decoded for people, except message_id. Free with json_node_unref(). */
JsonNode *decant_report_to_json (const DecantReport *self);

/* As text in a format. HTML: one self-contained page, everything escaped. CSV: RFC 4180 with a
 * header line, one problem or adjustment a row, its word under "reason", cells that spreadsheets
 * would take for formulas defused by a leading apostrophe. Free with g_free(). */
char *decant_report_to_text (const DecantReport *self, DecantReportFormat format);

/* Writes it to @path, replacing the file as a whole. */
gboolean decant_report_write (const DecantReport *self, const char *path, DecantReportFormat format,
                              GError **error);

/* Reads a report back from the JSON that decant_report_to_json() makes, for showing the last report
 * of a move. */
DecantReport *decant_report_new_from_json (const char *json, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantReport, decant_report_free)

G_END_DECLS
