/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-server.h"

#include "stores/imap/deflate.h"
#include "stores/imap/transport.h"
#include "stores/store-error.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <string>

namespace
{

using Deflate = std::unique_ptr<DecantDeflate, decltype (&decant_deflate_free)>;

Deflate
make_deflate ()
{
  return Deflate (decant_deflate_new (), decant_deflate_free);
}

std::string
shrink (DecantDeflate *deflate, const std::string &text, gsize size = 4096)
{
  auto *data = reinterpret_cast<const guint8 *> (text.data ());
  gsize length = text.size ();
  std::string wire;
  std::string piece (size, '\0');
  gsize n;

  while ((n = decant_deflate_shrink (deflate, &data, &length,
                                     reinterpret_cast<guint8 *> (&piece[0]), size)) > 0)
    wire.append (piece, 0, n);
  EXPECT_EQ (length, 0u);
  return wire;
}

/* All that is there. */
std::string
expand (DecantDeflate *deflate, gsize size = 4096)
{
  std::string text;
  std::string piece (size, '\0');
  gssize n;

  while ((n = decant_deflate_expand (deflate, &piece[0], size, nullptr)) > 0)
    text.append (piece, 0, static_cast<size_t> (n));
  EXPECT_EQ (n, 0);
  return text;
}

/* Some of it can be made shorter and some can't. */
std::string
mixed_text (size_t length)
{
  std::string text;
  unsigned random = 1;

  while (text.size () < length)
    {
      text += "Received: from mail.example.org by mx.example.org\r\n";
      for (int i = 0; i < 40; i++)
        text += static_cast<char> ((random = random * 1103515245 + 12345) >> 16);
    }
  return text.substr (0, length);
}

TEST (Deflate, HoldsNothingBackWhateverThePieces)
{
  const std::string text = mixed_text (3000);

  for (gsize size : { 1, 2, 3, 5, 6, 7, 64, 4096 })
    {
      Deflate here = make_deflate (), there = make_deflate ();
      gsize length = 0;

      for (gsize start = 0; start < text.size (); start += length)
        {
          const std::string part = text.substr (start, ++length);
          const std::string wire = shrink (here.get (), part, std::max<gsize> (size, 16));
          std::string came;

          EXPECT_EQ (wire.substr (wire.size () - 4), std::string ("\0\0\xff\xff", 4));
          for (gsize at = 0; at < wire.size (); at += size)
            {
              const std::string piece = wire.substr (at, size);

              decant_deflate_feed (there.get (), piece.data (), piece.size ());
              came += expand (there.get (), size);
            }
          ASSERT_EQ (came, part) << "in pieces of " << size;
        }
    }
}

TEST (Deflate, MakesTextShorter)
{
  Deflate deflate = make_deflate ();
  const std::string text (100 * 1000, 'a');

  EXPECT_LT (shrink (deflate.get (), text).size (), 1000u);
  EXPECT_EQ (shrink (deflate.get (), ""), "");
}

void
expect_invalid (const std::string &wire)
{
  Deflate deflate = make_deflate ();
  g_autoptr (GError) error = nullptr;
  char out[64];

  decant_deflate_feed (deflate.get (), wire.data (), wire.size ());
  EXPECT_EQ (decant_deflate_expand (deflate.get (), out, sizeof out, &error), -1);
  EXPECT_TRUE (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA));
}

TEST (Deflate, KnowsWhatIsNotCompressed)
{
  expect_invalid ("\xff\xff\xff garbage");
}

TEST (Deflate, EndsBlocksWithoutEnd)
{
  std::string empty;

  for (int i = 0; i < 20000; i++)
    empty += std::string ("\0\0\0\xff\xff", 5);
  expect_invalid (empty);
}

TEST (Deflate, KnowsTheEndOfTheStream)
{
  Deflate deflate = make_deflate ();
  const std::string last_block ("\1\1\0\xfe\xff!", 6);

  decant_deflate_feed (deflate.get (), last_block.data (), last_block.size ());
  EXPECT_FALSE (decant_deflate_has_ended (deflate.get ()));
  EXPECT_EQ (expand (deflate.get ()), "!");
  EXPECT_TRUE (decant_deflate_has_ended (deflate.get ()));
}

