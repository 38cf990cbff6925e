#include <gtest/gtest.h>

#include "core/document/scene_json.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace scene_test {

const char* const again = "; correct it or save it again with Normscope";

Scene everything() {
  Scene scene = sceneOf("/data/x y.npy", Shape(Layout::parse("NCTHW"), {4, 6, 5, 8, 8}),
                        {parseNormSpec("batch"), parseNormSpec("group:groups=3,eps=0.001")});
  scene.sha256 = std::string(64, 'a');
  scene.selection = {1, 2, 3, 4, 5};
  scene.pinned = true;
  scene.show = SceneShow::normalized;
  scene.camera = {-12.5, 60, 2.25};
  scene.reveal = SceneReveal::opened;
  scene.openAlong = SceneAxis::channel;
  scene.unfold = 'T';
  scene.parameters = scene.memory = true;
  scene.theme = "dark";
  scene.widthMm = 120.5;
  return scene;
}

const std::string least =
    R"("normscope":"scene","version":1,"source":"normal:4,6","layout":"NC","shape":[4,6],"norms":["batch"])";

/// The least scene with one more member.
std::string with(const std::string& member) {
  return "{" + least + "," + member + "}";
}

/// The least scene with a part replaced.
std::string replaced(const std::string& part, const std::string& by) {
  std::string text = "{" + least + "}";
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), by);
}

void refuses(const std::string& json, const std::string& reason) {
  expectError([&] { readScene(json, "f.json"); }, Fault::failed, "f.json: " + reason);
}

TEST(SceneJson, ReadsBackWhatItWrites) {
  for (const bool indented : {false, true}) {
    EXPECT_EQ(readScene(toJson(everything(), indented), "f"), everything());
    const Scene plain = sceneOf("sample:normal", Shape(Layout::parse("NCHW"), {20, 6, 10, 10}),
                                {parseNormSpec("layer:over=C")});
    EXPECT_EQ(readScene(toJson(plain, indented), "f"), plain);
  }
}

TEST(SceneJson, IsWhatTheDocumentationShows) {
  Scene scene = sceneOf("normal:8,6,4,4:seed=1", Shape(Layout::parse("NCHW"), {8, 6, 4, 4}),
                        {parseNormSpec("batch"), parseNormSpec("group:groups=2")});
  scene.axes = true;
  EXPECT_EQ(toJson(scene, false),
            R"({"normscope":"scene","version":1,"source":"normal:8,6,4,4:seed=1","layout":"NCHW",)"
            R"("shape":[8,6,4,4],"norms":["batch","group:groups=2"],"selection":[0,0,0,0],"pinned":false,)"
            R"("show":"set","camera":{"yaw":45.0,"pitch":28.0,"zoom":1.0},"reveal":"glass",)"
            R"("open_along":"batch","unfold":null,"overlays":["axes"],)"
            R"("theme":"light"})");
}

/// What version 1 did not have makes it version 2, which is read like the other.
TEST(SceneJson, IsOfTheFirstVersionThatCanSayIt) {
  const std::vector<std::pair<std::string, int>> versions = {{"batch", 1},
                                                             {"rms:eps=1e-12", 1},
                                                             {"l2", 2},
                                                             {"l2:eps=1e-5,eps_at=inside", 2},
                                                             {"batch:eps_at=max", 2}};
  for (const auto& [norm, version] : versions) {
    const Scene scene = sceneOf("normal:4,6", Shape(Layout::parse("NC"), {4, 6}),
                                {parseNormSpec("layer"), parseNormSpec(norm)});
    const std::string text = toJson(scene, false);
    EXPECT_NE(text.find("\"version\":" + std::to_string(version) + ","), std::string::npos) << norm;
    EXPECT_EQ(readScene(text, "f"), scene) << norm;
  }
}

TEST(SceneJson, LeavesOutWhatIsUsual) {
  EXPECT_EQ(readScene("{" + least + "}", "f"),
            sceneOf("normal:4,6", Shape(Layout::parse("NC"), {4, 6}), {parseNormSpec("batch")}));
}

TEST(SceneJson, EmptyTensorsHaveNoSelection) {
  const Scene empty = sceneOf("x.npy", Shape(Layout::parse("NC"), {0, 6}), {parseNormSpec("batch")});
  EXPECT_TRUE(empty.selection.empty());
  EXPECT_EQ(readScene(toJson(empty), "f"), empty);
}

TEST(SceneJson, SourcesThatAreNoPlainTextAreReplaced) {
  Scene scene = everything();
  scene.source = "/data/\xff\n.npy";
  EXPECT_EQ(readScene(toJson(scene), "f").source, "/data/\xef\xbf\xbd\xef\xbf\xbd.npy");
}

