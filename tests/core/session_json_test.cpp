#include "core/document/session_json.h"

#include <gtest/gtest.h>

#include "core/document/scene_json.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace session_json_test {

const char* const again = "; correct it or save it again with Normscope";

Scene smallScene() {
  return sceneOf("normal:4,2", Shape(Layout::parse("NC"), {4, 2}),
                 {parseNormSpec("batch"), parseNormSpec("layer")});
}

/// A session of the small scene with more members.
std::string with(const std::string& members) {
  return R"({"normscope":"session","version":1,"scene":)" + toJson(smallScene(), false) + members + "}";
}

void refuses(const std::string& json, const std::string& reason) {
  expectError([&] { readSession(json, "f.normscope"); }, Fault::failed, "f.normscope: " + reason);
}

TEST(SessionJson, ReadsBackWhatItWrites) {
  SavedSession session{smallScene(), 1, parseDeviceChoice("opencl:3"), RunningStatistics::fresh(2)};
  session.running->mean[1] = 0.1;
  session.running->batchesTracked = 7;
  const SavedSession read = readSession(toJson(session), "f");
  EXPECT_EQ(read.scene, session.scene);
  EXPECT_EQ(read.norm, 1U);
  EXPECT_EQ(read.device, session.device);
  EXPECT_EQ(read.running, session.running);
  for (const char* device : {"auto", "reference"}) {
    session.device = parseDeviceChoice(device);
    EXPECT_EQ(readSession(toJson(session), "f").device, session.device);
  }
}

TEST(SessionJson, IsOfTheVersionOfItsScene) {
  SavedSession session{smallScene(), 1, DeviceChoice{}, {}};
  EXPECT_NE(toJson(session).find("\"version\": 1,"), std::string::npos);
  EXPECT_EQ(toJson(session).find("\"version\": 2,"), std::string::npos);
  session.scene.norms[1] = parseNormSpec("l2");
  EXPECT_EQ(toJson(session).find("\"version\": 1,"), std::string::npos);
  EXPECT_NE(toJson(session).find("\"version\": 2,"), std::string::npos);
  EXPECT_EQ(readSession(toJson(session), "f").scene, session.scene);
}

TEST(SessionJson, LeavesOutWhatIsUsualAndReadsScenes) {
  for (const std::string& text : {with(""), toJson(smallScene())}) {
    const SavedSession session = readSession(text, "f");
    EXPECT_EQ(session.scene, smallScene());
    EXPECT_EQ(session.norm, 0U);
    EXPECT_EQ(session.device, DeviceChoice{});
    EXPECT_FALSE(session.running);
  }
}

TEST(SessionJson, RefusesWhatDoesNotFit) {
  refuses("{}", "it is no session of Normscope; give one that Normscope saved");
  refuses(R"({"normscope":"session","version":3})",
          "it is a session of version 3, and versions up to 2 are read; open it with a newer Normscope");
  refuses(R"({"normscope":"session","version":1})", std::string("\"scene\" is missing") + again);
  refuses(R"({"normscope":"session","version":1,"scene":7})",
          "\"scene\" is no scene of Normscope; give one that Normscope saved");
  refuses(R"({"normscope":"session","version":1,"scene":{"normscope":"scene","version":1}})",
          std::string("\"scene.source\" is missing") + again);
  refuses(with(R"(,"window":1)"),
          "\"window\" is unknown; use normscope, version, scene, norm, device or running");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("norm":2)", "\"norm\" is not a whole number from 0 to 1"},
      {R"("norm":-1)", "\"norm\" is not a whole number from 0 to 1"},
      {R"("norm":0.0)", "\"norm\" is not a whole number from 0 to 1"},
      {R"("device":"gpu")", "\"device\" is not auto, reference or opencl:N"},
      {R"("running":[])", "\"running\" is not an object"},
      {R"("running":{"mean":[0],"variance":[1,1],"batches":0})",
       "\"running.mean\" has not one number per channel"},
      {R"("running":{"mean":[0,0],"variance":[1],"batches":0})",
       "\"running.variance\" has not one number per channel"},
      {R"("running":{"mean":[0,0,0],"variance":[1,1],"batches":0})",
       "\"running.mean\" has more than 2 items"},
      {R"("running":{"mean":[0,null],"variance":[1,1],"batches":0})",
       "\"running.mean\" is not a list of numbers"},
      {R"("running":{"mean":[0,0],"variance":[1,-1],"batches":0})",
       "\"running.variance\" holds a number below 0"},
      {R"("running":{"mean":[0,0],"variance":[1,1],"batches":-1})",
       "\"running.batches\" is not a whole number from 0 to 9223372036854775807"}};
  for (const auto& [member, reason] : cases) refuses(with("," + member), reason + again);
  refuses(std::string((16 << 20) + 1, ' '), std::string("it is larger than 16 MB") + again);
}

}  // namespace session_json_test
TEST(SessionJson, WhatWouldBeTooLargeToReadIsNotWritten) {
  SavedSession session;
  session.scene.norms = {parseNormSpec("batch")};
  session.running = RunningStatistics::fresh(1'000'000);
  try {
    toJson(session);
    FAIL() << "it was written";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "session: the running statistics of 1000000 channels make it larger than 16 MB; reset them "
                 "before it is "
                 "saved");
  }
}

}  // namespace normscope
