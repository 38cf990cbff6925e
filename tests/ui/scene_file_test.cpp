#include "ui/draw/scene/scene_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QBuffer>
#include <QImage>

#include "core/document/scene_json.h"
#include "core/io/npy.h"
#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"
#include "ui/draw/figure/scene_figure.h"
#include "ui/draw/scene/scene_metadata.h"

namespace normscope {
namespace scene_file_test {

using testing::HasSubstr;
using testing::Not;

class SceneFile : public ::testing::Test {
 protected:
  SceneFile() {
    scene = sceneOf("normal:4,6,4,4:seed=3", Shape(Layout::parse("NCHW"), {4, 6, 4, 4}),
                    {parseNormSpec("batch"), parseNormSpec("group:groups=2")});
    scene.selection = {1, 2, 3, 0};
    scene.camera = {30, 40, 2};
    scene.theme = "dark";
    scene.widthMm = 40;
  }

  std::string exported(const std::string& name, PictureText text = PictureText::named) {
    writeFigure(figureOf(scene), folder.file(name), {text, false, toJson(scene, false)});
    return folder.file(name);
  }

  /// Reads a file of these bytes; whatever they are, a refusal is one line.
  std::optional<Scene> sceneOfBytes(const std::string& bytes) {
    std::filesystem::remove(folder.file("damaged"));  // what is written over waits for the disk
    try {
      return sceneIn(folder.fileOf("damaged", bytes));
    } catch (const Error& error) {
      const std::string line = error.what();
      EXPECT_EQ(line.find('\n'), std::string::npos) << line;
      EXPECT_TRUE(line.starts_with(folder.file("damaged") + ": ")) << line;
      return std::nullopt;
    }
  }

