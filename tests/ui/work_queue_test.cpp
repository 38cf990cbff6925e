#include "ui/workspace/work_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QSemaphore>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <random>

#include "core/document/changes.h"
#include "core/error.h"
#include "ui/workspace/workspace.h"

namespace normscope {
namespace work_queue_test {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = WorkKey::Kind;

constexpr int patience = 20000;  // ms; only reached when something is wrong

/// A queue with work that ends when it is told to, and does not listen to its stop token: all of it is late.
class Late : public testing::Test {
 protected:
  ~Late() override {
    queue.want({});
    release(1000);
  }

  Work work(const std::string& name, Kind kind = Kind::normalize) {
    return {{kind, name},
            [this, name,
             lane = kind == Kind::load       ? 0
                    : kind == Kind::countSet ? 2
                                             : 1](const Progress&) -> std::function<void()> {
              ++runs[static_cast<std::size_t>(lane)];
              gates[static_cast<std::size_t>(lane)].acquire();
              if (name.starts_with("bad")) throw nonsense(name, "it is bad", "give another");
              return [this, name] { delivered.push_back(name); };
            }};
  }

  void release(int count) {
    for (QSemaphore& gate : gates) gate.release(count);
  }

  bool started(std::size_t lane, int count) {
    return QTest::qWaitFor([&] { return runs[lane] == count; }, patience);
  }

  bool hasDelivered(std::size_t count) {
    return QTest::qWaitFor([&] { return delivered.size() >= count; }, patience);
  }

  std::array<QSemaphore, 3> gates;
  std::array<std::atomic<int>, 3> runs = {0, 0, 0};
  std::vector<std::string> delivered;
  WorkQueue queue;
};

TEST_F(Late, WhatIsNoLongerWantedIsNeverDelivered) {
  queue.want({work("a")});
  ASSERT_TRUE(started(1, 1));
  EXPECT_TRUE(queue.isDoing({Kind::normalize, "a"}));
  queue.want({work("b")});
  EXPECT_FALSE(queue.isDoing({Kind::normalize, "a"}));
  gates[1].release(2);
  ASSERT_TRUE(hasDelivered(1));
  EXPECT_THAT(delivered, ElementsAre("b"));
  EXPECT_FALSE(queue.isBusy());
}

TEST_F(Late, WhatIsWantedAgainIsRunAgain) {
  queue.want({work("a")});
  ASSERT_TRUE(started(1, 1));
  queue.want({work("b"), work("a")});
  queue.want({work("a")});
  gates[1].release(3);
  ASSERT_TRUE(hasDelivered(1));
  EXPECT_THAT(delivered, ElementsAre("a"));
  EXPECT_GE(runs[1], 2) << "the first run was cancelled";
}

TEST_F(Late, WhatIsUnderWayAndStillWantedFirstGoesOn) {
  queue.want({work("a")});
  ASSERT_TRUE(started(1, 1));
  queue.want({work("a"), work("b")});
  gates[1].release(1);
  ASSERT_TRUE(hasDelivered(1));
  EXPECT_THAT(delivered, ElementsAre("a"));
  EXPECT_EQ(runs[1], 1);
}

TEST_F(Late, NothingWantedDeliversNothingAndIsNotBusy) {
  queue.want({work("a"), work("l", Kind::load)});
  ASSERT_TRUE(started(1, 1));
  EXPECT_TRUE(queue.isBusy());
  queue.want({});
  EXPECT_FALSE(queue.isBusy());
  release(2);
  QTest::qWait(50);
  EXPECT_THAT(delivered, IsEmpty());
}

TEST_F(Late, ReadingComputingAndCountingDoNotWaitForEachOther) {
  queue.want({work("l", Kind::load), work("n"), work("s", Kind::countSet)});
  for (std::size_t lane = 0; lane < 3; ++lane) ASSERT_TRUE(started(lane, 1));
  gates[2].release(1);
  ASSERT_TRUE(hasDelivered(1));
  gates[1].release(1);
  ASSERT_TRUE(hasDelivered(2));
  EXPECT_TRUE(queue.isBusy());
  gates[0].release(1);
  ASSERT_TRUE(hasDelivered(3));
  EXPECT_THAT(delivered, ElementsAre("s", "n", "l"));
  EXPECT_FALSE(queue.isBusy());
}

TEST_F(Late, CountingASetIsNothingThatAPersonWaitsFor) {
  queue.want({work("s", Kind::countSet)});
  ASSERT_TRUE(started(2, 1));
  EXPECT_FALSE(queue.isBusy());
}

TEST_F(Late, AFailureIsToldWithItsKeyUnlessItIsNoLongerWanted) {
  std::vector<std::string> failed;
  QObject::connect(&queue, &WorkQueue::failed, &queue, [&](const WorkKey& key, const Error& error) {
    failed.push_back(key.source + ": " + error.what());
  });
  queue.want({work("bad a")});
  ASSERT_TRUE(started(1, 1));
  queue.want({work("bad b")});
  gates[1].release(2);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !failed.empty(); }, patience));
  EXPECT_THAT(failed, ElementsAre("bad b: bad b: it is bad; give another"));
}

