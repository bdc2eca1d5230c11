/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/report-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Self-contained: it is mailed to help desks and opened from anywhere, so nothing is loaded, and
 * the policy says so. */
static const char style[] =
  ":root{color-scheme:light dark;--text:#2e3436;--soft:#5e6468;--page:#fafafa;--card:#fff;"
  "--line:#d8dadc;--good:#1b7f3b;--bad:#a8500a}"
  "@media(prefers-color-scheme:dark){:root{--text:#eeeeec;--soft:#b0b4b8;--page:#1e1e20;"
  "--card:#2a2a2d;--line:#46484c;--good:#6fd08c;--bad:#f5b26b}}"
  "*{box-sizing:border-box}"
  "body{margin:0;padding:2rem 1rem;background:var(--page);color:var(--text);"
  "font:1rem/1.5 system-ui,Cantarell,sans-serif}"
  "main{max-width:62rem;margin:auto}"
  "h1{font-size:1.6rem;margin:0 0 .25rem}"
  "h2{font-size:1.2rem;margin:2rem 0 .75rem}"
  "p{margin:.25rem 0}"
  ".soft,footer,small{color:var(--soft)}"
  ".state{margin:1.25rem 0;padding:1rem 1.25rem;background:var(--card);border:1px solid "
  "var(--line);"
  "border-inline-start:.4rem solid var(--good);border-radius:.5rem;font-weight:600}"
  ".state.bad{border-inline-start-color:var(--bad)}"
  "dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.75rem;margin:0}"
  "dl div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;"
  "padding:.6rem .9rem}"
  "dt{color:var(--soft);font-size:.85rem}"
  "dd{margin:0;font-size:1.25rem;font-variant-numeric:tabular-nums}"
  ".wide{overflow-x:auto}"
  "table{width:100%;border-collapse:collapse;background:var(--card);font-size:.92rem}"
  "th,td{padding:.5rem .6rem;border:1px solid var(--line);text-align:start;vertical-align:top}"
  "td{overflow-wrap:anywhere}"
  "th,.number,.date{white-space:nowrap}"
  ".number{text-align:end;font-variant-numeric:tabular-nums}"
  "small{display:block}"
  "footer{margin-top:2rem;font-size:.85rem}"
  "@media print{body{padding:0;background:none}.wide{overflow:visible}tr{break-inside:avoid}}";

/* ---- pieces ---- */

/* Takes @text; NULL is nothing. */
static void
add_escaped (GString *html, char *text)
{
  g_autofree char *taken = text;
  g_autofree char *escaped = taken != NULL ? g_markup_escape_text (taken, -1) : NULL;

  if (escaped != NULL)
    g_string_append (html, escaped);
}

/* An element with a text in it, which is taken. @attributes begin with a blank. */
static void
add_element (GString *html, const char *name, const char *attributes, char *text)
{
  g_string_append_printf (html, "<%s%s>", name, attributes);
  add_escaped (html, text);
  g_string_append_printf (html, "</%s>", name);
}

static void
add_figure (GString *html, const char *label, char *figure)
{
  g_string_append (html, "<div>");
  add_element (html, "dt", "", g_strdup (label));
  add_element (html, "dd", "", figure);
  g_string_append (html, "</div>\n");
}

static void
add_count (GString *html, const char *label, guint64 n)
{
  add_figure (html, label, decant_report_format_number (n));
}

static char *
format_day_and_time (gint64 seconds)
{
  g_autoptr (GDateTime)
    moment = seconds != DECANT_DATE_UNKNOWN ? g_date_time_new_from_unix_utc (seconds) : NULL;

  return moment != NULL ? g_date_time_format (moment, "%Y-%m-%d %H:%M UTC") : NULL;
}

static char *
format_duration (double seconds)
{
  guint64 whole = seconds > 0 ? (guint64)seconds : 0;

  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%02u:%02u", whole / 3600, (guint)(whole / 60 % 60),
                          (guint)(whole % 60));
}

/* ---- parts of the page ---- */

static const char *
get_title (const DecantReport *self)
{
  switch (self->kind)
    {
    case DECANT_REPORT_CHECK:
      return _ ("Check of a mail account");
    case DECANT_REPORT_VERIFY:
      return _ ("Verification of a mail move");
    case DECANT_REPORT_COPY:
    default:
      return _ ("Report of a mail move");
    }
}

