/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "faults/faulty-server.hpp"
#include "servers/decant-cli.hpp"

#include <map>
#include <string>

/* What must hold after a move, whatever happened on the way. */

/* The reasons by which messages and folders are named in a report: "Archive/3" or "Archive". */
std::map<std::string, std::string> list_problems (const CliResult &result);

/* Fails unless each message of the old side is on the new side, in the folder of the same name,
 * just as often as on the old one, with its bytes (but for line ends), flags and date, or is named
 * in the report, and nothing else is there. */
void expect_rest_arrived (FaultyServer &old_side, FaultyServer &new_side, const CliResult &result);

/* Fails where @server was told what may not be said to an old account. */
void expect_only_reading (FaultyServer &server);