/// Wishes that change at random, and work that ends at any time, in any order: what is delivered was wanted
/// at that time, all that is wanted in the end is delivered, and nothing twice.
TEST_F(Late, InEveryOrderWhatIsDeliveredIsWhatIsWanted) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> wanted;
    delivered.clear();
    const auto want = [&] {
      std::vector<Work> works;
      for (const std::string& name : wanted) {
        if (std::find(delivered.begin(), delivered.end(), name) == delivered.end())
          works.push_back(work(name, static_cast<Kind>(name[0] - '0')));
      }
      queue.want(works);
    };
    const auto connection = QObject::connect(&queue, &WorkQueue::finished, &queue, [&] {
      EXPECT_NE(std::find(wanted.begin(), wanted.end(), delivered.back()), wanted.end()) << "seed " << seed;
      want();
    });
    for (int step = 0; step < 12; ++step) {
      if (random() % 2 == 0) {
        wanted.clear();
        for (std::uint32_t count = random() % 4; count > 0; --count) {
          const std::string name = std::to_string(random() % 5) + std::to_string(random() % 3);
          if (std::find(wanted.begin(), wanted.end(), name) == wanted.end()) wanted.push_back(name);
        }
        want();
      } else if (random() % 2 == 0) {
        gates[random() % 3].release(1);
      }
      if (random() % 3 == 0) QTest::qWait(1);
    }
    release(30);
    const auto isDone = [&](const std::string& name) {
      return std::count(delivered.begin(), delivered.end(), name) == 1;
    };
    EXPECT_TRUE(QTest::qWaitFor([&] { return std::all_of(wanted.begin(), wanted.end(), isDone); }, patience))
        << "seed " << seed;
    for (const std::string& name : delivered) EXPECT_TRUE(isDone(name)) << name << ", seed " << seed;
    QObject::disconnect(connection);
    queue.want({});
    for (QSemaphore& gate : gates) gate.acquire(gate.available());
  }
}

/// Real results that are late: whatever is changed meanwhile, what a norm's result is said to be is what it
/// is.
TEST(ResultsByKey, AResultIsOfItsNormAndTensorWhateverIsChangedMeanwhile) {
  Workspace workspace;
  int checked = 0;
  const auto check = [&] {
    for (std::size_t i = 0; i < workspace.normCount(); ++i) {
      const auto result = workspace.result(i);
      if (!result) continue;
      ++checked;
      ASSERT_EQ(result->result.plan.shape(), workspace.shape());
      ASSERT_EQ(result->result.plan.spec(), workspace.norm(i).spec);
      ASSERT_EQ(result->result.y.extents(), workspace.shape().extents());
      ASSERT_EQ(result->request.x.bytes(), workspace.currentTensor()->source.tensor.bytes());
    }
    if (const auto compared = workspace.compared()) {
      ASSERT_EQ(compared->a, workspace.result(workspace.active()));
      ASSERT_EQ(compared->b, workspace.result(1 - workspace.active()));
    }
    if (const auto values = workspace.setValues()) {
      ASSERT_EQ(values->set, workspace.plan()->setOf(workspace.selection().element));
    }
  };
  for (const auto signal :
       {&Workspace::normsChanged, &Workspace::resultsChanged, &Workspace::computationChanged,
        &Workspace::tensorChanged, &Workspace::differenceChanged, &Workspace::setValuesChanged})
    QObject::connect(&workspace, signal, &workspace, check);
  workspace.open("normal:32,64,14,14");
  std::mt19937 random(5);
  const std::vector<std::string> norms = {"batch",           "layer",    "group:groups=4",
                                          "batch:mode=eval", "instance", "rms"};
  for (int step = 0; step < 300 && !testing::Test::HasFatalFailure(); ++step) {
    switch (random() % 8) {
      case 0:
        workspace.setSpec(parseNormSpec(norms[random() % norms.size()]));
        break;
      case 1:
        workspace.setNormCount(std::size_t{1} << random() % 3);
        break;
      case 2:
        workspace.setLayout(random() % 2 == 0 ? "NHWC" : "NCHW");
        break;
      case 3:
        workspace.open("normal:" + std::to_string(16 << random() % 3) + ",64,14,14");
        break;
      case 4:
        workspace.undo();
        break;
      case 5:
        workspace.setView(&View::shown, random() % 2 == 0 ? Shown::y : Shown::difference);
        break;
      case 6:
        workspace.activate(random() % 4);
        break;
      default:
        workspace.updateRunningStatistics();
        workspace.select(static_cast<std::int64_t>(random() % 100000), false);
    }
    if (step % 10 == 9) {
      ASSERT_TRUE(QTest::qWaitFor([&] { return !workspace.isBusy(); }, patience));
    } else {
      QTest::qWait(static_cast<int>(random() % 8));
    }
  }
  ASSERT_TRUE(QTest::qWaitFor([&] { return !workspace.isBusy(); }, patience));
  for (std::size_t i = 0; i < workspace.normCount(); ++i) EXPECT_NE(workspace.result(i), nullptr) << i;
  EXPECT_GT(checked, 20);
}

}  // namespace work_queue_test
}  // namespace normscope
