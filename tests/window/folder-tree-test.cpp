/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder tree whose paths change, as a list view would see it. */

#include "app/folder-tree.h"
#include "window/desktop.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>

namespace
{

using Paths = std::vector<std::string>;

class FolderTree : public ::testing::Test
{
protected:
  void
  SetUp () override
  {
    if (Desktop::get () == nullptr)
      GTEST_SKIP () << Desktop::why_not ();
    gtk_init ();
    tree = decant_folder_tree_new ();
    model = decant_folder_tree_get_model (tree);
    g_signal_connect_swapped (tree, "settled", G_CALLBACK (+[] (unsigned *count) { ++*count; }),
                              &settled);
    g_signal_connect (model, "items-changed",
                      G_CALLBACK (+[] (GListModel *, guint, guint gone, guint come, guint *sum) {
                        *sum += gone + come;
                      }),
                      &changed);
  }

  void
  TearDown () override
  {
    g_clear_object (&tree);
  }

  void
  set (const Paths &paths)
  {
    g_autoptr (GPtrArray) array = g_ptr_array_new ();

    for (const std::string &path : paths)
      g_ptr_array_add (array, const_cast<char *> (path.c_str ()));
    decant_folder_tree_set_paths (tree, array);
    decant_folder_tree_settle (tree);
  }

  void
  settle ()
  {
    ASSERT_TRUE (await ([this] { return decant_folder_tree_is_settled (tree); }));
  }

  Paths
  seen () const
  {
    Paths paths;

    for (guint i = 0; i < g_list_model_get_n_items (model); i++)
      {
        g_autoptr (GtkTreeListRow) row = GTK_TREE_LIST_ROW (g_list_model_get_item (model, i));
        g_autoptr (DecantFolderItem) item = DECANT_FOLDER_ITEM (gtk_tree_list_row_get_item (row));
        const DecantFolderItem *found = decant_folder_tree_find (
          tree, decant_folder_item_get_path (item));
        const GPtrArray *below = decant_folder_item_get_children (item);

        EXPECT_EQ (item, found);
        EXPECT_EQ (bool (gtk_tree_list_row_is_expandable (row)), below != nullptr && below->len > 0)
          << decant_folder_item_get_path (item);
        paths.push_back (decant_folder_item_get_path (item));
      }
    return paths;
  }

  /* What is to be seen of them: with all that is above, each below what it is in. */
  static Paths
  expected (const Paths &paths)
  {
    std::map<std::string, Paths> below;
    Paths all;

    for (const std::string &path : paths)
      for (size_t end = 0; end != std::string::npos;)
        {
          const size_t parent = end == 0 ? 0 : end - 1;
          end = path.find ('/', end);
          Paths &siblings = below[path.substr (0, parent)];
          const std::string prefix = path.substr (0, end);
          if (std::find (siblings.begin (), siblings.end (), prefix) == siblings.end ())
            siblings.push_back (prefix);
          if (end != std::string::npos)
            end++;
        }
    list (below, "", all);
    return all;
  }

  static void
  list (std::map<std::string, Paths> &below, const std::string &parent, Paths &all)
  {
    for (const std::string &path : below[parent])
      {
        all.push_back (path);
        list (below, path, all);
      }
  }

  static Paths
  make_up (std::mt19937 &random)
  {
    Paths paths;

    for (unsigned top = 0; top < 6; top++)
      for (unsigned i = 0; i < 40; i++)
        {
          const std::string parent = "Top " + std::to_string (top);
          const std::string path = parent + "/" + std::to_string (i / 10);

          if (random () % 8 == 0)
            paths.push_back (parent);
          if (top % 2 == random () % 3)
            paths.push_back (random () % 2 ? path + "/Deep " + std::to_string (i) : path);
        }
    if (random () % 4 == 0)
      std::shuffle (paths.begin (), paths.end (), random);
    return paths;
  }

  DecantFolderTree *tree = nullptr;
  GListModel *model = nullptr;
  unsigned settled = 0;
  guint changed = 0;
};

TEST_F (FolderTree, FollowsItsPathsHoweverTheyChange)
{
  std::mt19937 random (20261127);

  for (unsigned round = 0; round < 300; round++)
    {
      const Paths paths = make_up (random);

      set (paths);
      for (unsigned i = random () % 3; i > 0; i--)
        g_main_context_iteration (nullptr, FALSE);
      if (random () % 2 == 0)
        continue;
      settle ();
      ASSERT_EQ (seen (), expected (paths)) << "round " << round;
    }
}

TEST_F (FolderTree, ShowsAFewAtOnceAndManyLater)
{
  Paths paths = { "INBOX", "Work", "Work/2008" };

  set (paths);
  EXPECT_EQ (seen (), expected (paths));
  EXPECT_EQ (settled, 1u);
  for (unsigned i = 0; i < 500; i++)
    paths.push_back ("Work/" + std::to_string (i));
  set (paths);
  EXPECT_LT (g_list_model_get_n_items (model), 100u) << "a frame is to be drawn";
  EXPECT_NE (decant_folder_tree_find (tree, "Work/499"), nullptr);
  settle ();
  EXPECT_EQ (seen (), expected (paths));
  EXPECT_EQ (settled, 2u);
}

TEST_F (FolderTree, LeavesRowsAloneThatStay)
{
  Paths paths, fewer;

  for (unsigned i = 0; i < 300; i++)
    {
      paths.push_back ("Work/" + std::to_string (i));
      if (i % 10 != 0)
        fewer.push_back (paths.back ());
    }
  set (paths);
  settle ();
  changed = 0;
  set (paths);
  EXPECT_EQ (changed, 0u);
  set (fewer);
  settle ();
  EXPECT_EQ (changed, 30u);
  set (paths);
  settle ();
  EXPECT_EQ (changed, 60u);
}

TEST_F (FolderTree, KeepsWhatWasClosedClosed)
{
  set ({ "Work/2008", "Work/2009", "Home" });
  decant_folder_tree_collapse_all (tree);
  EXPECT_EQ (seen (), (Paths{ "Work", "Home" }));
  set ({ "Work/2008", "Work/2009", "Work/2010", "Home" });
  EXPECT_EQ (seen (), (Paths{ "Work", "Home" }));
  EXPECT_NE (decant_folder_tree_reveal (tree, "Work/2010"), GTK_INVALID_LIST_POSITION);
}

TEST_F (FolderTree, SearchesWhatComesAsWell)
{
  set ({ "Work/2008", "Home" });
  decant_folder_tree_search (tree, "2009");
  EXPECT_EQ (seen (), Paths ());
  set ({ "Work/2008", "Work/2009", "Home" });
  EXPECT_EQ (seen (), (Paths{ "Work", "Work/2009" }));
  decant_folder_tree_search (tree, "");
  EXPECT_EQ (seen ().size (), 4u);
}

} // namespace
