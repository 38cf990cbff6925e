#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/run_command.h"

namespace normscope {
namespace plot_test {

using nlohmann::ordered_json;
using testing::StartsWith;

std::string contentOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> plotOf(const std::string& kind, const std::string& output) {
  const std::string norm = kind == "running" ? "batch" : "group:groups=2";
  return {"plot",     "ramp:2,4,2", "--layout", "NCL", "--norm", norm,
          "--device", "reference",  "--kind",   kind,  "-o",     output};
}

TEST(PlotCommand, WritesEveryKindAndFormatWithoutADisplay) {
  const TemporaryFolder folder;
  for (const std::string kind : {"statistics", "histogram-x", "histogram-y", "running"}) {
    for (const auto& [name, start] :
         {std::pair<std::string, std::string>{"p.svg", "<?xml"}, {"p.pdf", "%PDF"}, {"p.png", "\x89PNG"}}) {
      const CommandResult result =
          runNormscope(plotOf(kind, folder.file(name)), {"DISPLAY=", "WAYLAND_DISPLAY=", "XDG_RUNTIME_DIR="});
      EXPECT_EQ(result.err, "") << kind << name;
      EXPECT_EQ(result.status, 0) << kind << name;
      EXPECT_THAT(contentOf(folder.file(name)), StartsWith(start)) << kind << name;
    }
  }
}

TEST(PlotCommand, CsvHoldsTheStatistics) {
  const TemporaryFolder folder;
  ASSERT_EQ(runNormscope(plotOf("statistics", folder.file("p.csv"))).status, 0);
  const std::string csv = contentOf(folder.file("p.csv"));
  EXPECT_THAT(csv, StartsWith("set,sample,group,mean,variance,std\n0,0,0,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 5);
}

TEST(PlotCommand, OptionsChangeThePictureAndNothingElseDoes) {
  const TemporaryFolder folder;
  const auto drawn = [&](const std::vector<std::string>& options) {
    std::vector<std::string> arguments = plotOf("statistics", folder.file("p.svg"));
    arguments.insert(arguments.end(), options.begin(), options.end());
    EXPECT_EQ(runNormscope(arguments).status, 0);
    return contentOf(folder.file("p.svg"));
  };
  const std::string plain = drawn({});
  EXPECT_EQ(drawn({"--select", "0,0,0", "--theme", "light", "--width", "100"}), plain);
  EXPECT_NE(drawn({"--select", "1,3,0"}), plain);
  EXPECT_NE(drawn({"--theme", "dark"}), plain);
  EXPECT_NE(drawn({"--width", "80"}), plain);
}

TEST(PlotCommand, JsonTellsWhatWasDrawn) {
  const TemporaryFolder folder;
  std::vector<std::string> arguments = plotOf("statistics", folder.file("p.svg"));
  arguments.insert(arguments.end(), {"--json", "--select", "1,0,0"});
  const ordered_json json = ordered_json::parse(runNormscope(arguments).out);
  EXPECT_EQ(json["output"], folder.file("p.svg"));
  EXPECT_EQ(json["kind"], "statistics");
  EXPECT_EQ(json["spec"], "group:groups=2");
  EXPECT_EQ(json["sets"], 4);
  EXPECT_EQ(json["selected_set"], 2);
  EXPECT_EQ(json["message"], nullptr);
}

TEST(PlotCommand, SeveralNormsStandInOnePlot) {
  const TemporaryFolder folder;
  std::vector<std::string> arguments = plotOf("statistics", folder.file("p.csv"));
  arguments.insert(arguments.end(), {"--norm", "batch", "--json"});
  const ordered_json json = ordered_json::parse(runNormscope(arguments).out);
  ASSERT_EQ(json["norms"].size(), 2U);
  EXPECT_EQ(json["norms"][0]["spec"], "group:groups=2");
  EXPECT_EQ(json["norms"][1]["spec"], "batch");
  EXPECT_EQ(json["norms"][1]["sets"], 4);
  EXPECT_FALSE(json.contains("spec"));
  const std::string csv = contentOf(folder.file("p.csv"));
  EXPECT_THAT(csv, StartsWith("norm,set,sample,group,channel,mean,variance,std\ngroup:groups=2,0,0,0,,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 9);
  arguments = plotOf("histogram-y", folder.file("y.csv"));
  arguments.insert(arguments.end(), {"--norm", "layer"});
  ASSERT_EQ(runNormscope(arguments).status, 0);
  EXPECT_THAT(contentOf(folder.file("y.csv")),
              StartsWith("norm,bin_start,bin_end,tensor_count,tensor_density\ngroup:groups=2,"));
  arguments = plotOf("histogram-y", folder.file("y.svg"));
  arguments.insert(arguments.end(), {"--norm", "layer"});
  ASSERT_EQ(runNormscope(arguments).status, 0);
  EXPECT_THAT(contentOf(folder.file("y.svg")), testing::HasSubstr(">layer</text>"));
}

TEST(PlotCommand, CaptionsCanBeLeftOut) {
  const TemporaryFolder folder;
  std::vector<std::string> arguments = plotOf("statistics", folder.file("p.svg"));
  arguments.insert(arguments.end(), {"--captions", "off"});
  ASSERT_EQ(runNormscope(arguments).status, 0);
  EXPECT_THAT(contentOf(folder.file("p.svg")), testing::Not(testing::HasSubstr("of each set</text>")));
}

TEST(PlotCommand, RunningStatisticsAreOfNormsThatKeepSome) {
  const TemporaryFolder folder;
  const auto refuses = [&](const std::string& norm, const std::string& line) {
    std::vector<std::string> arguments = plotOf("running", folder.file("p.svg"));
    *std::find(arguments.begin(), arguments.end(), "batch") = norm;
    expectRefusal(arguments, 2, "normscope: plot 'running': " + line);
    EXPECT_TRUE(folder.entries().empty()) << line;
  };
  refuses(
      "group:groups=2",
      "Group Norm keeps no running statistics; use a norm that does, such as batch, or plot another kind");
  refuses(
      "instance",
      "Instance Norm keeps no running statistics; give it --running-mean and --running-var, or plot another "
      "kind");
}

TEST(PlotCommand, RefusalsLeaveNoFile) {
  const TemporaryFolder folder;
  const auto refuses = [&](const std::string& kind, const std::string& name,
                           const std::vector<std::string>& options, const std::string& line) {
    std::vector<std::string> arguments = plotOf(kind, folder.file(name));
    arguments.insert(arguments.end(), options.begin(), options.end());
    expectRefusal(arguments, 2, "normscope: " + line);
    EXPECT_TRUE(folder.entries().empty()) << line;
  };
  refuses(
      "pie", "p.svg", {},
      "plot 'pie': there is no such kind; use statistics, histogram-x, histogram-y, running or parameters");
  refuses("running", "p.gif", {},
          folder.file("p.gif") + ": its ending says no format; use .svg, .pdf, .png, .tikz or .csv");
  refuses(
      "running", "p.svg", {"--norm", "batch"},
      "plot 'running': it is of one norm, and --norm is given more than once; give one, or plot statistics "
      "or histogram-y");
  refuses("statistics", "p.svg", {"--norm", "batch", "--norm", "batch", "--norm", "batch", "--norm", "batch"},
          "--norm: it is given 5 times; give up to 4");
  refuses("statistics", "p.svg", {"--captions", "no"}, "--captions 'no': it is unknown; give on or off");
  refuses("running", "p.svg", {"--theme", "blue"}, "--theme 'blue': it is unknown; give light or dark");
  refuses("running", "p.svg", {"--width", "39"},
          "--width '39': it is not a number from 40 to 1000; give millimetres, such as 100");
  refuses("running", "p.svg", {"--select", "2,0,0"},
          "element [2, 0, 0]: position 2 is outside axis N of 2; count positions from 0");
}

}  // namespace plot_test
}  // namespace normscope