  TemporaryFolder folder;
  Scene scene;
};

TEST_F(SceneFile, EveryFormatCarriesTheSceneWhateverItsName) {
  for (const char* name : {"f.svg", "f.pdf", "f.png", "f.tikz"}) {
    for (const auto text : {PictureText::named, PictureText::embedded, PictureText::outlines}) {
      std::filesystem::rename(exported(name, text), folder.file("f.txt"));
      EXPECT_EQ(sceneIn(folder.file("f.txt")), scene) << name;
    }
  }
  EXPECT_EQ(sceneIn(folder.fileOf("scene", toJson(scene))), scene);
  EXPECT_EQ(sceneIn(folder.fileOf("session", toJson(SavedSession{scene, 1, {}, {}}))), scene);
}

TEST_F(SceneFile, TextThatXmlCannotHoldAsItIsComesBack) {
  scene.source = "a <b> & \"c\" ]]> é.npy";
  for (const char* name : {"f.svg", "f.pdf", "f.png", "f.tikz"})
    EXPECT_EQ(sceneIn(exported(name)), scene) << name;
}

TEST_F(SceneFile, TheSceneThatWasExportedDrawsTheSameBytes) {
  for (const char* name : {"f.svg", "f.png", "f.tikz"}) {
    const std::string before = contentsOf(exported(name));
    scene = *sceneIn(folder.file(name));
    EXPECT_EQ(contentsOf(exported(name)), before);
  }
}

TEST_F(SceneFile, ToolsMayRewriteTheMetadata) {
  QBuffer xml;
  xml.setData(QByteArray("<?xml version='1.0'?><r:RDF xmlns:r='x'><r:Description xmlns:n='") +
              sceneNamespace + "' n:scene='" +
              QString::fromStdString(toJson(scene, false)).toHtmlEscaped().toUtf8() + "'/></r:RDF>");
  xml.open(QIODevice::ReadOnly);
  EXPECT_EQ(readScene(sceneTextInXml(xml).value_or(""), "f"), scene);
}

TEST_F(SceneFile, WhatIsNoSceneIsLeftToOthers) {
  for (const std::string& bytes : {std::string("\x93NUMPY\x01"), std::string(), std::string("hello"),
                                   std::string("\x80\x04K\x01."), std::string("x\0y", 3)})
    EXPECT_EQ(sceneIn(folder.fileOf("x", bytes)), std::nullopt);
  EXPECT_EQ(sceneIn(folder.file("missing")), std::nullopt);
  EXPECT_EQ(sceneIn(folder.file("")), std::nullopt);
  EXPECT_EQ(sceneIn("/dev/null"), std::nullopt);
}

TEST_F(SceneFile, PicturesWithoutASceneAreRefused) {
  const std::string advice = "; open a picture as Normscope exported it, or a tensor (.npy)";
  const auto refuses = [&](const std::string& bytes, const std::string& reason) {
    const std::string path = folder.fileOf("f", bytes);
    expectError([&] { sceneIn(path); }, Fault::failed, path + ": " + reason);
  };
  refuses("<svg xmlns='http://www.w3.org/2000/svg'/>", "this SVG carries no scene of Normscope" + advice);
  refuses("% Drawn by Normscope. In LaTeX:\n\\begin{tikzpicture}\n",
          "this TikZ picture carries no scene of Normscope" + advice);
  refuses("%PDF-1.4\n", "this PDF carries no scene of Normscope" + advice);
  QBuffer png;
  QImage(2, 2, QImage::Format_RGB32).save(&png, "PNG");
  refuses(png.data().toStdString(), "this PNG carries no scene of Normscope" + advice);
  refuses("  {\"a\": 1}", "it is no session of Normscope; give one that Normscope saved");
  const std::string large = folder.fileOf("large", "%PDF-1.4\n");
  std::filesystem::resize_file(large, (std::size_t{64} << 20) + 1);
  expectError(
      [&] { sceneIn(large); }, Fault::failed,
      large + ": it is larger than 64 MB, more than any picture of Normscope; open the original file");
}

TEST_F(SceneFile, EveryTruncationGivesTheSceneOrOneLine) {
  scene.widthMm = 20;
  scene.norms.resize(1);
  for (const char* name : {"f.svg", "f.pdf", "f.png", "f.tikz", "f.json"}) {
    const std::string whole = name == std::string("f.json") ? toJson(scene) : contentsOf(exported(name));
    const std::size_t step = std::max<std::size_t>(1, whole.size() / 500);
    for (std::size_t length = 0; length < whole.size(); length += length < 2000 ? 1 : step) {
      const auto read = sceneOfBytes(whole.substr(0, length));
      EXPECT_TRUE(!read || *read == scene) << name << " cut after " << length;
    }
  }
}

/// Qt's qUncompress() has a line of its own for that.
TEST_F(SceneFile, ADamagedPngSaysNothingOnStandardError) {
  std::string bytes = contentsOf(exported("f.png"));
  const std::size_t stream = bytes.find("zTXt");
  ASSERT_NE(stream, std::string::npos);
  for (std::size_t at = stream + 24; at < stream + 60; ++at) bytes[at] = 'x';
  testing::internal::CaptureStderr();
  EXPECT_FALSE(sceneOfBytes(bytes));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(SceneFile, EveryChangedByteGivesASceneOrOneLine) {
  scene.widthMm = 20;
  scene.norms.resize(1);
  for (const char* name : {"f.svg", "f.pdf", "f.png", "f.tikz", "f.json"}) {
    const std::string whole = name == std::string("f.json") ? toJson(scene) : contentsOf(exported(name));
    const std::size_t step = std::max<std::size_t>(1, whole.size() / 200);
    for (std::size_t at = 0; at < whole.size(); at += at < 1500 ? 1 : step) {
      for (const int flip : {0x01, 0xa0}) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ flip);
        sceneOfBytes(damaged);
      }
    }
  }
}

TEST_F(SceneFile, PicturesTellAFilesNameAndHashOnly) {
  scene.source = folder.fileOf("x.npy", "abc");
  const Scene told = forPicture(scene);
  EXPECT_EQ(told.source, "x.npy");
  EXPECT_EQ(told.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  scene.source = "/nowhere/y.npy";
  EXPECT_EQ(forPicture(scene).sha256, std::nullopt);
  scene.source = "sample:normal";
  EXPECT_EQ(forPicture(scene).source, "sample:normal");
  expectError([&] { sha256Of(folder.file("z")); }, Fault::failed,
              folder.file("z") +
                  ": it cannot be read (No such file or directory); check the file and its "
                  "permissions");
}

TEST_F(SceneFile, AFileIsFoundWhereItWasOrBesideTheScene) {
  EXPECT_EQ(findSource(scene.source, "f.svg"), scene.source);
  const std::string there = folder.fileOf("x.npy", "abc");
  scene.source = there;
  EXPECT_EQ(findSource(scene.source, "/elsewhere/f.svg"), there);
  for (const char* source : {"x.npy", "/nowhere/x.npy"}) {
    scene.source = source;
    EXPECT_EQ(findSource(scene.source, folder.file("f.svg")), there);
    EXPECT_EQ(findSource(scene.source, "/elsewhere/f.svg"), std::nullopt);
  }
}

TEST_F(SceneFile, ATensorInAFileIsFoundWithItsFile) {
  const std::string there = folder.fileOf("m.npz", "abc");
  for (const char* rest : {"::a/b.weight", "[0:2]", "::a[1]"}) {
    scene.source = there + rest;
    EXPECT_EQ(findSource(scene.source, "/elsewhere/f.svg"), there + rest);
    const Scene told = forPicture(scene);
    EXPECT_EQ(told.source, std::string("m.npz") + rest);
    EXPECT_EQ(told.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
  scene.source = "/nowhere/m.npz::a/b.weight";
  EXPECT_EQ(findSource(scene.source, folder.file("f.svg")), there + "::a/b.weight");
  EXPECT_EQ(findSource(scene.source, "/elsewhere/f.svg"), std::nullopt);
}

TEST_F(SceneFile, OutlinesAndEmbeddedFontsNeedNoFontOfTheReader) {
  const std::string outlines = contentsOf(exported("o.svg", PictureText::outlines));
  EXPECT_THAT(outlines, Not(HasSubstr("<text")));
  EXPECT_THAT(outlines, Not(HasSubstr("<image")));
  const std::string embedded = contentsOf(exported("e.svg", PictureText::embedded));
  EXPECT_THAT(embedded, HasSubstr("font-weight:600;font-style:normal;src:url(data:font/woff;base64,d09GR"));
  EXPECT_THAT(embedded, Not(HasSubstr("<image")));
  EXPECT_THAT(contentsOf(exported("n.svg")), Not(HasSubstr("@font-face")));
  const std::string pdf = contentsOf(exported("o.pdf", PictureText::outlines));
  EXPECT_THAT(pdf, Not(HasSubstr("/FontFile")));
  EXPECT_THAT(pdf, Not(HasSubstr("/Subtype /Image")));
  EXPECT_THAT(contentsOf(exported("e.pdf")), HasSubstr("/FontFile2"));
}

TEST_F(SceneFile, TransparentPicturesHaveNoGround) {
  FigureOptions options = figureOf(scene);
  options.transparent = true;
  writeFigure(options, folder.file("f.png"));
  const QImage image(QString::fromStdString(folder.file("f.png")));
  EXPECT_EQ(image.pixelColor(2, 2).alpha(), 0);
  writeFigure(options, folder.file("f.svg"));
  EXPECT_THAT(contentsOf(folder.file("f.svg")), Not(HasSubstr("<rect x=\"0\" y=\"0\"")));
}

TEST_F(SceneFile, FiguresOfValuesAreOfTheTensorGiven) {
  const Tensor x = Tensor::of<double>(DType::float32, {4, 6, 4, 4}, std::vector<double>(384, 2.0));
  std::vector<double> firsts;
  for (const SceneShow show : {SceneShow::x, SceneShow::normalized, SceneShow::y, SceneShow::difference}) {
    scene.show = show;
    const FigureOptions options = figureOf(scene, {x, {}}, parseDeviceChoice("reference"));
    EXPECT_EQ(options.shows.size(), 2U);
    const ReductionPlan made = plan(scene.shape, scene.norms.front());
    const CubeGeometry geometry = cubeGeometry(made, 0, {}, {});
    firsts.push_back(*options.shows.front().value(geometry, geometry.cell({0, 0, 0})));
  }
  EXPECT_EQ(firsts, (std::vector<double>{2, 0, 0, -2}));
  expectError(
      [&] {
        figureOf(scene, {Tensor::of<double>(DType::float32, {1}, std::vector<double>{1}), {}});
      },
      Fault::nonsense,
      "normal:4,6,4,4:seed=3: its shape [1] is not that of the scene, [4, 6, 4, 4]; put the tensor of "
      "the scene there, or draw it with --show set");
}

TEST_F(SceneFile, FiguresOfYAreMadeWithTheWeightAndTheBias) {
  const Tensor x = Tensor::of<double>(DType::float32, {4, 6, 4, 4}, std::vector<double>(384, 2.0));
  const Tensor bias = Tensor::of<double>(DType::float32, {6}, std::vector<double>(6, 0.25));
  scene.bias = SceneParameter{"constant:6:value=0.25", std::nullopt, {6}};
  std::vector<double> firsts;
  for (const SceneShow show : {SceneShow::normalized, SceneShow::y, SceneShow::difference}) {
    scene.show = show;
    const FigureOptions options = figureOf(scene, {x, {std::nullopt, bias}}, parseDeviceChoice("reference"));
    const ReductionPlan made = plan(scene.shape, scene.norms.front());
    const CubeGeometry geometry = cubeGeometry(made, 0, {}, {});
    firsts.push_back(*options.shows.front().value(geometry, geometry.cell({0, 0, 0})));
  }
  EXPECT_EQ(firsts, (std::vector<double>{0, 0.25, -1.75}));
  scene.bias->extents = {5};
  expectError(
      [&] {
        figureOf(scene, {x, {std::nullopt, bias}});
      },
      Fault::nonsense,
      "constant:6:value=0.25: its shape [6] is not that of the scene, [5]; put the tensor of the scene "
      "there, or draw it with --show set");
}

TEST_F(SceneFile, PicturesNameTheFilesOfWeightAndBiasWithoutTheirFolders) {
  writeNpy(folder.file("w.npy"), Tensor::allocate(DType::float32, {6}));
  scene.weight = SceneParameter{folder.file("w.npy"), std::nullopt, {6}};
  const Scene told = forPicture(scene);
  EXPECT_EQ(told.weight->source, "w.npy");
  EXPECT_EQ(told.weight->sha256, sha256Of(folder.file("w.npy")));
  EXPECT_EQ(withFoundParameters(told, folder.file("f.svg")).weight->source, folder.file("w.npy"));
  EXPECT_EQ(withFoundParameters(told, "/elsewhere/f.svg").weight->source, "w.npy");
}

}  // namespace scene_file_test
}  // namespace normscope
