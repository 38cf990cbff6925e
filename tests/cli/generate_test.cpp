#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/text/shell_word.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace generate_test {

using testing::HasSubstr;

std::string generated(const std::string& kind) {
  const CommandResult result = runNormscope({"--generate", kind});
  EXPECT_EQ(result.status, 0) << result.err;
  return result.out;
}

/// What bash offers for the last of the words, one a line.
std::string offered(const std::string& words, int count) {
  const TemporaryFolder folder;
  folder.fileOf("normscope.bash", generated("bash"));
  folder.fileOf("x.npy", "");
  folder.fileOf("ask.sh", "compopt() { :; }\n. ./normscope.bash\nCOMP_WORDS=(" + words +
                              ")\nCOMP_CWORD=" + std::to_string(count) +
                              "\n_normscope\nprintf '%s\\n' \"${COMPREPLY[@]}\" >offered\n");
  EXPECT_EQ(std::system(("cd " + shellWord(folder.file("")) + " && bash -eu ask.sh").c_str()), 0) << words;
  return contentsOf(folder.file("offered"));
}

TEST(Generate, TheManualPageHasEveryCommandAndOption) {
  const std::string page = generated("man");
  EXPECT_THAT(page, HasSubstr("\n.SS normscope compute\n"));
  EXPECT_THAT(page, HasSubstr("\n\\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fIY\\fR\n"));
  EXPECT_THAT(page, HasSubstr("\n.SS normscope help\n"));
  EXPECT_THAT(page, HasSubstr("\\fBnormscope match\\fR [\\fIOPTIONS\\fR] \\fIX\\fR \\fIY\\fR\n"));
}

TEST(Generate, TheManualPageIsWellFormed) {
  if (std::system("command -v man groff >/dev/null") != 0) GTEST_SKIP() << "man or groff is not installed";
  const TemporaryFolder folder;
  folder.fileOf("normscope.1", generated("man"));
  const std::string command = "LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l " +
                              shellWord(folder.file("normscope.1")) + " 2>" + shellWord(folder.file("said")) +
                              " >/dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(contentsOf(folder.file("said")), "");
}

TEST(Generate, BashCompletesCommandsOptionsAndValues) {
  EXPECT_EQ(offered("normscope comp", 1), "compute\ncompare\n");
  EXPECT_EQ(offered("normscope x", 1), "x.npy\n");
  EXPECT_EQ(offered("normscope compute --ver", 2), "--verify\n");
  EXPECT_EQ(offered("normscope compute x.npy --norm gr", 4), "group\n");
  EXPECT_EQ(offered("normscope compute --weight x", 3), "x.npy\n");
  EXPECT_EQ(offered("normscope plot --kind hist", 3), "histogram-x\nhistogram-y\n");
  EXPECT_EQ(offered("normscope figure --theme ''", 3), "light\ndark\n");
  EXPECT_EQ(offered("normscope help num", 2), "numbers\n");
  EXPECT_EQ(offered("normscope --lay", 1), "--layout\n");
}

TEST(Generate, ZshAndFishTakeTheirScripts) {
  for (const auto& [shell, option] : {std::pair{"zsh", "-n"}, {"fish", "-n"}}) {
    const TemporaryFolder folder;
    const std::string script = folder.fileOf("script", generated(shell));
    EXPECT_THAT(contentsOf(script), HasSubstr("histogram-y"));
    if (std::system(("command -v " + std::string(shell) + " >/dev/null").c_str()) != 0) continue;
    EXPECT_EQ(std::system((std::string(shell) + " " + option + " " + shellWord(script)).c_str()), 0) << shell;
  }
}

TEST(Generate, NothingElse) {
  expectRefusal({"--generate", "tcsh"}, 2,
                "normscope: --generate 'tcsh': it is unknown; give man, bash, zsh or fish");
}

}  // namespace generate_test
}  // namespace normscope