TEST(SceneJson, RefusesWhatIsNoJson) {
  refuses("", std::string("it is not well-formed JSON from byte 1 on") + again);
  refuses("{\"normscope\"", std::string("it is not well-formed JSON from byte 13 on") + again);
  refuses("{\"normscope\": \"\xff\"}", std::string("it is not well-formed JSON from byte 16 on") + again);
  refuses(std::string("{}\0", 3), std::string("it is not well-formed JSON from byte 3 on") + again);
  refuses("[1e999]", std::string("it holds a number beyond double precision") + again);
  refuses(std::string(9, '['), std::string("it is nested deeper than 8 levels") + again);
  refuses(std::string((1 << 20) + 1, ' '), std::string("it is larger than 1 MB") + again);
  refuses(with(R"("norms":["layer"])"), "\"norms\" is given twice; give it once");
}

TEST(SceneJson, RefusesOtherKindsAndVersions) {
  for (const char* other : {"[]", "{}", "1", "null", R"({"normscope":"session","version":1})"})
    refuses(other, "it is no scene of Normscope; give one that Normscope saved");
  for (const char* version : {"\"1\"", "1.0", "0", "-1", "null"})
    refuses(replaced("\"version\":1", std::string("\"version\":") + version),
            "\"version\" is not the version of a scene; write 1");
  refuses(replaced("\"version\":1", "\"version\":3"),
          "it is a scene of version 3, and versions up to 2 are read; open it with a newer Normscope");
}

TEST(SceneJson, RefusesUnknownAndMissingKeys) {
  const std::string keys =
      "; use normscope, version, source, sha256, layout, shape, norms, selection, pinned, show, camera, "
      "reveal, open_along, unfold, overlays, theme or width_mm";
  refuses(with(R"("thme":"dark")"), "\"thme\" is unknown" + keys);
  refuses(with(R"("a\nb":1)"), "\"a\\nb\" is unknown" + keys);
  refuses(with('"' + std::string(100, 'k') + "\":1"), '"' + std::string(59, 'k') + "…\" is unknown" + keys);
  refuses(with(R"("camera":{"yaw":1,"pitch":2,"zoom":1,"roll":0})"),
          "\"camera.roll\" is unknown; use yaw, pitch or zoom");
  refuses(with(R"("camera":{"yaw":1,"pitch":2})"), std::string("\"camera.zoom\" is missing") + again);
  for (const std::string key : {"source", "layout", "shape", "norms"})
    refuses(replaced('"' + key + '"', "\"theme\""), '"' + key + "\" is missing" + again);
}

TEST(SceneJson, RefusesValuesOfAnotherTypeOrOutOfRange) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("pinned":1)", "\"pinned\" is not true or false"},
      {R"("show":"all")", "\"show\" is not set, sets, x, x_hat, y or difference"},
      {R"("show":3)", "\"show\" is not set, sets, x, x_hat, y or difference"},
      {R"("reveal":"open")", "\"reveal\" is not glass, opened or closed"},
      {R"("open_along":"N")", "\"open_along\" is not batch, channel or space"},
      {R"("theme":"blue")", "\"theme\" is not light or dark"},
      {R"("width_mm":19.9)", "\"width_mm\" is not a number from 20 to 2000"},
      {R"("width_mm":"80")", "\"width_mm\" is not a number from 20 to 2000"},
      {R"("camera":[45,28,1])", "\"camera\" is not an object"},
      {R"("camera":{"yaw":180.5,"pitch":0,"zoom":1})", "\"camera.yaw\" is not a number from -180 to 180"},
      {R"("camera":{"yaw":0,"pitch":91,"zoom":1})", "\"camera.pitch\" is not a number from -90 to 90"},
      {R"("camera":{"yaw":0,"pitch":0,"zoom":0})", "\"camera.zoom\" is not a number from 0.3 to 8"},
      {R"("unfold":"N")", "\"unfold\" is not a spatial axis of the layout"},
      {R"("unfold":"H")", "\"unfold\" is not a spatial axis of the layout"},
      {R"("unfold":7)", "\"unfold\" is not a text"},
      {R"("overlays":"axes")", "\"overlays\" is not a list"},
      {R"("overlays":["grid"])", "\"overlays\" holds what is not parameters, axes or memory"},
      {R"("overlays":["axes","axes"])", "\"overlays\" holds axes twice"},
      {R"("overlays":["axes","axes","axes","axes"])", "\"overlays\" has more than 3 items"},
      {R"("overlays":[1])", "\"overlays\" is not a list of texts"},
      {R"("selection":[0,-1])", "\"selection\" is not a list of whole numbers of 0 or more"},
      {R"("selection":[0,1.5])", "\"selection\" is not a list of whole numbers of 0 or more"},
      {R"("selection":[0,18446744073709551615])",
       "\"selection\" is not a list of whole numbers of 0 or more"},
      {R"("sha256":"abc")", "\"sha256\" is not 64 small hexadecimal digits"},
      {R"("sha256":")" + std::string(64, 'a') + "\"", "\"sha256\" is only for files"}};
  for (const auto& [member, reason] : cases) refuses(with(member), reason + again);
}