static void
add_head (GString *html, const DecantReport *self)
{
  /* Translators: the code of the language you translate into, like "de" or "pt-BR" */
  const char *language = C_ ("language code", "en");
  /* Translators: "rtl" where your language is written from right to left, else "ltr" */
  const char *direction = C_ ("text direction", "ltr");

  g_string_append (html, "<!DOCTYPE html>\n<html lang=\"");
  add_escaped (html, g_strdup (language));
  g_string_append_printf (html, "\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                          strcmp (direction, "rtl") == 0 ? "rtl" : "ltr");
  g_string_append (html, "<meta http-equiv=\"Content-Security-Policy\" "
                         "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width\">\n");
  add_element (html, "title", "", g_strdup (get_title (self)));
  g_string_append_printf (html, "\n<style>%s</style>\n</head>\n", style);
}

static void
add_summary (GString *html, const DecantReport *self)
{
  g_autofree char *sentence = decant_report_summarise (self);
  g_autofree char *old_account = decant_headers_clean_text (self->old_account);
  g_autofree char *new_account = decant_headers_clean_text (self->new_account);

  add_element (html, "h1", "", g_strdup (get_title (self)));
  g_string_append (html, "\n<p><bdi>");
  add_escaped (html, g_steal_pointer (&old_account));
  g_string_append (html, "</bdi>");
  if (new_account != NULL)
    {
      g_string_append (html, " → <bdi>");
      add_escaped (html, g_steal_pointer (&new_account));
      g_string_append (html, "</bdi>");
    }
  g_string_append (html, "</p>\n");
  if (self->started > 0)
    add_element (html, "p", " class=\"soft\"", format_day_and_time (self->started));
  add_element (html, "p",
               decant_report_is_clean (self) ? " class=\"state\"" : " class=\"state bad\"",
               decant_headers_clean_text (sentence));
}

static void
add_figures (GString *html, const DecantReport *self)
{
  gboolean copies = self->kind != DECANT_REPORT_CHECK;

  g_string_append (html, "\n<dl>\n");
  add_count (html, _ ("Folders"), self->folders);
  add_count (html, _ ("Found"), self->found);
  if (self->kind == DECANT_REPORT_COPY)
    add_count (html, _ ("Copied by this run"), self->copied);
  if (copies)
    {
      add_count (html, _ ("Copied in all"), self->done);
      add_count (html, _ ("Already there"), self->already_there);
    }
  add_count (html, _ ("Left behind"), self->left_behind);
  if (self->left_duplicates > 0)
    add_count (html, _ ("Left behind as duplicates"), self->left_duplicates);
  add_count (html, _ ("Skipped"), self->skipped);
  if (copies)
    {
      add_count (html, _ ("Missing"), self->missing);
      add_count (html, _ ("Altered"), self->altered);
    }
  if (self->adjusted > 0)
    add_count (html, _ ("With small changes"), self->adjusted);
  if (self->kind != DECANT_REPORT_VERIFY)
    add_figure (html, copies ? _ ("Transferred") : _ ("Read"), g_format_size (self->bytes));
  add_figure (html, _ ("Time taken"), format_duration (self->seconds));
  if (copies)
    add_figure (html, _ ("Verified"), g_strdup (self->verified ? _ ("Yes") : _ ("No")));
  g_string_append (html, "</dl>\n");
}

static void
add_problem (GString *html, const DecantProblem *problem)
{
  const char *beyond = NULL;
  g_autofree char *sentence = decant_report_explain_problem (problem, &beyond);
  g_autofree char *detail = decant_headers_clean_text (beyond);
  gboolean of_folder = problem->uid == 0;

  g_string_append (html, "<tr>");
  add_element (html, "td", " dir=\"auto\"", decant_headers_clean_text (problem->folder));
  add_element (html, "td", " class=\"number\"",
               of_folder ? NULL : g_strdup_printf ("%u", problem->uid));
  add_element (html, "td", " class=\"date\"",
               format_day_and_time (decant_report_problem_moment (problem)));
  add_element (html, "td", " dir=\"auto\"", decant_headers_decode_text (problem->from));
  g_string_append (html, "<td dir=\"auto\">");
  add_escaped (html, of_folder ? g_strdup (_ ("(the whole folder)"))
                               : decant_headers_decode_text (problem->subject));
  if (problem->message_id != NULL)
    add_element (html, "small", " dir=\"ltr\"", decant_headers_clean_text (problem->message_id));
  g_string_append (html, "</td>");
  add_element (html, "td", " class=\"number\"", of_folder ? NULL : g_format_size (problem->size));
  g_string_append (html, "<td>");
  add_escaped (html, decant_headers_clean_text (sentence));
  if (detail != NULL)
    add_element (html, "small", " dir=\"auto\"", g_steal_pointer (&detail));
  g_string_append (html, "</td></tr>\n");
}

static void
add_table (GString *html, const char *title, const char *last_column, GPtrArray *problems)
{
  const char *columns[] = {
    _ ("Folder"), _ ("Number"), _ ("Date"), _ ("From"), _ ("Subject"), _ ("Size"), last_column,
  };

  if (problems->len == 0)
    return;
  add_element (html, "h2", "", g_strdup (title));
  g_string_append (html, "\n<div class=\"wide\"><table>\n<thead><tr>");
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    add_element (html, "th", " scope=\"col\"", g_strdup (columns[i]));
  g_string_append (html, "</tr></thead>\n<tbody>\n");
  for (guint i = 0; i < problems->len; i++)
    add_problem (html, g_ptr_array_index (problems, i));
  g_string_append (html, "</tbody>\n</table></div>\n");
}

/* There may be too many of them to list. */
static void
add_unlisted (GString *html, const DecantReport *self)
{
  g_autofree char *sentence = decant_report_summarise_duplicates (self);

  if (self->left_duplicates > self->duplicates->len)
    add_element (html, "p", " class=\"soft\"", g_steal_pointer (&sentence));
}

char *
decant_report_to_html (const DecantReport *self)
{
  GString *html = g_string_new (NULL);

  add_head (html, self);
  g_string_append (html, "<body>\n<main>\n");
  add_summary (html, self);
  add_figures (html, self);
  add_table (html, _ ("What needs a look"), _ ("Reason"), self->problems);
  add_table (html, _ ("What arrived with small changes"), _ ("Change"), self->adjustments);
  add_table (html, _ ("What was left behind as a duplicate"), _ ("Reason"), self->duplicates);
  add_unlisted (html, self);
  g_string_append (html, "<footer>");
  /* Translators: %s is a version number */
  add_escaped (html, g_strdup_printf (_ ("Made by Decant %s. Nothing was changed or deleted in the "
                                         "old account."),
                                      DECANT_VERSION));
  g_string_append (html, "</footer>\n</main>\n</body>\n</html>\n");
  return g_string_free (html, FALSE);
}
