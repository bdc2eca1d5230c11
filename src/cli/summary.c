/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/summary.h"

#include "cli/text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* More than a screen or two nobody reads here; the report files have them all. */
#define PROBLEMS_SHOWN 100

#define LABEL_COLUMNS 16
#define FIGURE_COLUMNS 10

static void
print_count (const char *label, guint64 count)
{
  g_autofree char *padded = decant_cli_text_pad (label, LABEL_COLUMNS, FALSE);
  g_autofree char *number = decant_cli_text_number (count);
  g_autofree char *figure = decant_cli_text_pad (number, FIGURE_COLUMNS, TRUE);

  g_print ("  %s%s\n", padded, figure);
}

static void
print_amount (const DecantReport *report)
{
  g_autofree char *size = g_format_size (report->bytes);
  g_autofree char *took = NULL;

  if (report->bytes == 0)
    return;
  took = report->seconds < 60
           ? g_strdup_printf (ngettext ("%u second", "%u seconds", (guint)report->seconds),
                              (guint)report->seconds)
           : decant_cli_text_duration (report->seconds);
  /* Translators: an amount of mail and how long it took, as in "5.2 GB in about 40 minutes". */
  g_print (_ ("  %s in %s\n"), size, took);
}

static void
print_counts (const DecantReport *report)
{
  g_print ("\n");
  print_count (_ ("Folders"), report->folders);
  print_count (_ ("Found"), report->found);
  if (report->kind == DECANT_REPORT_COPY)
    print_count (_ ("Copied now"), report->copied);
  if (report->kind != DECANT_REPORT_CHECK)
    {
      print_count (_ ("Copied in all"), report->done);
      print_count (_ ("Already there"), report->already_there);
    }
  print_count (_ ("Left behind"), report->left_behind);
  if (report->left_duplicates > 0)
    print_count (_ ("Duplicates"), report->left_duplicates);
  print_count (_ ("Skipped"), report->skipped);
  if (report->kind != DECANT_REPORT_CHECK)
    {
      print_count (_ ("Missing"), report->missing);
      print_count (_ ("Altered"), report->altered);
    }
  print_amount (report);
}

/* "“Subject” from Ada, 2009-03-01", as far as it is known. */
static char *
describe_message (const DecantProblem *problem)
{
  g_autofree char *subject = decant_headers_decode_text (problem->subject);
  g_autofree char *from = decant_headers_decode_text (problem->from);
  g_autofree char *fitted = NULL;

  if (subject == NULL && from == NULL)
    return NULL;
  fitted = subject != NULL ? decant_cli_text_fit (subject, 50) : g_strdup (_ ("no subject"));
  if (from == NULL)
    return g_strdup_printf (_ ("“%s”"), fitted);
  /* Translators: the subject of a message and who sent it. */
  return g_strdup_printf (_ ("“%s” from %s"), fitted, from);
}

char *
decant_cli_summary_describe_problem (const DecantProblem *problem)
{
  g_autofree char *message = describe_message (problem);
  g_autoptr (GString) text = g_string_new (problem->folder);

  if (problem->uid != 0)
    g_string_append_printf (text, _ (", message %u"), problem->uid);
  if (message != NULL)
    g_string_append_printf (text, ", %s", message);
  g_string_append_printf (text, ": %s", decant_report_describe_problem (problem));
  if (problem->detail != NULL && problem->adjustment != DECANT_ADJUSTMENT_NONE)
    g_string_append_printf (text, " (%s)", problem->detail);
  else if (problem->detail != NULL)
    g_string_append_printf (text, _ (" (the server: %s)"), problem->detail);
  return decant_cli_text_printable (text->str);
}

static void
print_problems (GPtrArray *problems)
{
  for (guint i = 0; i < MIN (problems->len, PROBLEMS_SHOWN); i++)
    {
      g_autofree char *line = decant_cli_summary_describe_problem (problems->pdata[i]);

      g_print ("  %s\n", line);
    }
  if (problems->len > PROBLEMS_SHOWN)
    g_print (ngettext ("  … and %u more; --report FILE lists them all.\n",
                       "  … and %u more; --report FILE lists them all.\n",
                       problems->len - PROBLEMS_SHOWN),
             problems->len - PROBLEMS_SHOWN);
}

void
decant_cli_summary_print (const DecantReport *report)
{
  g_autofree char *sentence = decant_report_summarise (report);
  g_autofree char *adjusted = decant_report_summarise_adjustments (report);

  g_print ("%s\n", sentence);
  print_counts (report);
  if (report->problems->len > 0)
    g_print ("\n");
  print_problems (report->problems);
  if (adjusted != NULL)
    g_print ("\n%s\n", adjusted);
  print_problems (report->adjustments);
}
