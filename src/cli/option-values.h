/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"

G_BEGIN_DECLS

/* From the text of an option to its value. All fail with DECANT_CLI_ERROR_USAGE and a sentence that
 * names @option. */

/* "500k", "1M/s". */
gboolean
decant_cli_parse_rate (const char *option, const char *text, guint64 *rate, GError **error);
gboolean
decant_cli_parse_size (const char *option, const char *text, guint64 *size, GError **error);
/* Whether @name can be the name of a user. */
gboolean decant_cli_check_user_name (const char *option, const char *name, GError **error);
gboolean decant_cli_parse_date (const char *option, const char *text, gint64 *date, GError **error);
gboolean decant_cli_parse_number (const char *option, const char *text, guint maximum,
                                  guint *number, GError **error);

/* "junk,trash", each entry of @texts (may be NULL): adds bits 1 << DecantSpecialUse. */
gboolean
decant_cli_parse_special_uses (const char *option, char **texts, guint *uses, GError **error);

/* The normalised fingerprints of @texts (may be NULL). Free with g_strfreev(). */
char **decant_cli_parse_fingerprints (const char *option, char **texts, GError **error);

/* Whether a report can be written to @path: its ending names a format, and its folder is there and
 * can be written into. */
gboolean decant_cli_check_report_file (const char *path, GError **error);

/* Whether @path can be appended to; creates it, readable by its owner alone. */
gboolean decant_cli_check_log_file (const char *path, GError **error);

G_END_DECLS
