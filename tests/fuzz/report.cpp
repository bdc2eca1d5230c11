/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "engine/report.h"

/* The report kept with a move, JSON, and all that is made of it again. */

void
fuzz_report (const std::uint8_t *data, std::size_t size)
{
  const std::string json = fuzz_text (data, size);
  g_autoptr (GError) error = nullptr;
  g_autoptr (DecantReport) report = decant_report_new_from_json (json.c_str (), &error);

  if (report == nullptr)
    {
      fuzz_require (error != nullptr, "who fails says why");
      return;
    }
  g_autofree char *html = decant_report_to_text (report, DECANT_REPORT_HTML);
  g_autofree char *csv = decant_report_to_text (report, DECANT_REPORT_CSV);
  g_autofree char *text = decant_report_to_text (report, DECANT_REPORT_JSON);
  g_autofree char *summary G_GNUC_UNUSED = decant_report_summarise (report);
  fuzz_require (g_utf8_validate (html, -1, nullptr), "a page is UTF-8");
  fuzz_require (g_utf8_validate (csv, -1, nullptr), "a table is UTF-8");
  g_autoptr (DecantReport) again = decant_report_new_from_json (text, &error);
  fuzz_require (again != nullptr, "what was written can be read");
  g_autofree char *text_again = decant_report_to_text (again, DECANT_REPORT_JSON);
  fuzz_require (g_str_equal (text, text_again), "what was read is what was written");
}
