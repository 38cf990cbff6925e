#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/run_command.h"

namespace normscope {
namespace figure_scene_test {

using nlohmann::ordered_json;

class FigureScene : public ::testing::Test {
 protected:
  /// Draws; gives the bytes of the file.
  std::string drawn(std::vector<std::string> options, const std::string& name) {
    options.insert(options.begin(), {"figure", "-o", folder.file(name)});
    const CommandResult result = runNormscope(options);
    EXPECT_EQ(result.status, 0) << result.err;
    return contentsOf(folder.file(name));
  }

  TemporaryFolder folder;
  const std::vector<std::string> command = {
      "--shape",  "4,6,4,4", "--norm", "batch",  "--norm",  "group:groups=2", "--select", "1,2,3,0",
      "--layout", "NCTW",    "--show", "values", "--theme", "dark",           "--width",  "60"};
};

TEST_F(FigureScene, DrawsAnExportedFigureAgainFromEveryFormat) {
  for (const std::string format : {"a.svg", "a.pdf", "a.png"}) {
    drawn(command, format);
    for (const std::string again : {"b.svg", "b.png"})
      EXPECT_EQ(drawn({"--scene", folder.file(format)}, again), drawn(command, "direct" + again.substr(1)))
          << format << again;
  }
}

TEST_F(FigureScene, OptionsChangeTheScene) {
  drawn(command, "a.pdf");
  std::vector<std::string> changed = command;
  changed[7] = "0,0,0,0";
  EXPECT_EQ(drawn({"--scene", folder.file("a.pdf"), "--select", "0,0,0,0"}, "b.svg"),
            drawn(changed, "c.svg"));
  const std::string plain = drawn({"--scene", folder.file("a.pdf")}, "b.svg");
  for (const std::vector<std::string>& option : {std::vector<std::string>{"--norm", "layer"},
                                                 {"--shape", "2,6,4,4"},
                                                 {"--layout", "NCHW"},
                                                 {"--show", "set"},
                                                 {"--theme", "light"},
                                                 {"--width", "80"},
                                                 {"--text", "outlines"},
                                                 {"--text", "embedded"},
                                                 {"--background", "transparent"}}) {
    std::vector<std::string> options = {"--scene", folder.file("a.pdf")};
    options.insert(options.end(), option.begin(), option.end());
    EXPECT_NE(drawn(options, "b.svg"), plain) << option[0] << option[1];
  }
}

TEST_F(FigureScene, DrawsTheCubeOfAPlot) {
  const CommandResult plot = runNormscope({"plot", "normal:4,6,2,2", "--norm", "group:groups=3", "--kind",
                                           "statistics", "--select", "1,2,0,0", "--text", "outlines",
                                           "--background", "transparent", "-o", folder.file("p.svg")});
  ASSERT_EQ(plot.status, 0) << plot.err;
  EXPECT_EQ(contentsOf(folder.file("p.svg")).find("<text"), std::string::npos);
  EXPECT_EQ(drawn({"--scene", folder.file("p.svg")}, "a.svg"),
            drawn({"--shape", "4,6,2,2", "--norm", "group:groups=3", "--select", "1,2,0,0"}, "b.svg"));
}

TEST_F(FigureScene, NeedsNoTensorUnlessItShowsValues) {
  const std::string scene = folder.fileOf(
      "f.normscope",
      R"({"normscope":"scene","version":1,"source":"gone.npy","layout":"NC","shape":[4,6],"norms":["batch"]})");
  drawn({"--scene", scene}, "f.svg");
  expectRefusal({"figure", "--scene", scene, "--show", "values", "-o", folder.file("g.svg")}, 1,
                "normscope: gone.npy: there is no such file; give a path, sample:NAME or a generated tensor "
                "such as normal:20,6,10,10");
  runNormscope({"samples", "--write", "normal", "-o", folder.file("gone.npy")});
  expectRefusal({"figure", "--scene", scene, "--show", "values", "-o", folder.file("g.svg")}, 2,
                "normscope: " + folder.file("gone.npy") +
                    ": its shape [20, 6, 10, 10] is not that of the scene, [4, 6]; put the "
                    "tensor of the scene there, or draw it with --show set");
}

TEST_F(FigureScene, RefusesWhatIsNoSceneInOneLine) {
  const std::string out = folder.file("g.svg");
  const auto refuses = [&](const std::string& path, const std::string& reason) {
    expectRefusal({"figure", "--scene", path, "-o", out}, 1, "normscope: " + path + ": " + reason);
  };
  const std::string give = "; give a figure that Normscope exported, or a session";
  refuses(folder.file("missing"), "there is no such file" + give);
  refuses(folder.fileOf("x.npy", "\x93NUMPY"), "it is no scene of Normscope" + give);
  refuses(folder.fileOf("x.json", "{"),
          "it is not well-formed JSON from byte 2 on; correct it or save it again with Normscope");
  refuses(folder.fileOf("x.png", "\x89PNG\r\n\x1a\nbroken"),
          "this PNG carries no scene of Normscope; open a picture as Normscope exported it, or a tensor "
          "(.npy)");
  expectRefusal({"figure", "-o", out}, 2, "normscope: --shape: it is missing; see 'normscope figure --help'");
  expectRefusal({"figure", "--shape", "2,2", "-o", out}, 2,
                "normscope: --norm: it is missing; see 'normscope figure --help'");
  expectRefusal({"figure", "--shape", "2,2", "--norm", "batch", "--text", "paths", "-o", out}, 2,
                "normscope: --text 'paths': it is unknown; give named, embedded or outlines");
  expectRefusal({"figure", "--shape", "2,2", "--norm", "batch", "--background", "none", "-o", out}, 2,
                "normscope: --background 'none': it is unknown; give theme or transparent");
  EXPECT_FALSE(std::filesystem::exists(out));
}

}  // namespace figure_scene_test
}  // namespace normscope
