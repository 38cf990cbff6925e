#include "ui/base/latest_job.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <QTest>

namespace normscope {
namespace latest_job_test {

constexpr int patience = 20000;  // ms; only reached when something is wrong

int nicenessOfThisThread() {
  return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
}

/// Tells in which thread it ends.
struct Ending {
  std::shared_ptr<std::atomic<QThread*>> thread;
  Ending(std::shared_ptr<std::atomic<QThread*>> there) : thread(std::move(there)) {}
  Ending(Ending&&) = default;
  ~Ending() {
    if (thread) *thread = QThread::currentThread();
  }
};

TEST(Release, WhoeverHoldsAValueLastAnotherThreadLetsItGo) {
  const auto thread = std::make_shared<std::atomic<QThread*>>(nullptr);
  auto value = releasedInBackground(Ending(thread));
  auto other = value;
  value.reset();
  EXPECT_EQ(*thread, nullptr);
  other.reset();
  QThreadPool::globalInstance()->waitForDone();
  EXPECT_NE(*thread, nullptr);
  EXPECT_NE(*thread, QThread::currentThread());
}

TEST(LatestJob, YieldsToTheWindow) {
  LatestJob job;
  std::optional<int> inTheBackground;
  job.start([](const Progress&) { return nicenessOfThisThread(); },
            [&](int niceness) { inTheBackground = niceness; }, [](const Error&) { FAIL(); });
  ASSERT_TRUE(QTest::qWaitFor([&] { return inTheBackground.has_value(); }, patience));
  EXPECT_EQ(*inTheBackground, std::min(19, nicenessOfThisThread() + 5));
}

TEST(LatestJob, SaysInOneLineThatMemoryRanOut) {
  LatestJob job;
  std::string line;
  job.start([](const Progress&) -> int { throw std::bad_alloc(); }, [](int) { FAIL(); },
            [&](const Error& error) { line = error.what(); });
  ASSERT_TRUE(QTest::qWaitFor([&] { return !line.empty(); }, patience));
  EXPECT_EQ(line, "memory: there is not enough for this; use a smaller tensor or close other programs");
}

/// A large result takes long to free, so not even one that nobody wants may be freed in this thread.
TEST(LatestJob, FreesAnOvertakenResultInTheBackground) {
  struct Freed {
    explicit Freed(std::atomic<QThread*>& where) : thread(where) {}
    ~Freed() { thread = QThread::currentThread(); }
    std::atomic<QThread*>& thread;
  };
  std::atomic<QThread*> freedIn = nullptr;
  LatestJob job;
  std::atomic<bool> ready = false;
  job.start(
      [&](const Progress&) {
        auto result = std::make_shared<Freed>(freedIn);
        ready = true;
        return result;
      },
      [](const std::shared_ptr<Freed>&) { FAIL(); }, [](const Error&) { FAIL(); });
  while (!ready) QThread::yieldCurrentThread();
  QThread::msleep(20);  // the result is on its way
  job.cancel();
  ASSERT_TRUE(QTest::qWaitFor([&] { return freedIn != nullptr; }, patience));
  EXPECT_NE(freedIn, QThread::currentThread());
}

}  // namespace latest_job_test
}  // namespace normscope