TEST(SceneJson, RefusesSourcesShapesAndNormsThatDoNotFit) {
  const std::string source = R"("source":"normal:4,6")";
  refuses(replaced(source, R"("source":"")"), std::string("\"source\" is empty") + again);
  refuses(replaced(source, R"("source":null)"), std::string("\"source\" is not a text") + again);
  refuses(replaced(source, R"("source":"a\u0000b")"),
          std::string("\"source\" holds a control character") + again);
  refuses(replaced(source, "\"source\":\"" + std::string(4097, 'a') + '"'),
          std::string("\"source\" is longer than 4096 bytes") + again);
  refuses(replaced(source, R"("source":"normal:4,7")"),
          std::string("\"shape\" is not that of \"source\"") + again);
  refuses(replaced(source, R"("source":"sample:normal")"),
          std::string("\"shape\" is not that of \"source\"") + again);
  refuses(replaced("[4,6]", "[4,6,1]"),
          "layout 'NC': it names 2 axes and the shape [4, 6, 1] has 3; give one letter per axis");
  refuses(replaced("\"NC\"", "\"NN\""),
          "layout 'NN': 'N' stands twice; give distinct letters in memory order, such as NCHW, NHWC or BTF");
  refuses(replaced("[\"batch\"]", "[]"), std::string("\"norms\" is empty") + again);
  refuses(replaced("\"batch\"", "\"grp\""),
          "norm 'grp': 'grp' is not a kind of norm; use batch, layer, instance, group, rms, custom or l2");
  refuses(replaced("\"batch\"", "\"group:groups=4\""),
          "norm 'group:groups=4' on NC [4, 6]: 4 groups do not divide 6 channels; use groups=1, 2, 3 or 6");
  refuses(with(R"("selection":[4,0])"),
          "element [4, 0]: position 4 is outside axis N of 4; count positions from 0");
}

const std::string second =
    R"({"normscope":"scene","version":2,"source":"normal:4,6","layout":"NC","shape":[4,6],"norms":["batch"],)";

TEST(SceneJson, HoldsWeightAndBiasFromVersionTwoOn) {
  Scene scene = sceneOf("normal:4,6", Shape(Layout::parse("NC"), {4, 6}), {parseNormSpec("batch")});
  scene.weight = SceneParameter{"m.safetensors::bn.weight", std::string(64, 'b'), {6}};
  scene.bias = SceneParameter{"values:6:1,2,3,4,5,6", std::nullopt, {6}};
  const std::string text = toJson(scene, false);
  EXPECT_NE(text.find(R"("version":2)"), std::string::npos);
  EXPECT_NE(text.find(R"("bias":{"source":"values:6:1,2,3,4,5,6","shape":[6]})"), std::string::npos);
  EXPECT_EQ(readScene(text, "f"), scene);
}

TEST(SceneJson, RefusesWeightsThatAreNone) {
  refuses(with(R"("weight":{"source":"normal:6","shape":[6]})"),
          R"("weight" is unknown; use normscope, version, source, sha256, layout, shape, norms, selection, )"
          R"(pinned, show, camera, reveal, open_along, unfold, overlays, theme or width_mm)");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("weight":"normal:6"})", R"("weight" is not an object)"},
      {R"("weight":{"source":"normal:6","shape":[5]}})", R"("weight.shape" is not that of "source")"},
      {R"("weight":{"source":"w.npy","shape":[-1]}})",
       R"("weight.shape" is not a list of whole numbers of 0 or more)"},
      {R"("bias":{"source":"normal:6","sha256":"x","shape":[6]}})",
       R"("bias.sha256" is not 64 small hexadecimal digits)"},
      {R"("bias":{"shape":[6]}})", R"("bias.source" is missing)"}};
  for (const auto& [member, reason] : cases) refuses(second + member, reason + again);
}

}  // namespace scene_test
}  // namespace normscope