/* ---- the transport ---- */

class Compressed
{
public:
  explicit Compressed (ScriptedServer &server)
  {
    DecantImapSettings settings = {};
    g_autoptr (GError) error = nullptr;

    settings.host = "127.0.0.1";
    settings.port = server.port ();
    settings.security = DECANT_SECURITY_PLAINTEXT;
    settings.connect_timeout = 20;
    settings.silence_timeout = 20;
    transport = decant_transport_connect (&settings, nullptr, &error);
    EXPECT_NE (transport, nullptr);
  }

  ~Compressed ()
  {
    decant_transport_free (transport);
    g_clear_error (&error);
  }

  std::string
  read (size_t length)
  {
    std::string text, piece (777, '\0');

    while (text.size () < length)
      {
        gssize n = decant_transport_read (transport, &piece[0], piece.size (), &error);

        if (n <= 0)
          break;
        text.append (piece, 0, static_cast<size_t> (n));
      }
    return text;
  }

  void
  write (const std::string &text)
  {
    EXPECT_TRUE (decant_transport_write (transport, text.data (), text.size (), &error));
  }

  DecantTransport *transport = nullptr;
  GError *error = nullptr;
};

/* Answers each letter of what it hears by a text of its own. */
TEST (CompressedTransport, GoesBothWaysInPiecesOfEverySize)
{
  const std::string answers[] = { "short\r\n", mixed_text (100 * 1000), "* 1 EXISTS\r\n" };

  for (size_t size : { 1, 3, 1000, 1000 * 1000 })
    {
      ScriptedServer server ([&] (ScriptedServer::Peer &peer) {
        Deflate deflate = make_deflate ();
        std::string byte;

        while (peer.hear_bytes (1, byte))
          {
            decant_deflate_feed (deflate.get (), byte.data (), 1);
            for (char letter : expand (deflate.get ()))
              {
                const std::string wire = shrink (deflate.get (), answers[letter - 'a']);

                for (size_t at = 0; at < wire.size (); at += size)
                  peer.say (wire.substr (at, size));
              }
          }
      });
      Compressed client (server);

      decant_transport_compress (client.transport);
      for (const char *letter : { "a", "c", "b", "a", "c" })
        {
          const std::string &wanted = answers[*letter - 'a'];

          EXPECT_FALSE (decant_transport_has_input (client.transport));
          client.write (letter);
          ASSERT_EQ (client.read (wanted.size ()), wanted);
        }
    }
}

/* What the server has compressed may have come in one go with its answer. */
TEST (CompressedTransport, BeginsWithWhatWasPutBack)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) { peer.wait_for_end (); });
  Compressed client (server);
  const std::string wire = shrink (make_deflate ().get (), "* 3 EXISTS\r\n");

  decant_transport_unread (client.transport, wire.data (), wire.size ());
  decant_transport_compress (client.transport);
  EXPECT_TRUE (decant_transport_has_input (client.transport));
  EXPECT_EQ (client.read (12), "* 3 EXISTS\r\n");
  EXPECT_FALSE (decant_transport_has_input (client.transport));
}

/* A few bytes on the wire may be many to be read: after the first of them the others are at hand,
 * though the wire has no more. */
TEST (CompressedTransport, KnowsWhatIsStillToBeExpanded)
{
  const std::string text (200 * 1000, 'x');
  ScriptedServer server ([&] (ScriptedServer::Peer &peer) {
    peer.say (shrink (make_deflate ().get (), text));
    peer.wait_for_end ();
  });
  Compressed client (server);
  size_t got = 0;

  decant_transport_compress (client.transport);
  got = client.read (1).size ();
  for (; got < text.size (); got += client.read (1).size ())
    ASSERT_TRUE (decant_transport_has_input (client.transport)) << got;
  EXPECT_EQ (got, text.size ());
  EXPECT_FALSE (decant_transport_has_input (client.transport));
}

