// Drivers that end the process, never come back or compute nonsense cost a child process, and what happened
// is said and remembered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "core/compute/choose.h"
#include "core/engine/opencl/build_report.h"
#include "core/engine/opencl/devices.h"
#include "core/engine/opencl/opencl_headers.h"
#include "core/engine/opencl/trials.h"
#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"
#include "tests/engines/engine_support.h"
#include "tests/faults/fault_control.h"

namespace normscope {
namespace trial_fault_test {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

constexpr const char* advice = "; use --device reference, or try it again with 'normscope devices'";

class TrialFaults : public testing::Test {
 protected:
  TrialFaults() : request_(requestOf("NCHW", {4, 6, 5, 5}, "instance")) {
    // The layer of this process must not read the plan that is meant for the child.
    subject_ = "opencl:0 (" + listedOpenClDevices().at(0).name + ")";
    // PoCL's own folder stays as it is: to build all kernels anew takes long.
    const char* const home = std::getenv("HOME");
    home_ = home == nullptr ? "" : home;
    ::setenv("POCL_CACHE_DIR", (home_ + "/.cache/pocl/kcache").c_str(), 0);
    ::setenv("XDG_CACHE_HOME", cache_.file("").c_str(), 1);
    startAgain();
  }
  ~TrialFaults() override {
    letChild("");
    startAgain();
    openClDevices();  // it is well again
    setTrials({});
    forgetAutomaticDevice();
    ::unsetenv("XDG_CACHE_HOME");
    ::setenv("HOME", home_.c_str(), 1);
  }

  /// What the next children's drivers do.
  static void letChild(const std::string& plan) { ::setenv("NORMSCOPE_FAULT", plan.c_str(), 1); }

  /// As another process would: with nothing in mind but what is in the cache folder, and nothing built.
  void startAgain(std::chrono::milliseconds limit = std::chrono::minutes(5)) {
    letGoOfEngine();
    setTrials({{NORMSCOPE_DEVICE_TRIAL}, limit});
  }

  /// No child can be started any more.
  void startAgainWithoutChildren() {
    letGoOfEngine();
    setTrials({{"/nonexistent"}, std::chrono::minutes(5)});
  }

  void letGoOfEngine() {
    setTrials({});
    faults::arm({1, CL_DEVICE_NOT_AVAILABLE, true});
    EXPECT_THROW(compute(), Error);
    faults::disarm();
  }

  NormalizeResult compute() { return normalizeOn({DeviceChoice::Kind::opencl, 0}, request_); }

  void expectRefusal(const std::string& reason) {
    expectError([&] { compute(); }, Fault::failed, subject_ + ": " + reason + advice);
  }

  /// By device, by auto, in the list and where the kernels' log is asked for.
  void expectRefusalEverywhere(const std::string& reason) {
    expectRefusal(reason);
    const NormalizeResult automatic = normalizeOn({}, request_);
    EXPECT_EQ(automatic.engine, "reference");
    EXPECT_THAT(automatic.notices, ElementsAre(HasSubstr(reason + ": computed by the reference")));
    EXPECT_EQ(listedOpenClDevices().at(0).reason, reason);
    EXPECT_FALSE(listedOpenClDevices().at(0).usable);
  }

  std::string memoryFile() const { return cache_.file("normscope/device-trials"); }

