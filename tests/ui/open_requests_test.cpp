#include "ui/window/open_requests.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <future>

#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace open_requests_test {

class OpenRequestsTest : public testing::Test {
 protected:
  /// What the window answers to these bytes.
  QByteArray answerTo(const QByteArray& bytes) {
    QLocalSocket peer;
    peer.connectToServer(socket_);
    EXPECT_TRUE(peer.waitForConnected(5000));
    peer.write(bytes);
    peer.flush();
    EXPECT_TRUE(QTest::qWaitFor([&] { return peer.state() == QLocalSocket::UnconnectedState; }, 10000));
    return peer.readAll();
  }

  TemporaryFolder folder_;
  const QString socket_ = QString::fromStdString(folder_.file("window"));
  OpenRequests requests_{socket_};
  QSignalSpy asked_{&requests_, &OpenRequests::openAsked};
};

TEST_F(OpenRequestsTest, OpenTheFileThatIsNamed) {
  requests_.listen();
  ASSERT_TRUE(requests_.isListening());
  auto other = std::async(std::launch::async,
                          [this] { return openInRunningWindow(socket_, "/tmp/a b\"ü.npy::x[0]"); });
  ASSERT_TRUE(QTest::qWaitFor(
      [&] { return other.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }, 10000));
  EXPECT_TRUE(other.get());
  ASSERT_EQ(asked_.count(), 1);
  EXPECT_EQ(asked_[0][0].toString(), QString::fromUtf8("/tmp/a b\"ü.npy::x[0]"));
}

TEST_F(OpenRequestsTest, AreForTheUserAlone) {
  requests_.listen();
  struct stat status {};
  ASSERT_EQ(::stat(folder_.file("window").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0077, 0);
}

TEST_F(OpenRequestsTest, ThatAskForAnythingElseAreRefused) {
  requests_.listen();
  const QByteArray advice = "; ask with one line, {\\\"open\\\": \\\"/path/of/a/file\\\"}\"}\n";
  EXPECT_EQ(answerTo("open /x\n"),
            "{\"refused\":\"request: it is not well-formed JSON from byte 1 on" + advice);
  EXPECT_EQ(answerTo("{\"open\": \"/x\", \"open\": \"/y\"}\n"),
            "{\"refused\":\"request: \\\"open\\\" is given twice; give it once\"}\n");
  for (const char* other :
       {"{\"open\": \"x.npy\"}", "{\"open\": 3}", "{\"open\": \"\"}", "{\"open\": \"/a\\nb\"}", "{}", "[1]",
        "\"/x\"", "{\"open\": \"/x\", \"quit\": true}", "{\"quit\": true}"}) {
    EXPECT_EQ(answerTo(QByteArray(other) + '\n'),
              "{\"refused\":\"request: it does not name one file by its absolute path" + advice)
        << other;
  }
  EXPECT_EQ(answerTo(QByteArray(40000, 'x')),
            "{\"refused\":\"request: it is longer than 16384 bytes" + advice);
  EXPECT_EQ(asked_.count(), 0);
  EXPECT_TRUE(requests_.isListening());
}

TEST_F(OpenRequestsTest, AreTakenOncePerConnection) {
  requests_.listen();
  answerTo("{\"open\": \"/x\"}\n{\"open\": \"/y\"}\n");
  EXPECT_EQ(asked_.count(), 1);
}

TEST_F(OpenRequestsTest, GoToNobodyWhereNoWindowRuns) {
  EXPECT_FALSE(openInRunningWindow(socket_, "/x"));
}

TEST_F(OpenRequestsTest, FindTheSocketThatAnEndedWindowLeft) {
  const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = folder_.file("window");
  ASSERT_LT(path.size(), sizeof address.sun_path);
  std::copy(path.begin(), path.end(), address.sun_path);
  ASSERT_EQ(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(left);  // nobody listens, and the file stays
  EXPECT_FALSE(openInRunningWindow(socket_, "/x"));
  requests_.listen();
  EXPECT_TRUE(requests_.isListening());
}

TEST_F(OpenRequestsTest, GoToTheFirstWindowUntilItIsClosed) {
  auto first = std::make_unique<OpenRequests>(socket_);
  first->listen();
  auto second = std::async(std::launch::async, [this] {
    OpenRequests other(socket_);
    other.listen();
    return other.isListening();
  });
  ASSERT_TRUE(QTest::qWaitFor(
      [&] { return second.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }, 10000));
  EXPECT_FALSE(second.get());
  first.reset();
  requests_.listen();
  EXPECT_TRUE(requests_.isListening());
}

TEST_F(OpenRequestsTest, SayWhatTheWindowSaid) {
  requests_.listen();
  auto other = std::async(std::launch::async, [this] { openInRunningWindow(socket_, "x.npy"); });
  ASSERT_TRUE(QTest::qWaitFor(
      [&] { return other.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }, 10000));
  expectError(
      [&] { other.get(); }, Fault::failed,
      "the running window: it refused: request: it does not name one file by its absolute path; ask with one "
      "line, {\"open\": \"/path/of/a/file\"}; close it, or start without --reuse");
}

}  // namespace open_requests_test
}  // namespace normscope
