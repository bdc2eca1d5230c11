/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

/* A fuzz target: a function that is fed bytes from outside as somebody who means harm, or a disk
 * that is going bad, would make them. It has to come through any of them without a sanitizer, a
 * failed assertion or a critical warning of GLib, and to keep the promises it checks with
 * fuzz_require().
 *
 * Each is built twice: with libFuzzer ("./dev fuzz"), and into a test that feeds it its seeds and
 * simple mutations of them. */
using FuzzTarget = void (*) (const std::uint8_t *data, std::size_t size);

void fuzz_account_url (const std::uint8_t *data, std::size_t size);
void fuzz_certificates (const std::uint8_t *data, std::size_t size);
void fuzz_conversation (const std::uint8_t *data, std::size_t size);
void fuzz_folder_names (const std::uint8_t *data, std::size_t size);
void fuzz_headers (const std::uint8_t *data, std::size_t size);
void fuzz_journal (const std::uint8_t *data, std::size_t size);
void fuzz_plan_choices (const std::uint8_t *data, std::size_t size);
void fuzz_plan_rules (const std::uint8_t *data, std::size_t size);
void fuzz_report (const std::uint8_t *data, std::size_t size);
void fuzz_response_reader (const std::uint8_t *data, std::size_t size);
void fuzz_response_words (const std::uint8_t *data, std::size_t size);

/* A promise that was not kept; not to be thrown through C. */
inline void
fuzz_require (bool kept, const char *promise)
{
  if (!kept)
    throw std::logic_error (promise);
}

/* The bytes as a text that ends at the first NUL, as C takes them. */
inline std::string
fuzz_text (const std::uint8_t *data, std::size_t size)
{
  const std::string text (reinterpret_cast<const char *> (data), size);

  return text.substr (0, text.find ('\0'));
}
