/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "faults/faulty-server.hpp"

#include <mutex>
#include <random>
#include <set>
#include <string>

/* Dice; for several threads. */
class Random
{
public:
  explicit Random (unsigned seed) : engine (seed)
  {
  }

  unsigned below (unsigned limit); /* 0 … limit - 1 */
  bool
  one_in (unsigned n)
  {
    return below (n) == 0;
  }

private:
  std::mutex mutex;
  std::mt19937 engine;
};

/* Faults at random, of every kind, in two servers: some pass, some messages are damaged for good.
 */
class Chaos
{
public:
  explicit Chaos (unsigned seed) : random (seed ^ 0x5eed)
  {
  }

  void trouble (FaultyServer &old_side, FaultyServer &new_side);

  /* Nothing happens any more, except that the damaged messages stay so. */
  void calm (FaultyServer &old_side, FaultyServer &new_side);

  /* "Archive/3": those that nobody can read. */
  const std::set<std::string> &
  damaged () const
  {
    return damaged_;
  }

private:
  void choose_damaged (FaultyServer &old_side);
  void damage (FaultyServer &old_side);
  void disturb (Turn &turn);
  void disturb_delivery (Delivery &delivery);
  void disturb_literal (Announcement &announced);

  Random random;
  std::set<std::string> damaged_;
};
