#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/run_command.h"

namespace normscope {
namespace figure_test {

using nlohmann::ordered_json;

std::string contentOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(FigureCommand, WritesTheThreeFormatsWithoutADisplay) {
  const TemporaryFolder folder;
  for (const auto& [name, start] :
       {std::pair<std::string, std::string>{"f.svg", "<?xml"}, {"f.pdf", "%PDF"}, {"f.png", "\x89PNG"}}) {
    const CommandResult result =
        runNormscope({"figure", "--shape", "6,6,6,6", "--norm", "batch", "--norm", "group:groups=2", "-o",
                      folder.file(name)},
                     {"DISPLAY=", "WAYLAND_DISPLAY=", "QT_QPA_PLATFORM=xcb", "XDG_RUNTIME_DIR="});
    EXPECT_EQ(result.err, "") << name;
    EXPECT_EQ(result.status, 0) << name;
    EXPECT_THAT(contentOf(folder.file(name)), testing::StartsWith(start)) << name;
  }
}

TEST(FigureCommand, TheSameCommandGivesTheSameBytesAndOptionsChangeThem) {
  const TemporaryFolder folder;
  const auto drawn = [&](std::vector<std::string> options) {
    options.insert(options.begin(),
                   {"figure", "--shape", "4,6,4,4", "--norm", "group:groups=2", "-o", folder.file("f.svg")});
    EXPECT_EQ(runNormscope(options).status, 0);
    return contentOf(folder.file("f.svg"));
  };
  const std::string plain = drawn({});
  EXPECT_EQ(drawn({}), plain);
  EXPECT_EQ(drawn({"--select", "0,0,0,0", "--show", "set", "--theme", "light", "--width", "80"}), plain);
  EXPECT_NE(drawn({"--select", "1,3,0,0"}), plain);
  EXPECT_NE(drawn({"--show", "sets"}), plain);
  EXPECT_NE(drawn({"--show", "values"}), plain);
  EXPECT_NE(drawn({"--theme", "dark"}), plain);
  EXPECT_NE(drawn({"--width", "120"}), plain);
  EXPECT_NE(drawn({"--layout", "NHWC"}), plain);
  const std::string bare = drawn({"--captions", "off"});
  EXPECT_THAT(plain, testing::HasSubstr("Group Norm"));
  EXPECT_THAT(bare, testing::Not(testing::HasSubstr(">Group Norm")));
}

TEST(FigureCommand, HelpSaysHowToLeaveCaptionsOutAndTheSceneStaysTheSame) {
  EXPECT_THAT(runNormscope({"figure", "--help"}).out, testing::HasSubstr("--captions"));
  const TemporaryFolder folder;
  for (const char* name : {"a.svg", "b.svg"}) {
    std::vector<std::string> options = {"figure", "--shape",        "4,6", "--norm", "batch",
                                        "-o",     folder.file(name)};
    if (name[0] == 'b') options.insert(options.end(), {"--captions", "off"});
    EXPECT_EQ(runNormscope(options).status, 0);
  }
  const auto sceneIn = [&](const char* name) {
    const std::string svg = contentOf(folder.file(name));
    const auto begin = svg.find("<metadata");
    return svg.substr(begin, svg.find("</metadata>") - begin);
  };
  EXPECT_EQ(sceneIn("a.svg"), sceneIn("b.svg"));
}

TEST(FigureCommand, JsonTellsWhatWasDrawn) {
  const TemporaryFolder folder;
  const CommandResult result =
      runNormscope({"figure", "--shape", "6,6,6,6", "--norm", "batch", "--norm", "layer", "-o",
                    folder.file("f.svg"), "--width", "100", "--json"});
  const ordered_json json = ordered_json::parse(result.out);
  EXPECT_EQ(json["output"], folder.file("f.svg"));
  EXPECT_EQ(json["norms"][1], (ordered_json{{"spec", "layer"}, {"sets", 6}, {"elements_per_set", 216}}));
  EXPECT_EQ(json["width_mm"], 100);
}

TEST(FigureCommand, RefusalsLeaveNoFile) {
  const TemporaryFolder folder;
  const std::string path = folder.file("f.svg");
  const auto refuses = [&](std::vector<std::string> options, const std::string& line) {
    options.insert(options.begin(), {"figure", "--shape", "4,6", "--norm", "batch", "-o", path});
    expectRefusal(options, 2, "normscope: " + line);
    EXPECT_TRUE(folder.entries().empty()) << line;
  };
  refuses({"--select", "4,0"}, "element [4, 0]: position 4 is outside axis N of 4; count positions from 0");
  refuses({"--select", "1"}, "element [1]: the shape [4, 6] has 2 axes; give one position per axis");
  refuses(
      {"--select", "a"},
      "--select 'a': 'a' is not a whole number of 0 or more; give whole numbers joined by commas, such as "
      "20,6,10,10");
  refuses({"--show", "all"}, "--show 'all': it is unknown; give set, sets or values");
  refuses({"--theme", "blue"}, "--theme 'blue': it is unknown; give light or dark");
  for (const std::string width : {"0", "-5", "19", "2001", "wide"}) {
    refuses({"--width", width},
            "--width '" + width + "': it is not a number from 20 to 2000; give millimetres, such as 80");
  }
  refuses({"--norm", "group:groups=4"},
          "norm 'group:groups=4' on NC [4, 6]: 4 groups do not divide 6 channels; use groups=1, 2, 3 or 6");
}

TEST(FigureCommand, OtherFormatsAreRefused) {
  const TemporaryFolder folder;
  expectRefusal({"figure", "--shape", "4,6", "--norm", "batch", "-o", folder.file("f.gif")}, 2,
                "normscope: " + folder.file("f.gif") +
                    ": figures are not written as .gif; use .svg, .pdf, .png or .tikz");
  EXPECT_TRUE(folder.entries().empty());
}

}  // namespace figure_test
}  // namespace normscope
