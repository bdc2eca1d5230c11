/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bench's long line: a measurement is worth no more than it. */

#include "bench/relay.h"

#include <chrono>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace
{

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

sockaddr_in
loopback (guint16 port)
{
  sockaddr_in address = {};

  address.sin_family = AF_INET;
  address.sin_port = htons (port);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  return address;
}

/* Sends back what one client sends, until that says no more. */
class Echo
{
public:
  Echo ()
  {
    sockaddr_in address = loopback (0);
    socklen_t length = sizeof address;

    bind (listener_, reinterpret_cast<sockaddr *> (&address), length);
    listen (listener_, 1);
    getsockname (listener_, reinterpret_cast<sockaddr *> (&address), &length);
    port_ = ntohs (address.sin_port);
    thread_ = std::thread (&Echo::serve, this);
  }

  ~Echo ()
  {
    shutdown (listener_, SHUT_RDWR);
    thread_.join ();
    close (listener_);
  }

  guint16
  port () const
  {
    return port_;
  }

private:
  void
  serve ()
  {
    int client = accept (listener_, nullptr, nullptr);
    std::string buffer (64 * 1024, '\0');
    ssize_t n;

    while ((n = recv (client, buffer.data (), buffer.size (), 0)) > 0)
      if (send (client, buffer.data (), static_cast<size_t> (n), MSG_NOSIGNAL) != n)
        break;
    close (client);
  }

  int listener_ = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  guint16 port_;
  std::thread thread_;
};

class RelayTest : public testing::Test
{
protected:
  void
  start_relay (guint round_trip_ms)
  {
    relay_ = relay_new (echo_.port (), round_trip_ms, nullptr);
    ASSERT_NE (relay_, nullptr);
  }

  void
  reach_echo ()
  {
    sockaddr_in address = loopback (relay_get_port (relay_));
    ASSERT_EQ (connect (client_, reinterpret_cast<sockaddr *> (&address), sizeof address), 0);
  }

  void
  TearDown () override
  {
    close (client_);
    g_clear_pointer (&relay_, relay_free);
  }

  void
  send_all (const std::string &data)
  {
    for (size_t sent = 0; sent < data.size ();)
      {
        ssize_t n = send (client_, data.data () + sent, data.size () - sent, MSG_NOSIGNAL);

        ASSERT_GT (n, 0);
        sent += static_cast<size_t> (n);
      }
  }

  /* As many bytes, or those up to the end. */
  std::string
  receive (size_t length)
  {
    std::string data (length, '\0');
    size_t received = 0;
    ssize_t n;

    while (received < length &&
           (n = recv (client_, data.data () + received, length - received, 0)) > 0)
      received += static_cast<size_t> (n);
    data.resize (received);
    return data;
  }

  Clock::duration
  time_echo (const std::string &data)
  {
    Clock::time_point start = Clock::now ();
    std::thread sender (&RelayTest::send_all, this, data);
    std::string received = receive (data.size ());

    sender.join ();
    EXPECT_TRUE (received == data);
    return Clock::now () - start;
  }

  Echo echo_;
  int client_ = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Relay *relay_ = nullptr;
};

TEST_F (RelayTest, AnAnswerTakesARoundTripAndTheFirstOneTwo)
{
  start_relay (60);
  reach_echo ();
  EXPECT_GE (time_echo ("hello"), milliseconds (120));
  EXPECT_GE (time_echo ("hello again"), milliseconds (60));
}

/* In pieces of a quarter of a megabyte at most: passed on one after the other, they would take ten
 * seconds. */
TEST_F (RelayTest, ManyPiecesAreUnderWayAtOnce)
{
  std::string data (16 * 1024 * 1024, '\0');

  for (size_t i = 0; i < data.size (); i++)
    data[i] = static_cast<char> (i % 251);
  start_relay (300);
  reach_echo ();
  EXPECT_LT (time_echo (data), milliseconds (8000));
}

TEST_F (RelayTest, TheEndComesAfterAllThatWasSent)
{
  start_relay (40);
  reach_echo ();
  send_all ("the last words");
  shutdown (client_, SHUT_WR);
  EXPECT_EQ (receive (1000), "the last words");
}

TEST_F (RelayTest, TheDelayCanBeTakenAway)
{
  start_relay (100000);
  relay_set_round_trip (relay_, 0);
  reach_echo ();
  EXPECT_LT (time_echo ("hello"), milliseconds (50000));
}

} // namespace
