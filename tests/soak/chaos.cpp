/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "soak/chaos.hpp"

unsigned
Random::below (unsigned limit)
{
  std::lock_guard<std::mutex> lock (mutex);

  return limit == 0 ? 0 : static_cast<unsigned> (engine () % limit);
}

/* A command that goes wrong in one way or another. */
void
Chaos::disturb (Turn &turn)
{
  static const char *const refusals[] = {
    "[UNAVAILABLE] Temporary problem", "[INUSE] Locked",    "[SERVERBUG] Internal error",
    "Server busy, try again",          "Temporary failure",
  };

  if (turn.name == "LOGOUT" || !random.one_in (40))
    return;
  switch (random.below (9))
    {
    case 0:
      turn.bye ("Server is shutting down");
      break;
    case 1:
      turn.end (Ending::close);
      break;
    case 2:
      turn.end (Ending::reset);
      break;
    case 3:
      turn.run_and_cut (random.below (3000), Ending::close);
      break;
    case 4:
      /* Stored, and no answer. */
      turn.run_and_cut (0, random.one_in (2) ? Ending::reset : Ending::close);
      break;
    case 5:
      turn.say ("* OK still here\r\n* 3 EXPUNGE\r\n* 17 EXISTS\r\n* 2 FETCH (FLAGS ())\r\n");
      break;
    case 6:
      turn.say (std::string (random.below (300), '\x01') + "\r\n");
      break;
    case 7:
      if (random.one_in (6))
        turn.end (Ending::hang);
      break;
    default:
      if (turn.name != "LOGIN")
        turn.no (refusals[random.below (5)]);
    }
}

void
Chaos::disturb_delivery (Delivery &delivery)
{
  if (!random.one_in (150))
    return;
  switch (random.below (6))
    {
    case 0:
      delivery.end = Ending::close;
      delivery.end_after = random.below (static_cast<unsigned> (delivery.body.size ()));
      break;
    case 1:
      delivery.end = Ending::reset;
      break;
    case 2:
      delivery.refusal = "NO not now";
      break;
    case 3:
      delivery.omit = true;
      break;
    case 4:
      delivery.bodiless = true;
      break;
    default:
      delivery.announced = delivery.body.size () / 2;
    }
}

void
Chaos::disturb_literal (Announcement &announced)
{
  if (!random.one_in (100))
    return;
  announced.end = random.one_in (2) ? Ending::close : Ending::reset;
  announced.take = random.below (static_cast<unsigned> (announced.size));
}

void
Chaos::choose_damaged (FaultyServer &old_side)
{
  for (const auto &[name, folder] : old_side.mail ())
    for (const FaultyMessage &message : folder.messages)
      if (random.one_in (80))
        damaged_.insert (name + "/" + std::to_string (message.uid));
}

void
Chaos::damage (FaultyServer &old_side)
{
  old_side.on_message ([this] (Delivery &delivery) {
    if (delivery.listing ||
        damaged_.count (delivery.folder + "/" + std::to_string (delivery.uid)) == 0)
      return;
    switch (delivery.uid % 4)
      {
      case 0:
        delivery.end = Ending::close;
        delivery.end_after = delivery.body.size () / 2;
        break;
      case 1:
        delivery.refusal = "NO damaged";
        break;
      case 2:
        delivery.nil = true;
        break;
      default:
        delivery.end = Ending::reset;
      }
  });
}

void
Chaos::trouble (FaultyServer &old_side, FaultyServer &new_side)
{
  choose_damaged (old_side);
  damage (old_side);
  for (FaultyServer *server : { &old_side, &new_side })
    {
      server->on ("", [this] (Turn &turn) { disturb (turn); });
      server->on_message ([this] (Delivery &delivery) { disturb_delivery (delivery); });
      server->on_literal ([this] (Announcement &announced) { disturb_literal (announced); });
      server->on_connection ([this] (unsigned) -> std::optional<Cut> {
        if (!random.one_in (4))
          return std::nullopt;
        return Cut{ random.below (60000), random.one_in (2) ? Ending::close : Ending::reset, "" };
      });
    }
}

void
Chaos::calm (FaultyServer &old_side, FaultyServer &new_side)
{
  old_side.forget_faults ();
  new_side.forget_faults ();
  damage (old_side);
}