  TemporaryFolder cache_;
  NormalizeRequest request_;
  std::string subject_;
  std::string home_;
};

TEST_F(TrialFaults, AHealthyDeviceCostsAChildOnce) {
  EXPECT_EQ(compute().engine, "opencl");
  startAgainWithoutChildren();
  const NormalizeResult result = compute();
  EXPECT_EQ(result.engine, "opencl");
  EXPECT_THAT(result.notices, IsEmpty());
  // Another kernel was not tried.
  expectError(
      [&] {
        normalizeOn({DeviceChoice::Kind::opencl, 0}, requestOf("NHWC", {2, 5, 5, 24}, "batch"));
      },
      Fault::failed,
      subject_ + ": it can't be tried, no process can be started (No such file or directory)" + advice);
}

TEST_F(TrialFaults, ADriverThatCrashesAtAKernel) {
  letChild("first=2,crashes,only=clBuildProgram");  // the first is the small program
  expectRefusalEverywhere("its driver crashed in a trial (SIGABRT)");
}

TEST_F(TrialFaults, ADriverThatCrashesAtOnce) {
  letChild("first=1,crashes,only=clCreateContext");
  expectRefusalEverywhere("its driver crashed in a trial (SIGABRT)");
  expectError([] { buildReport(0); }, Fault::failed,
              subject_ + ": its driver crashed in a trial (SIGABRT)" + advice);
}

/// As Mesa's rusticl does where its compiler does not know an intrinsic.
TEST_F(TrialFaults, ADriverThatEndsTheProcess) {
  letChild("first=2,exits,only=clBuildProgram");
  expectRefusalEverywhere(
      "its driver ended the process in a trial (exit status 8): the layer: has had enough, really");
}

TEST_F(TrialFaults, ADriverThatHangs) {
  startAgain(std::chrono::milliseconds(2500));
  letChild("first=1,hangs,only=clBuildProgram");
  expectRefusalEverywhere("it did not come to an end in a trial of 2.5 s");
}

TEST_F(TrialFaults, ADriverThatComputesNonsense) {
  letChild("idles");
  try {
    compute();
    ADD_FAILURE() << "it is not refused";
  } catch (const Error& error) {
    EXPECT_THAT(
        error.what(),
        MatchesRegex("opencl:0 \\(.+\\): it computed wrong numbers in a trial, off by .+ of the largest "
                     "\\(runs_whole float32\\); use --device reference, or try it again with "
                     "'normscope devices'"));
  }
}

TEST_F(TrialFaults, AnErrorInGoodOrderIsNoFinding) {
  for (const std::string plan :
       {"first=1,status=-5,only=clCreateContext", "first=2,status=-11,only=clBuildProgram"}) {
    letChild(plan);
    startAgain();
    EXPECT_EQ(compute().engine, "opencl") << plan;  // here the driver is well
  }
}

TEST_F(TrialFaults, WhatWentWrongIsRememberedUntilDevicesTriesItAgain) {
  letChild("first=2,crashes,only=clBuildProgram");
  const std::string reason = "its driver crashed in a trial (SIGABRT)";
  expectRefusal(reason);
  letChild("");
  startAgainWithoutChildren();
  expectRefusalEverywhere(reason);
  startAgain();
  EXPECT_EQ(openClDevices().at(0).reason, "");
  EXPECT_EQ(compute().engine, "opencl");
  startAgainWithoutChildren();
  EXPECT_EQ(compute().engine, "opencl");
}

TEST_F(TrialFaults, ADamagedMemoryIsAsIfItWereNotThere) {
  letChild("first=2,crashes,only=clBuildProgram");
  EXPECT_THROW(compute(), Error);
  letChild("");
  const std::string good = contentsOf(memoryFile());
  std::string damaged = good;
  std::replace(damaged.begin(), damaged.end(), 'S', 's');  // SIGABRT
  for (const std::string& bytes :
       {damaged, good.substr(0, good.size() - 3), std::string(100000, '\0'), std::string("\t\n\t\t\n")}) {
    cache_.fileOf("normscope/device-trials", bytes);
    startAgain();
    EXPECT_EQ(compute().engine, "opencl");
  }
}

TEST_F(TrialFaults, AMemoryThatCannotBeWrittenIsAsIfItWereNotThere) {
  for (const std::string folder : {"/dev/null", "/proc", "relative", ""}) {
    ::setenv("XDG_CACHE_HOME", folder.c_str(), 1);
    ::setenv("HOME", "/dev/null", 1);
    startAgain();
    EXPECT_EQ(compute().engine, "opencl") << folder;
  }
  std::filesystem::create_directories(memoryFile());  // a folder in its place
  ::setenv("XDG_CACHE_HOME", cache_.file("").c_str(), 1);
  startAgain();
  EXPECT_EQ(compute().engine, "opencl");
}

TEST_F(TrialFaults, WhoIsCancelledDoesNotWaitForATrial) {
  letChild("first=1,hangs,only=clBuildProgram");
  startAgain(std::chrono::seconds(4));
  std::stop_source stop;
  std::jthread cancels([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop.request_stop();
  });
  for (const DeviceChoice& choice : {DeviceChoice{}, DeviceChoice{DeviceChoice::Kind::opencl, 0}})
    EXPECT_THROW(normalizeOn(choice, request_, {stop.get_token(), {}}), Cancelled);
  EXPECT_TRUE(deviceWorkIsUnderWay());
  expectRefusal("it did not come to an end in a trial of 4 s");  // waits for the same trial
  EXPECT_FALSE(deviceWorkIsUnderWay());
}

/// While it is tried the reference answers; afterwards what happened is said.
TEST_F(TrialFaults, InTheBackgroundNobodyWaits) {
  letChild("first=2,crashes,only=clBuildProgram");
  setWhileNotReady(WhileNotReady::answerAndPrepare);
  const NormalizeResult first = normalizeOn({}, request_);
  EXPECT_EQ(first.engine, "reference");
  EXPECT_THAT(first.notices, IsEmpty());
  awaitDeviceWork();
  EXPECT_THAT(normalizeOn({}, request_).notices,
              ElementsAre(HasSubstr("its driver crashed in a trial (SIGABRT): computed by the reference")));
  setWhileNotReady(WhileNotReady::wait);
}

}  // namespace trial_fault_test
}  // namespace normscope
