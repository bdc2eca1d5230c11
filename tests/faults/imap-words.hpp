/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

/* The little that a server for tests must know of the grammar of RFC 3501. */

std::string imap_upper (const std::string &text);

/* Whether a line ends with "{123}", "{123+}" or "{123-}". */
bool imap_announces_literal (const std::string &line);

/* Whether a literal that follows @text (with its tag) is a message of an APPEND, not a name. */
bool imap_is_message (const std::string &text);

std::string imap_quote (const std::string &text);
/* As a literal where it cannot be quoted. */
std::string imap_quote_or_literal (const std::string &text);

/* Takes the arguments of a command apart: atoms, the text of quoted strings, lists with their
 * parentheses, and for "{L0}" the first of @literals. */
std::vector<std::string>
imap_split (const std::string &arguments, const std::vector<std::string> &literals);
/* Whether the @index-th of them stands there as "{Ln}". */
bool imap_stands_for_literal (const std::string &arguments, size_t index);

/* INBOX in capitals, whatever the case. */
std::string imap_canonical (const std::string &name);

/* "1:3,7,9:*", "*" being @last. */
bool imap_set_contains (const std::string &set, unsigned uid, unsigned last);

/* "(\Seen $Work)" */
std::set<std::string> imap_flags (const std::string &list);

std::string imap_decode_base64 (const std::string &text);

/* "BODY[HEADER.FIELDS (DATE FROM)]", as it stands in @items but for the PEEK. */
std::string imap_header_item (const std::string &items);
/* The header fields of @message that @items name, with the empty line behind them. */
std::string imap_header_fields (const std::string &message, const std::string &items);
