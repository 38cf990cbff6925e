#include <gtest/gtest.h>

#include "tests/cli/run_command.h"

namespace normscope {
namespace arguments_test {

const std::string commandList =
    "compute, compare, explain, match, figure, plot, report, lab, list, layers, check, "
    "python, case, samples, devices or help";

TEST(Arguments, WhatIsNoCommandIsRefusedWithTheListOfCommands) {
  expectRefusal({"frobnicate", "x"}, 2,
                "normscope: 'frobnicate': it is neither a command nor a file; use " + commandList);
  expectRefusal({""}, 2, "normscope: '': it is neither a command nor a file; use " + commandList);
  expectRefusal({"--foo"}, 2, "normscope: --foo: it is not an option of normscope; see 'normscope --help'");
}

TEST(Arguments, WhatWasMistypedIsNamed) {
  expectRefusal({"comptue", "x"}, 2,
                "normscope: 'comptue': it is neither a command nor a file; use compute, or see 'normscope "
                "--help'");
  expectRefusal({"compute", "sample:normal", "--norm", "batch", "--devcie=auto"}, 2,
                "normscope: --devcie=auto: it is not an option of normscope compute; use --device, or see "
                "'normscope compute --help'");
}

TEST(Arguments, WhatWasMistypedIsNotSaidToBeMissing) {
  expectRefusal({"compute", "sample:normal", "--nrom", "batch"}, 2,
                "normscope: --nrom: it is not an option of normscope compute; use --norm, or see 'normscope "
                "compute --help'");
}

TEST(Arguments, TheWindowNeedsADisplay) {
  const CommandResult result = runNormscope({}, {"DISPLAY=", "WAYLAND_DISPLAY=", "QT_QPA_PLATFORM="});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(
      result.err,
      "normscope: window: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); start it in a "
      "desktop session, or use a subcommand: normscope --help\n");
}

/// Where Qt would abort, with several lines.
TEST(Arguments, ADisplayThatCannotBeReachedIsSaidInOneLine) {
  const auto refusal = [](const std::string& complaint) {
    return "normscope: window: it cannot be opened (" + complaint +
           "); start it in a desktop session, or use a subcommand: normscope --help\n";
  };
  const CommandResult away = runNormscope({}, {"DISPLAY=:7777", "WAYLAND_DISPLAY=", "QT_QPA_PLATFORM="});
  EXPECT_EQ(away.status, 1);
  EXPECT_EQ(away.err, refusal("could not connect to display :7777"));
  const CommandResult unknown = runNormscope({}, {"QT_QPA_PLATFORM=nowhere"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_EQ(unknown.err, refusal("Could not find the Qt platform plugin \"nowhere\" in \"\""));
}

TEST(Arguments, AnErrorStaysOneLineWhateverItQuotes) {
  expectRefusal({"a\nb\x1b[31m"}, 2,
                "normscope: 'a\\nb\\x1b[31m': it is neither a command nor a file; use " + commandList);
}

TEST(Arguments, TheParsersOwnRefusalsAreOneLine) {
  const std::string advice = "; see 'normscope explain --help'";
  expectRefusal({"explain"}, 2, "normscope: --shape: it is missing" + advice);
  expectRefusal({"explain", "--shape", "1,2"}, 2, "normscope: --norm: it is missing" + advice);
  expectRefusal({"explain", "--shape"}, 2, "normscope: --shape: its value is missing" + advice);
  expectRefusal({"explain", "--shape", "--norm", "batch"}, 2,
                "normscope: --shape: its value is missing" + advice);
  expectRefusal({"explain", "--shape=", "--norm", "batch"}, 2,
                "normscope: --shape: its value is missing" + advice);
  expectRefusal({"explain", "--shape", "1,2", "--norm", "batch", "extra"}, 2,
                "normscope: 'extra': it is one argument too many" + advice);
  expectRefusal({"explain", "--shape", "1,2", "--norm", "batch", "--bad"}, 2,
                "normscope: --bad: it is not an option of normscope explain" + advice);
  expectRefusal({"explain", "--shape", "1,2", "--norm", "batch", "--norm", "layer"}, 2,
                "normscope: --norm: it is given more than once; give it once");
  expectRefusal({"explain", "--shape", "1,2", "--norm", "batch", "--json=yes"}, 2,
                "normscope: --json: it takes no value; write it alone");
  expectRefusal({"compute", "--norm", "batch"}, 2,
                "normscope: FILE: it is missing; see 'normscope compute --help'");
}

TEST(Arguments, EveryCommandHasHelpWithAnExample) {
  for (const std::string command : {"compute", "explain", "figure", "plot", "report", "samples", "devices"}) {
    const CommandResult result = runNormscope({command, "--help"});
    EXPECT_EQ(result.status, 0) << command;
    EXPECT_EQ(result.err, "") << command;
    EXPECT_NE(result.out.find("Example:\n  normscope " + command), std::string::npos) << result.out;
    EXPECT_NE(result.out.find("--json"), std::string::npos) << result.out;
    EXPECT_NE(runNormscope({"--help"}).out.find("\n  " + command + " "), std::string::npos) << command;
  }
}

TEST(Arguments, HelpIsPrintedWhateverElseIsWrong) {
  EXPECT_EQ(runNormscope({"explain", "--help", "--bad"}).status, 0);
}

TEST(Arguments, VersionIsOneLine) {
  EXPECT_EQ(runNormscope({"--version"}).out.substr(0, 10), "normscope ");
  EXPECT_EQ(runNormscope({"--version"}).status, 0);
}

}  // namespace arguments_test
}  // namespace normscope
