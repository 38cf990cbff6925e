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

void saveView(const std::string& path, const Shape& shape, const std::string& norm, const Extents& select,
              bool dark, const CubeCamera& camera = {}, const CubeContent& content = {}) {
  CubeView view;
  view.resize(760, 620);
  view.setTheme(dark ? Theme::dark() : Theme::light());
  view.setPlan(std::make_shared<const ReductionPlan>(plan(shape, parseNormSpec(norm))));
  view.setSelection(shape.offsetOf(select), true);
  view.setCamera(camera);
  view.setContent(content);
  view.setStale(dark, QStringLiteral("the engine is gone"));
  view.grab().save(QString::fromStdString(path));
}

void saveViews(const std::string& folder) {
  const Shape look(Layout::parse("NCHW"), {8, 6, 8, 8});
  saveView(folder + "/view-light.png", look, "group:groups=2", {0, 0, 0, 0}, false);
  saveView(folder + "/view-dark.png", look, "group:groups=2", {3, 4, 0, 0}, true);
  const Shape large(Layout::parse("NCHW"), {32, 256, 56, 56});
  saveView(folder + "/view-large.png", large, "batch:mode=eval", {17, 130, 20, 3}, false);
  saveView(folder + "/view-turned.png", look, "batch:workers=2", {5, 2, 3, 3}, false, {-120, 15, 1});
  saveView(folder + "/view-front.png", look, "rms", {5, 2, 3, 3}, false, CubeCamera::front());
  saveView(folder + "/view-top.png", look, "instance", {5, 2, 3, 3}, true, CubeCamera::top());
  CubeContent values = CubeShow::values;
  values.value = [](const CubeGeometry&, const CubeCell& cell) {
    return std::sin(cell.at[0] + cell.at[1] * 0.9 + cell.at[2] * 2.3);
  };
  saveView(folder + "/view-values.png", look, "layer:over=C", {5, 2, 3, 3}, true, {}, values);
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
}
