#include "ui/pages/page.h"

#include "ui/pages/cube_page.h"
#include "ui/pages/laboratory_page.h"
#include "ui/pages/maps_page.h"
#include "ui/pages/model_page.h"

namespace normscope {

const std::vector<PageInfo>& pageRegistry() {
  static const std::vector<PageInfo> pages = {
      {Page::cube, "cube", QT_TRANSLATE_NOOP("normscope", "&Cube"), QT_TRANSLATE_NOOP("normscope", "Cube"),
       QT_TRANSLATE_NOOP("normscope", "The tensor as a box of cells"), "Ctrl+4", true,
       [](Workspace& workspace) -> PageWidget* { return new CubePage(workspace); }},
      {Page::maps, "maps", QT_TRANSLATE_NOOP("normscope", "Feature &maps"),
       QT_TRANSLATE_NOOP("normscope", "Maps"),
       QT_TRANSLATE_NOOP("normscope", "Feature maps: one picture for each sample and channel"), "Ctrl+5",
       true, [](Workspace& workspace) -> PageWidget* { return new MapsPage(workspace); }},
      {Page::model, "model", QT_TRANSLATE_NOOP("normscope", "Mo&del"),
       QT_TRANSLATE_NOOP("normscope", "Model"),
       QT_TRANSLATE_NOOP("normscope", "Model: every norm of a recorded run, checked, or of a checkpoint"),
       "Ctrl+8", false, [](Workspace& workspace) -> PageWidget* { return new ModelPage(workspace); }},
      {Page::laboratory, "laboratory", QT_TRANSLATE_NOOP("normscope", "Laborator&y"),
       QT_TRANSLATE_NOOP("normscope", "Laboratory"),
       QT_TRANSLATE_NOOP("normscope",
                         "Laboratory: small batches, running statistics and training, measured here"),
       "Ctrl+7", false, [](Workspace& workspace) -> PageWidget* { return new LaboratoryPage(workspace); }},
  };
  return pages;
}

const PageInfo& shownPage(const Workspace& workspace) {
  return pageRegistry()[static_cast<std::size_t>(workspace.view().page)];
}

void connectElements(ElementView& view, Workspace& workspace) {
  QObject::connect(&view, &ElementView::elementHovered, &workspace, &Workspace::hover);
  QObject::connect(&view, &ElementView::elementClicked, &workspace,
                   [&workspace](qint64 element) { togglePin(workspace, element); });
  QObject::connect(&view, &ElementView::previousSetRequested, &workspace,
                   [&workspace] { workspace.stepSet(-1); });
  QObject::connect(&view, &ElementView::nextSetRequested, &workspace, [&workspace] { workspace.stepSet(1); });
}

void togglePin(Workspace& workspace, std::int64_t element) {
  const Selection now = workspace.selection();
  workspace.select(element, !(now.pinned && now.element == element));
}

std::string letterOf(const Workspace& workspace, std::size_t norm) {
  if (!workspace.isComparing()) return {};
  return norm == workspace.active() ? "A:" : "B:";
}

std::size_t normInPane(const Workspace& workspace, std::size_t pane) {
  return workspace.isFlipped() && workspace.normCount() == 2 ? 1 - pane : pane;
}

bool showsDifference(const Workspace& workspace) {
  return workspace.view().shown == Shown::difference && workspace.normCount() == 2;
}

}  // namespace normscope
