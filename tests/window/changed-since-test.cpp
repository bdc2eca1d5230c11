/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folders in which mail has arrived since a day. */

#include "app/changed-since.h"
#include "app/date-entry.h"
#include "engine/plan-edit.h"
#include "window/made-up-mail.hpp"
#include "window/widgets.hpp"

namespace
{

constexpr gint64 DAY = 86400;

class ChangedSince : public MadeUpMail
{
protected:
  void
  TearDown () override
  {
    go_on = true;
    MadeUpMail::TearDown ();
  }

  void
  fill (const char *path, std::vector<gint64> dates)
  {
    MemoryFolder &folder = account.folders[path];

    for (gint64 date : dates)
      folder.messages.push_back ({ guint32 (folder.messages.size () + 1), date });
  }

  void
  ask (gint64 date)
  {
    window = adw_window_new ();
    gtk_window_present (GTK_WINDOW (window));
    decant_changed_since_show (GTK_WINDOW (window), forecast, editor);
    g_autoptr (GListModel) windows = G_LIST_MODEL (g_object_ref (gtk_window_get_toplevels ()));
    for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
      {
        g_autoptr (GtkWidget) it = GTK_WIDGET (g_list_model_get_item (windows, i));

        if (ADW_IS_MESSAGE_DIALOG (it))
          dialog = it;
      }
    ASSERT_NE (dialog, nullptr);
    g_object_set (find_widget (dialog, DECANT_TYPE_DATE_ENTRY), "date", date, nullptr);
  }

  void
  answer (const char *response)
  {
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  }

  bool
  taken (const char *path) const
  {
    return decant_plan_editor_find (editor, path)->choice == DECANT_PLAN_COPY;
  }

  GtkWidget *dialog = nullptr;
  std::atomic<bool> go_on{ false };
};

TEST_F (ChangedSince, TicksWhatChangedAndNothingElse)
{
  fill ("INBOX", { 100 * DAY, 300 * DAY });
  fill ("Old", { 100 * DAY, 200 * DAY - 1 });
  fill ("New", { 200 * DAY });
  fill ("Empty", {});
  begin ();
  finish ();
  decant_plan_editor_choose (editor, "New", FALSE);
  ask (200 * DAY);

  EXPECT_TRUE (has_label (dialog, "2 of 4 folders"));
  answer ("tick");
  EXPECT_TRUE (taken ("INBOX"));
  EXPECT_TRUE (taken ("New"));
  EXPECT_FALSE (taken ("Old"));
  EXPECT_FALSE (taken ("Empty"));

  decant_plan_editor_undo (editor);
  EXPECT_TRUE (taken ("Old"));
  EXPECT_TRUE (taken ("Empty"));
  EXPECT_FALSE (taken ("New")) << "as it was before";
}

TEST_F (ChangedSince, ChangesNothingWithoutAnAnswer)
{
  fill ("Old", { 100 * DAY });
  begin ();
  finish ();
  ask (200 * DAY);
  answer ("cancel");
  EXPECT_TRUE (taken ("Old"));
  EXPECT_EQ (nullptr, decant_plan_editor_get_undo_label (editor));
}

TEST_F (ChangedSince, LeavesAsTheyAreThoseOfWhichNothingIsKnown)
{
  fill ("INBOX", { 100 * DAY });
  fill ("Undated", { DECANT_DATE_UNKNOWN });
  fill ("Slow", { 100 * DAY, 300 * DAY });
  fill ("Later", { 100 * DAY });
  account.folders["Slow"].visited = account.folders["Later"].visited = false;
  account.folders["Slow"].before = [this] (guint n, GError **) {
    while (n > 0 && !go_on)
      g_usleep (1000);
    return true;
  };
  begin ();
  ASSERT_TRUE (await ([this] {
    DecantCensusTotals totals;

    decant_census_get_totals (decant_forecast_get_census (forecast), &totals);
    return totals.listed >= 2;
  }));
  ask (200 * DAY);

  EXPECT_TRUE (await ([this] { return has_label (dialog, "left as they are: 1 folder"); }));
  answer ("tick");
  EXPECT_FALSE (taken ("INBOX"));
  EXPECT_TRUE (taken ("Undated"));
  EXPECT_TRUE (taken ("Slow"));
}

TEST_F (ChangedSince, FollowsTheCensus)
{
  fill ("INBOX", { 100 * DAY });
  fill ("Slow", { 300 * DAY });
  account.folders["Slow"].visited = false;
  account.folders["Slow"].before = [this] (guint, GError **) {
    while (!go_on)
      g_usleep (1000);
    return true;
  };
  begin ();
  ask (200 * DAY);
  EXPECT_TRUE (await ([this] {
    return has_label (dialog, "Not looked through yet, and left as they are: 1 folder.");
  }));
  go_on = true;
  EXPECT_TRUE (await ([this] { return has_label (dialog, "1 of 2 folders"); }));
  EXPECT_FALSE (has_label (dialog, "left as they are"));
}

} // namespace
