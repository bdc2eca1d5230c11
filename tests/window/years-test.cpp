/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mail by year: its figures, and the cut. */

#include "app/year-chart.h"
#include "app/year-pane.h"
#include "window/made-up-mail.hpp"

namespace
{

/* ---- figures ---- */

class Months
{
public:
  void
  add (int year, guint month, guint64 all, guint64 taken)
  {
    const DecantCensusMonth added = { year, month, { all, all * 10 }, { taken, taken * 10 } };

    g_array_append_val (months, added);
  }

  GArray *months = g_array_new (FALSE, FALSE, sizeof (DecantCensusMonth));
  ~Months ()
  {
    g_array_unref (months);
  }
};

const DecantYear &
at (GArray *years, guint index)
{
  return g_array_index (years, DecantYear, index);
}

TEST (YearFigures, HaveNoGaps)
{
  Months mail;

  mail.add (2010, 3, 5, 5);
  mail.add (2010, 12, 7, 6);
  mail.add (2012, 1, 1, 0);
  g_autoptr (GArray) years = decant_years_new (mail.months, 2026);

  ASSERT_EQ (years->len, 3U);
  EXPECT_EQ (at (years, 0).year, 2010);
  EXPECT_EQ (at (years, 0).all.messages, 12U);
  EXPECT_EQ (at (years, 0).all.size, 120U);
  EXPECT_EQ (at (years, 0).taken.messages, 11U);
  EXPECT_EQ (at (years, 1).all.messages, 0U);
  EXPECT_EQ (at (years, 2).all.messages, 1U);
  EXPECT_FALSE (at (years, 0).or_earlier);
  EXPECT_FALSE (at (years, 2).or_later);
}

TEST (YearFigures, BearClocksThatWereWrong)
{
  Months mail;

  mail.add (1900, 1, 2, 2);
  mail.add (2015, 6, 3, 3);
  mail.add (2150, 1, 4, 4);
  g_autoptr (GArray) years = decant_years_new (mail.months, 2026);

  ASSERT_EQ (years->len, guint (DECANT_YEARS_MOST));
  EXPECT_EQ (at (years, 0).all.messages, 2U);
  EXPECT_TRUE (at (years, 0).or_earlier);
  EXPECT_EQ (at (years, years->len - 1).year, 2015);
  EXPECT_EQ (at (years, years->len - 1).all.messages, 7U);
  EXPECT_TRUE (at (years, years->len - 1).or_later);
}

TEST (YearFigures, AreNone)
{
  g_autoptr (GArray) years = decant_years_new (nullptr, 2026);

  EXPECT_EQ (years->len, 0U);
}

TEST (YearFigures, CountWhatIsBeforeACut)
{
  Months mail;

  mail.add (2010, 3, 5, 5);
  mail.add (2010, 4, 7, 6);
  const gint64 april = decant_months_begin (2010 * 12 + 3);

  EXPECT_EQ (decant_years_count_before (mail.months, april).messages, 5U);
  EXPECT_EQ (decant_years_count_before (mail.months, april - 1).messages, 0U);
  EXPECT_EQ (decant_months_at (april), 2010 * 12 + 3);
  EXPECT_EQ (decant_months_at (april - 1), 2010 * 12 + 2);
}

/* ---- the pane ---- */

class Years : public MadeUpMail
{
protected:
  void
  SetUp () override
  {
    MadeUpMail::SetUp ();
    if (IsSkipped ())
      return;
    add (2010, 3, 2);
    add (2012, 7, 3);
    add (2015, 1, 5);
    pane = GTK_WIDGET (g_object_new (DECANT_TYPE_YEAR_PANE, nullptr));
    decant_year_pane_set_editor (DECANT_YEAR_PANE (pane), editor);
    decant_year_pane_set_forecast (DECANT_YEAR_PANE (pane), forecast);
  }

  void
  add (int year, int month, guint count)
  {
    auto &messages = account.folders["INBOX"].messages;

    for (guint i = 0; i < count; i++)
      messages.push_back ({ guint32 (messages.size () + 1), first_of (year, month) + 1000, 50000 });
  }