TEST (CompressedTransport, CountsWhatGoesOverTheWire)
{
  gsize moved[DECANT_N_FLOWS] = {};
  const DecantFlow flow = { [] (gpointer) -> gsize { return 10; },
                            [] (DecantFlowDirection direction, gsize bytes, gpointer data) {
                              static_cast<gsize *> (data)[direction] += bytes;
                              EXPECT_LE (bytes, 10u);
                            },
                            nullptr, moved };
  const std::string text (10 * 1000, 'x');
  const std::string wire = shrink (make_deflate ().get (), text);
  ScriptedServer server ([&] (ScriptedServer::Peer &peer) {
    std::string heard;

    peer.hear_bytes (wire.size (), heard);
    peer.say (heard);
    peer.wait_for_end ();
  });
  Compressed client (server);

  decant_transport_set_flow (client.transport, &flow);
  decant_transport_compress (client.transport);
  client.write (text);
  EXPECT_EQ (client.read (text.size ()), text);
  EXPECT_EQ (moved[DECANT_FLOW_OUT], wire.size ());
  EXPECT_LE (moved[DECANT_FLOW_IN], wire.size ());
  EXPECT_GT (moved[DECANT_FLOW_IN], 0u);
}

TEST (CompressedTransport, FailsOverWhatIsNotCompressed)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    peer.say ("\xff\xff\xff garbage");
    peer.wait_for_end ();
  });
  Compressed client (server);

  decant_transport_compress (client.transport);
  EXPECT_EQ (client.read (1), "");
  EXPECT_EQ (decant_store_error_get_cause (client.error), DECANT_CAUSE_GARBLED);
}

/* ---- when ---- */

constexpr gsize kib = 1024;
constexpr gint64 millisecond = 1000;

TEST (LinkSpeed, IsSlowAfterTheFirstMebibyte)
{
  DecantLinkSpeed speed = {};

  for (int i = 0; i < 63; i++)
    decant_link_speed_note_read (&speed, 16 * kib, 16 * millisecond);
  EXPECT_FALSE (decant_link_speed_is_slow (&speed));
  decant_link_speed_note_read (&speed, 16 * kib, 16 * millisecond);
  EXPECT_TRUE (decant_link_speed_is_slow (&speed));
}

TEST (LinkSpeed, IsSlowSoonerWhereItIsVerySlow)
{
  DecantLinkSpeed speed = {};

  for (int i = 0; i < 4; i++)
    decant_link_speed_note_write (&speed, 64 * kib, 1000 * millisecond);
  EXPECT_TRUE (decant_link_speed_is_slow (&speed));
}

TEST (LinkSpeed, IsNotSlowForAHiccup)
{
  DecantLinkSpeed speed = {};

  for (int i = 0; i < 200; i++)
    {
      decant_link_speed_note_write (&speed, 128 * kib, i % 20 == 0 ? 3000 * millisecond : 10);
      EXPECT_FALSE (decant_link_speed_is_slow (&speed));
    }
}

TEST (LinkSpeed, IsFastAgain)
{
  DecantLinkSpeed speed = {};

  for (int i = 0; i < 4; i++)
    decant_link_speed_note_write (&speed, 512 * kib, 1000 * millisecond);
  EXPECT_TRUE (decant_link_speed_is_slow (&speed));
  decant_link_speed_note_write (&speed, 512 * kib, 100 * millisecond);
  EXPECT_FALSE (decant_link_speed_is_slow (&speed));
}

/* Messages that are answered one by one, each after the server has thought about it. */
TEST (LinkSpeed, DoesNotCountWhatServersThink)
{
  DecantLinkSpeed speed = {};

  for (int i = 0; i < 1000; i++)
    {
      decant_link_speed_note_write (&speed, 16 * kib, 10);
      for (int answer = 0; answer < 50; answer++)
        decant_link_speed_note_read (&speed, 60, 50 * millisecond);
      EXPECT_FALSE (decant_link_speed_is_slow (&speed));
    }
}

}
