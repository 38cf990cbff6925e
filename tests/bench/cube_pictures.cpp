// Saves pictures of cubes and figures to a folder, for a person to look at.
//     cube_pictures FOLDER

#include <QApplication>
#include <QPixmap>
#include <cmath>
#include <string>

#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/draw/figure/figure.h"

namespace normscope {
namespace {

FigureOptions figureOf(const std::string& layout, const Extents& extents,
                       const std::vector<std::string>& norms) {
  FigureOptions options;
  options.shape = Shape(Layout::parse(layout), extents);
  for (const std::string& norm : norms) options.norms.push_back(parseNormSpec(norm));
  return options;
}

const std::vector<std::string> fourNorms = {"batch", "layer", "instance", "group:groups=2"};

void saveFigures(const std::string& folder) {
  FigureOptions paper = figureOf("NCHW", {6, 6, 6, 6}, fourNorms);
  for (const char* type : {".png", ".svg", ".pdf"}) writeFigure(paper, folder + "/figure2" + type);
  paper.theme = Theme::dark();
  writeFigure(paper, folder + "/figure2-dark.png");
  paper.show = CubeShow::sets;
  writeFigure(paper, folder + "/sets-dark.png");
  paper.theme = Theme::light();
  writeFigure(paper, folder + "/sets.png");
  paper.show = CubeShow::values;
  paper.show.value = [](const CubeGeometry&, const CubeCell& cell) {
    if (cell.at[0] == 2 && cell.at[1] == 0 && cell.at[2] == 1) return std::nan("");
    return std::sin(cell.at[0] * 1.7 + cell.at[1] * 0.9 + cell.at[2] * 2.3);
  };
  writeFigure(paper, folder + "/values.png");

  FigureOptions single = figureOf("NCHW", {6, 6, 6, 6}, {"group:groups=2"});
  single.widthMm = 40;
  writeFigure(single, folder + "/small.png");

  FigureOptions inside = figureOf("NCHW", {6, 6, 6, 6}, fourNorms);
  inside.select = {3, 2, 4, 4};
  writeFigure(inside, folder + "/inside.png");
  inside.shape = Shape(Layout::parse("NCHW"), {3, 2, 4, 4});
  inside.select = {2, 1, 3, 0};
  writeFigure(inside, folder + "/inside-3244.png");

  FigureOptions large =
      figureOf("NCHW", {32, 256, 56, 56}, {"batch", "layer", "instance", "group:groups=32"});
  writeFigure(large, folder + "/large.png");
  large.select = {17, 130, 20, 3};
  writeFigure(large, folder + "/large-inside.png");
  large.show = CubeShow::sets;
  writeFigure(large, folder + "/large-sets.png");

  writeFigure(figureOf("BTF", {8, 50, 64}, {"batch", "layer", "layer:over=F", "group:groups=4"}),
              folder + "/btf.png");
  writeFigure(figureOf("NC", {8, 12}, {"batch", "layer", "group:groups=3", "rms"}), folder + "/nc.png");
  writeFigure(figureOf("NCDHW", {4, 8, 4, 6, 6}, fourNorms), folder + "/rank5.png");
  FigureOptions strips = figureOf("NCHW", {4, 5, 3, 4},
                                  {"custom:over=W", "custom:over=H", "custom:over=N+W", "custom:over=C+H"});
  writeFigure(strips, folder + "/strips.png");
  strips.select = {2, 3, 1, 2};
  writeFigure(strips, folder + "/strips-inside.png");
  strips.shape = Shape(Layout::parse("NCHW"), {4, 5, 12, 12});
  writeFigure(strips, folder + "/strips-hatched.png");
}

/// What one view shows.
struct ViewPicture {
  Shape shape;
  std::vector<std::string> norms;
  Extents select;
  bool dark = false;
  CubeCamera camera = {};
  CubeContent content = {};
  CubeViewOptions options = {};
  QSize size{760, 620};
};

void saveView(const std::string& path, const ViewPicture& picture) {
  CubeView view;
  view.resize(picture.size);
  view.setTheme(picture.dark ? Theme::dark() : Theme::light());
  std::vector<CubePane> panes;
  for (const std::string& norm : picture.norms) {
    panes.push_back({std::make_shared<const ReductionPlan>(plan(picture.shape, parseNormSpec(norm))),
                     {},
                     picture.content});
  }
  view.setPanes(panes, 0);
  view.setSelection(picture.shape.offsetOf(picture.select), true);
  view.setCamera(picture.camera);
  view.setOptions(picture.options);
  view.setStale(picture.dark, QStringLiteral("the engine is gone"));
  view.grab().save(QString::fromStdString(path));
}

CubeContent waves() {
  CubeContent values = CubeShow::values;
  values.valueName = "mean of x in each cell";
  values.value = [](const CubeGeometry&, const CubeCell& cell) {
    return std::sin(cell.at[0] + cell.at[1] * 0.9 + cell.at[2] * 2.3);
  };
  return values;
}

void saveViews(const std::string& folder) {
  const Shape look(Layout::parse("NCHW"), {8, 6, 8, 8});
  saveView(folder + "/view-light.png", {look, {"group:groups=2"}, {0, 0, 0, 0}});
  saveView(folder + "/view-dark.png", {look, {"group:groups=2"}, {3, 4, 0, 0}, true});
  const Shape large(Layout::parse("NCHW"), {32, 256, 56, 56});
  saveView(folder + "/view-large.png", {large, {"batch:mode=eval"}, {17, 130, 20, 3}});
  saveView(folder + "/view-turned.png", {look, {"batch:workers=2"}, {5, 2, 3, 3}, false, {-120, 15, 1}});
  saveView(folder + "/view-front.png", {look, {"rms"}, {5, 2, 3, 3}, false, CubeCamera::front()});
  saveView(folder + "/view-top.png", {look, {"instance"}, {5, 2, 3, 3}, true, CubeCamera::top()});
  saveView(folder + "/view-values.png", {look, {"layer:over=C"}, {5, 2, 3, 3}, true, {}, waves()});
}

/// Opened boxes, the overlay of weight and bias, all sets, and several panes.
void saveOptions(const std::string& folder) {
  const Shape look(Layout::parse("NCHW"), {6, 6, 4, 4});
  CubeViewOptions opened;
  opened.reveal = CubeReveal::opened;
  opened.axes = true;
  for (const std::int64_t n : {0, 2, 5}) {
    const std::string name = folder + "/opened-" + std::to_string(n);
    saveView(name + ".png", {look, {"layer"}, {n, 3, 1, 1}, false, {}, {}, opened});
    saveView(name + "-instance.png", {look, {"instance"}, {n, 3, 1, 1}, true, {}, {}, opened});
    saveView(name + "-values.png", {look, {"instance"}, {n, 3, 1, 1}, false, {}, waves(), opened});
  }
  saveView(folder + "/opened-batch.png", {look, {"batch"}, {2, 3, 1, 1}, false, {}, {}, opened});
  CubeContent overlay;
  overlay.parameters = true;
  CubeContent valuesOverlay = waves();
  valuesOverlay.parameters = true;
  CubeContent sets = CubeShow::sets;
  CubeContent setsOverlay = sets;
  setsOverlay.parameters = true;
  for (const bool dark : {false, true}) {
    const std::string end = dark ? "-dark.png" : ".png";
    saveView(folder + "/overlay" + end, {look, {"batch"}, {0, 0, 0, 0}, dark, {}, overlay});
    saveView(folder + "/overlay-values" + end, {look, {"batch"}, {0, 1, 0, 0}, dark, {}, valuesOverlay});
    saveView(folder + "/overlay-none" + end,
             {look, {"group:groups=2", "instance"}, {0, 1, 0, 0}, dark, {}, setsOverlay});
    const Shape large(Layout::parse("NCHW"), {32, 256, 56, 56});
    saveView(folder + "/sets-large" + end, {large, {"group:groups=2"}, {4, 200, 0, 0}, dark, {}, sets});
    const std::vector<std::string> four = {"batch", "layer", "instance", "group:groups=2"};
    saveView(folder + "/four-low" + end, {large, four, {0, 0, 0, 0}, dark, {}, {}, {}, {720, 300}});
    saveView(folder + "/four-values" + end, {large, four, {4, 9, 5, 5}, dark, {}, waves(), {}, {720, 560}});
    saveView(folder + "/three" + end,
             {look, {"batch", "layer", "rms"}, {2, 2, 2, 2}, dark, {}, waves(), {}, {720, 400}});
  }
}

}  // namespace
}  // namespace normscope

int main(int argc, char** argv) {
  if (qgetenv("QT_QPA_PLATFORM").isEmpty()) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  normscope::loadFonts();
  const std::string folder = argc > 1 ? argv[1] : ".";
  normscope::saveFigures(folder);
  normscope::saveViews(folder);
  normscope::saveOptions(folder);
}