  void
  open ()
  {
    begin ();
    finish ();
    show (pane, 300, 800);
    chart = find (pane, DECANT_TYPE_YEAR_CHART);
    gtk_widget_grab_focus (chart);
  }

  bool
  is_cut_at (gint64 moment) const
  {
    return await ([&] { return rules ()->newer_than == moment; });
  }

  double
  x_of (int year, int month) const
  {
    return decant_year_chart_get_x (DECANT_YEAR_CHART (chart), first_of (year, month));
  }

  GtkWidget *pane = nullptr, *chart = nullptr;
};

/* A held key is one step to undo. */
TEST_F (Years, AreCutByTheKeyboard)
{
  open ();
  press (GDK_KEY_Right);
  ASSERT_TRUE (is_cut_at (first_of (2010, 2)));
  press (GDK_KEY_Right);
  ASSERT_TRUE (is_cut_at (first_of (2010, 3)));
  press (GDK_KEY_Page_Up);
  ASSERT_TRUE (is_cut_at (first_of (2011, 3)));
  press (GDK_KEY_Left);
  ASSERT_TRUE (is_cut_at (first_of (2011, 2)));
  press (GDK_KEY_Page_Down);
  ASSERT_TRUE (is_cut_at (first_of (2010, 2)));
  press (GDK_KEY_End);
  ASSERT_TRUE (is_cut_at (first_of (2016, 1)));
  press (GDK_KEY_Home);
  ASSERT_TRUE (is_cut_at (0));
  press (GDK_KEY_Page_Up);
  ASSERT_TRUE (is_cut_at (first_of (2011, 1)));

  decant_plan_editor_undo (editor);
  EXPECT_EQ (rules ()->newer_than, 0);
  EXPECT_EQ (decant_plan_editor_get_undo_label (editor), nullptr);
  decant_plan_editor_redo (editor);
  EXPECT_EQ (rules ()->newer_than, first_of (2011, 1));
}

TEST_F (Years, AreCutByDragging)
{
  open ();
  press_button (chart, x_of (2011, 1), 100);
  ASSERT_TRUE (is_cut_at (first_of (2011, 1)));
  move_pointer (chart, x_of (2012, 1), 100);
  ASSERT_TRUE (is_cut_at (first_of (2012, 1)));
  move_pointer (chart, x_of (2013, 1), 120);
  ASSERT_TRUE (is_cut_at (first_of (2013, 1)));
  release_button (chart, x_of (2013, 1), 120);
  settle ();

  ASSERT_TRUE (
    await ([this] { return decant_forecast_get_summary (forecast)->taken.messages == 5; }));
  press_button (chart, x_of (2014, 1), 100);
  ASSERT_TRUE (is_cut_at (first_of (2014, 1)));
  release_button (chart, x_of (2014, 1), 100);
  settle ();

  decant_plan_editor_undo (editor);
  EXPECT_EQ (rules ()->newer_than, first_of (2013, 1));
  decant_plan_editor_undo (editor);
  EXPECT_EQ (rules ()->newer_than, 0);
}

/* The switches of other rules, which know years only, leave a cut where it is. */
TEST_F (Years, StayCutWhereTheyAre)
{
  begin ();
  decant_plan_editor_cut (editor, first_of (2012, 6));
  g_object_set (decant_plan_editor_get_pruning (editor), "leave-deleted", TRUE, nullptr);
  EXPECT_TRUE (rules ()->leave_deleted);
  EXPECT_EQ (rules ()->newer_than, first_of (2012, 6));
  g_object_set (decant_plan_editor_get_pruning (editor), "old-date", first_of (2013, 1), nullptr);
  EXPECT_EQ (rules ()->newer_than, first_of (2013, 1));
}

/* To the left is later where one reads from the right. */
TEST_F (Years, AreCutFromTheRight)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  open ();
  EXPECT_GT (x_of (2011, 1), x_of (2012, 1));
  press (GDK_KEY_Left);
  EXPECT_TRUE (is_cut_at (first_of (2010, 2)));
  press_button (chart, x_of (2012, 1), 100);
  EXPECT_TRUE (is_cut_at (first_of (2012, 1)));
  release_button (chart, x_of (2012, 1), 100);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

}
