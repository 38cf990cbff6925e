#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/help/help_topics.h"
#include "core/text/shell_word.h"
#include "tests/cli/documented_commands.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace help_test {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;

const fs::path source = NORMSCOPE_SOURCE;

/// The pages of the help, and the README.
std::vector<std::string> pages() {
  std::vector<std::string> found = {"README.md"};
  for (const auto& entry : fs::directory_iterator(source / "resources" / "help"))
    found.push_back("resources/help/" + entry.path().filename().string());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(HelpCommand, ListsEveryPage) {
  const std::string text = runNormscope({"help"}).out;
  const ordered_json json = ordered_json::parse(runNormscope({"help", "--json"}).out);
  EXPECT_EQ(json["topics"].size() + 1, pages().size());
  EXPECT_EQ(linesOf(text).size() + 1, pages().size());
  for (const ordered_json& topic : json["topics"]) {
    EXPECT_FALSE(topic["title"].get<std::string>().empty()) << topic["name"];
    EXPECT_THAT(text, HasSubstr(topic["name"].get<std::string>() + " "));
    EXPECT_THAT(text, HasSubstr(topic["title"].get<std::string>() + "\n"));
  }
}

TEST(HelpCommand, PrintsAPageWithoutMarks) {
  const CommandResult page = runNormscope({"help", "numbers"});
  EXPECT_EQ(page.status, 0) << page.err;
  EXPECT_THAT(page.out, testing::StartsWith("How far to trust the numbers\n============================\n"));
  EXPECT_THAT(runNormscope({"help", "files"}).out, HasSubstr("\nx.npy  "));
  const ordered_json json = ordered_json::parse(runNormscope({"help", "numbers", "--json"}).out);
  EXPECT_EQ(json["markdown"], contentsOf(source / "resources" / "help" / "numbers.md"));
}

TEST(HelpCommand, ThePageOfCommandsHasEachOfThem) {
  const std::string page = contentsOf(source / "resources" / "help" / "commands.md");
  const std::string overview = runNormscope({"--help"}).out;
  const std::size_t begin = overview.find("Commands:\n");
  int count = 0;
  for (const std::string& line : linesOf(overview.substr(begin, overview.find("\n\n", begin) - begin))) {
    if (!line.starts_with("  ")) continue;
    ++count;
    EXPECT_THAT(page, HasSubstr("\n    normscope " + line.substr(2, line.find(' ', 2) - 2) + " "));
  }
  EXPECT_GT(count, 10);
}

TEST(HelpCommand, ATopicThatIsNoneIsRefusedWithTheList) {
  std::string names;
  for (const HelpTopic& topic : helpTopics()) {
    if (!names.empty()) names += &topic == &helpTopics().back() ? " or " : ", ";
    names += topic.name;
  }
  expectRefusal({"help", "nothing"}, 2, "normscope: help 'nothing': there is no such topic; use " + names);
}

TEST(HelpCommand, TakesTheOnlyTopicThatBeginsSo) {
  EXPECT_EQ(findHelpTopic("run").name, "runs");
  EXPECT_EQ(runNormscope({"help", "checkp"}).out, runNormscope({"help", "checkpoints"}).out);
  std::string names;
  for (const HelpTopic& topic : helpTopics()) {
    if (!names.empty()) names += &topic == &helpTopics().back() ? " or " : ", ";
    names += topic.name;
  }
  expectRefusal({"help", "com"}, 2, "normscope: help 'com': there is no such topic; use " + names);
}

TEST(DocumentedCommands, AreTakenFromCodeBlocks) {
  const auto commands = documentedCommands(
      "text\n\n    $ one\n    a\n\n    b\n    $ two\n\nmore\n\n    not run\n\n$ no code\n");
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].command, "one");
  EXPECT_THAT(commands[0].expected, ElementsAre("a", "", "b"));
  EXPECT_EQ(commands[1].command, "two");
  EXPECT_THAT(commands[1].expected, ElementsAre());
}

TEST(DocumentedCommands, DotsStandForAnyLines) {
  EXPECT_TRUE(fits({"a", "b", "c"}, {"a", "...", "c"}));
  EXPECT_TRUE(fits({"a", "c"}, {"a", "...", "c"}));
  EXPECT_TRUE(fits({"a", "c", "c"}, {"...", "c"}));
  EXPECT_FALSE(fits({"a", "b"}, {"a"}));
  EXPECT_FALSE(fits({"a"}, {"a", "b"}));
  EXPECT_FALSE(fits({"a", "b", "c"}, {"a", "...", "b"}));
}

TEST(DocumentedCommands, WhatShouldBeRunIsSeen) {
  EXPECT_THAT(
      commandsThatAreNotRun("    normscope help files\n    normscope list FILE\n    $ normscope help\n"),
      ElementsAre("normscope help files"));
}

/// The commands of one page, in their order, in a folder of its own.
class HelpPage : public testing::TestWithParam<std::string> {
 protected:
  std::string markdown() const { return contentsOf(source / GetParam()); }

  /// What a shell prints on both of its outputs.
  std::string printed(const std::string& command) const {
    const fs::path program = NORMSCOPE_PROGRAM;
    const std::string script = "cd " + shellWord(folder_.file("")) +
                               " && PATH=" + shellWord(program.parent_path().string()) + ":$PATH && { " +
                               command + "\n} >" + shellWord(output_.file("out")) + " 2>&1";
    EXPECT_EQ(std::system(script.c_str()), 0) << command;
    return contentsOf(output_.file("out"));
  }

 private:
  TemporaryFolder folder_, output_;
};

TEST_P(HelpPage, PrintsWhatItSays) {
  for (const DocumentedCommand& documented : documentedCommands(markdown())) {
    const std::string out = printed(documented.command);
    EXPECT_TRUE(fits(linesOf(out), documented.expected)) << "$ " << documented.command << "\n" << out;
  }
}

TEST_P(HelpPage, HasNoCommandThatIsNotRun) {
  EXPECT_THAT(commandsThatAreNotRun(markdown()), ElementsAre());
}

/// Links to pages of the help, and from the README to files, lead somewhere.
TEST_P(HelpPage, LinksToWhatIsThere) {
  const std::string text = markdown();
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
    const std::string target = text.substr(at + 2, text.find(')', at) - at - 2);
    if (target.starts_with("http")) continue;
    EXPECT_TRUE(fs::exists((source / GetParam()).parent_path() / target)) << target;
  }
}

INSTANTIATE_TEST_SUITE_P(Help, HelpPage, testing::ValuesIn(pages()),
                         [](const auto& page) { return fs::path(page.param).stem().string(); });

}  // namespace help_test
}  // namespace normscope
