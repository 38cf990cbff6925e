#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/run_command.h"

namespace normscope {
namespace report_test {

using nlohmann::ordered_json;
using testing::HasSubstr;
using testing::Not;

class ReportCommand : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.file(name); }

  /// A tensor in a file of that name.
  std::string tensor(const std::string& name) {
    runNormscope({"compute", "normal:4,6,5:seed=1", "--norm", "layer", "-o", path(name)});
    return path(name);
  }

  CommandResult report(const std::string& file, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"report",   file,        "--norm", "batch",
                                          "--device", "reference", "-o",     path("r")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runNormscope(arguments, {"DISPLAY=", "WAYLAND_DISPLAY="});
  }

  /// The commands of the page, which hold nothing that is quoted.
  std::vector<std::vector<std::string>> commands() const {
    const std::string page = contentsOf(path("r/index.html"));
    const std::size_t begin = page.rfind("<pre>") + 5;
    std::istringstream lines(page.substr(begin, page.rfind("</pre>") - begin));
    std::vector<std::vector<std::string>> commands;
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      commands.emplace_back();
      for (std::string word; words >> word;) commands.back().push_back(word);
    }
    return commands;
  }

  TemporaryFolder folder_;
};

TEST_F(ReportCommand, IsAFolderAndNoPage) {
  const std::string output = path("r.html");
  expectRefusal({"report", "normal:4,6", "--norm", "batch", "-o", output}, 2,
                "normscope: --output '" + output +
                    "': a report is a folder with index.html in it; give a name without .html");
  EXPECT_TRUE(folder_.entries().empty());
}

TEST_F(ReportCommand, ItsCommandsMakeItsFiles) {
  const std::string x = tensor("x.npy");
  const CommandResult result =
      report(x, {"--weight", "ramp:6:start=2", "--bias", "ramp:6", "--running-mean", "constant:6",
                 "--running-var", "constant:6:value=1", "--num-batches-tracked", "3", "--select", "1,2,3"});
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(result.out, "written " + path("r") +
                            ": figure.svg, statistics.svg, statistics.csv, histogram-x.svg, histogram-x.csv, "
                            "histogram-y.svg, histogram-y.csv, running.svg, running.csv, index.html\n");
  EXPECT_EQ(folder_.entries(), (std::vector<std::string>{"r", "x.npy"}));
  std::size_t repeated = 0;
  for (std::vector<std::string> command : commands()) {
    ASSERT_GT(command.size(), 2);
    EXPECT_EQ(command.front(), "normscope");
    command.erase(command.begin());
    const std::string name = command.back();
    if (command.front() == "figure" || command.front() == "plot") {
      command.back() = path(name);
      EXPECT_EQ(runNormscope(command).err, "");
      EXPECT_EQ(contentsOf(path(name)), contentsOf(path("r/" + name))) << name;
      ++repeated;
    } else {
      EXPECT_EQ(runNormscope(command).status, 0) << command.front();
    }
  }
  EXPECT_EQ(repeated, 9);
  EXPECT_EQ(commands().size(), 11);
}

TEST_F(ReportCommand, ThePageNeedsNothingElse) {
  report(tensor("a<b>&.npy"));
  const std::string page = contentsOf(path("r/index.html"));
  EXPECT_THAT(page, HasSubstr("<title>batch on " + path("a&lt;b&gt;&amp;.npy") + "</title>"));
  EXPECT_THAT(page, Not(HasSubstr("a<b>")));
  EXPECT_THAT(page, Not(HasSubstr("http")));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  std::size_t pictures = 0;
  for (std::size_t at = page.find("src=\""); at != std::string::npos; at = page.find("src=\"", at + 1)) {
    EXPECT_EQ(page.substr(at, 31), "src=\"data:image/svg+xml;base64,");
    ++pictures;
  }
  EXPECT_EQ(pictures, 5);
  EXPECT_THAT(page, HasSubstr("verified    by no other engine: the reference computed y, "));
  EXPECT_THAT(page, HasSubstr("<tr><th>set</th><th>channel</th><th>mean</th>"));
  EXPECT_THAT(page, HasSubstr("All 6 sets; they are in statistics.csv, too."));
}

TEST_F(ReportCommand, OfManySetsThePageHoldsTheFirst) {
  runNormscope({"report", "normal:60,4", "--norm", "layer", "-o", path("r")});
  EXPECT_THAT(contentsOf(path("r/index.html")),
              HasSubstr("The first 50 of 60 sets; all are in statistics.csv."));
  EXPECT_FALSE(std::filesystem::exists(path("r/running.svg")));
}

TEST_F(ReportCommand, JsonHoldsTheNumbersAndTheFiles) {
  const ordered_json json = ordered_json::parse(report("normal:4,6,5", {"--json"}).out);
  EXPECT_EQ(json["output"], path("r"));
  EXPECT_EQ(json["files"].size(), 10);
  EXPECT_EQ(json["spec"], "batch");
  EXPECT_LT(json["verify"]["max_abs"], 1e-6);
}

TEST_F(ReportCommand, ReplacesAReportAndNothingElse) {
  report("normal:4,6,5");
  runNormscope({"report", "normal:60,4", "--norm", "layer", "-o", path("r")});
  EXPECT_FALSE(std::filesystem::exists(path("r/running.svg")));  // of the first one
  const std::string csv = path("r/statistics.csv");
  expectRefusal({"report", csv, "--norm", "layer", "-o", path("r")}, 2,
                "normscope: --output '" + csv + "': it is the file that is read as FILE; give another name");
  folder_.fileOf("r/thesis.tex", "years");
  expectRefusal(
      {"report", "normal:4,6,5", "--norm", "layer", "-o", path("r")}, 1,
      "normscope: " + path("r") +
          ": it holds 'thesis.tex', which would be lost with the folder; give a folder that is empty "
          "or not there");
  expectRefusal({"report", "normal:4,6,5", "--norm", "layer", "--select", "9,0,0", "-o", path("s")}, 2,
                "normscope: element [9, 0, 0]: position 9 is outside axis N of 4; count positions from 0");
  EXPECT_EQ(folder_.entries(), std::vector<std::string>{"r"});
}

}  // namespace report_test
}  // namespace normscope
