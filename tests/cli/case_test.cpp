#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/run_command.h"

namespace normscope {
namespace case_test {

using nlohmann::ordered_json;
using testing::HasSubstr;

TEST(CaseCommand, ListsEveryCaseWithItsTitle) {
  const ordered_json json = ordered_json::parse(runNormscope({"case", "--json"}).out);
  const std::string text = runNormscope({"case"}).out;
  ASSERT_GE(json["cases"].size(), 15U);
  for (const ordered_json& entry : json["cases"]) {
    EXPECT_THAT(text, HasSubstr(entry["name"].get<std::string>() + " "));
    EXPECT_THAT(text, HasSubstr(entry["title"].get<std::string>() + "\n"));
  }
}

TEST(CaseCommand, PrintsTheTextWithItsNumbers) {
  const CommandResult result = runNormscope({"case", "1a"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out,
              HasSubstr("Case 1a: GroupNorm with one group against LayerNorm over the channels\n"));
  EXPECT_THAT(result.out, HasSubstr("20 sets of 600 elements"));
  EXPECT_THAT(result.out, HasSubstr("2000 sets of 6\n"));
  EXPECT_THAT(result.out, HasSubstr("the norm of the difference is 5"));
}

TEST(CaseCommand, GivesTheNumbersToScripts) {
  const ordered_json json = ordered_json::parse(runNormscope({"case", "1a", "--json"}).out);
  EXPECT_EQ(json["name"], "1a");
  EXPECT_EQ(json["scene"]["source"], "sample:normal");
  EXPECT_EQ(json["values"]["a.sets"], 20);
  EXPECT_NEAR(json["values"]["a-b.l2"].get<double>(), 55, 3);
  EXPECT_EQ(json["steps"][0]["title"], "Question");
}

TEST(CaseCommand, RefusesWhatIsNoCase) {
  expectRefusal({"case", "9z"}, 2,
                "normscope: case '9z': there is no such case; use 1a, 1b, 2a, 2b, 3a, 3b, 4a, 4b, 4c, 4d, "
                "4e, b1, b2, b3, "
                "b4, b5, b6, b7, b8, b9, b10 or b11");
}

}  // namespace case_test
}  // namespace normscope
