#include "ui/pages/cube_panes.h"

#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/cube/cube_text.h"
#include "ui/base/window_words.h"
#include "ui/pages/page.h"

namespace normscope {
namespace {

/// "‖B − A‖₂ 3.46, largest 0.275"
std::string differenceText(const Distance& distance) {
  if (!distance.finite()) return "not finite in " + groupedCount(distance.apart, "element");
  return "‖B − A‖₂ " + rounded(distance.l2, 3) + ", largest " + rounded(distance.maxAbs, 3);
}

/// The window's γ is 1 and its β 0, so x̂ and y are the same numbers there.
std::string valueName(Shown shown) {
  if (shown == Shown::x) return "mean of x in each cell";
  return shown != Shown::normalized ? "mean of y in each cell" : "mean of x̂ (y where γ = 1, β = 0)";
}

}  // namespace

CubePanes::CubePanes(Workspace& workspace, CubeView& view, QObject* parent)
    : QObject(parent), workspace_(workspace), view_(view) {
  connect(&workspace, &Workspace::normsChanged, this, &CubePanes::showNorms);
  connect(&workspace, &Workspace::resultsChanged, this, &CubePanes::showResults);
  connect(&workspace, &Workspace::tensorChanged, this, &CubePanes::showResults);
  connect(&workspace, &Workspace::selectionChanged, this, &CubePanes::followSelection);
  connect(&workspace, &Workspace::flippedChanged, this, &CubePanes::showPlans);
  connect(&workspace, &Workspace::comparingChanged, this, &CubePanes::showPlans);
  connect(&workspace, &Workspace::viewChanged, this, [this] {
    view_.setOptions(workspace_.view().cube);
    showPlans();
  });
  connect(&view, &CubeView::paneClicked, &workspace, [this](int pane) {
    if (static_cast<std::size_t>(pane) < workspace_.normCount())
      workspace_.activate(normInPane(workspace_, static_cast<std::size_t>(pane)));
  });
}

/// At once: the highlight is on the screen before all else that follows from a plan.
void CubePanes::showNorms() {
  showPlans();
  view_.repaint();
}

bool CubePanes::showsValues() const {
  return workspace_.view().shown != Shown::set && workspace_.view().shown != Shown::sets;
}

void CubePanes::showPlans() {
  const bool difference = showsDifference(workspace_);
  values_.resize(workspace_.normCount() + (difference ? 1 : 0));
  std::vector<CubePane> panes;
  for (std::size_t i = 0; i < workspace_.normCount(); ++i) panes.push_back(paneOf(normInPane(workspace_, i)));
  if (difference) panes.push_back(paneOfDifference());
  view_.setPanes(std::move(panes), normInPane(workspace_, workspace_.active()));
}

void CubePanes::showResults() {
  if (showsValues()) showPlans();
}

void CubePanes::followSelection() {
  const Selection& selection = workspace_.selection();
  view_.setSelection(selection.element, selection.pinned);
  if (showsValues() && workspace_.view().cube.unfold) showPlans();  // other cubes of the row may be drawn
}

/// Where the active norm has no plan, the last one it had stays, marked as stale.
CubePane CubePanes::paneOf(std::size_t index) {
  auto plan = workspace_.norm(index).plan;
  if (!plan && index == workspace_.active()) plan = workspace_.lastPlan();
  return {std::move(plan), inWindowWords(QString::fromStdString(workspace_.problemOf(index))),
          contentOf(index)};
}

/// x, or what this norm made of it; nothing while that is not there.
std::optional<Tensor> CubePanes::tensorOf(std::size_t index) const {
  if (workspace_.view().shown == Shown::x) {
    const auto tensor = workspace_.currentTensor();
    return tensor ? std::optional(tensor->source.tensor) : std::nullopt;
  }
  const auto made = workspace_.result(index);
  return made ? std::optional(made->result.y) : std::nullopt;
}

CubeContent CubePanes::contentOf(std::size_t index) {
  CubeContent content;
  content.parameters = workspace_.view().parameters;
  content.title = letterOf(workspace_, index);
  const auto& plan = workspace_.norm(index).plan;
  if (!content.title.empty() && plan) content.title += " " + normTitleInFull(*plan);
  if (!showsValues()) {
    values_[index].reset();
    content.show = workspace_.view().shown == Shown::set ? CubeShow::set : CubeShow::sets;
    return content;
  }
  content.show = CubeShow::values;
  content.valueName = valueName(workspace_.view().shown);
  read(index, tensorOf(index), workspace_.norm(index).plan);
  content.value = values_[index]->reader();
  return content;
}

/// B − A with a scale of its own: differences are small beside the values.
CubePane CubePanes::paneOfDifference() {
  CubePane pane;
  const std::size_t other = 1 - workspace_.active();
  pane.plan = workspace_.norm(other).plan;
  pane.problem = inWindowWords(QString::fromStdString(workspace_.problemOf(other)));
  const auto compared = workspace_.compared();
  pane.content.show = CubeShow::values;
  pane.content.title = "B − A";
  pane.content.subtitle = compared ? differenceText(compared->distance) : "computing…";
  pane.content.ownScale = true;
  const std::size_t last = values_.size() - 1;
  read(last, compared ? std::optional(compared->difference) : std::nullopt, pane.plan);
  pane.content.value = values_[last]->reader();
  return pane;
}

void CubePanes::read(std::size_t pane, const std::optional<Tensor>& values,
                     const std::shared_ptr<const ReductionPlan>& plan) {
  if (!values_[pane]) {
    values_[pane] = std::make_unique<CubeValues>();
    connect(values_[pane].get(), &CubeValues::ready, this, &CubePanes::showPlans);
  }
  if (!values || !plan || plan->shape().elementCount() == 0) return values_[pane]->clear();
  const CubeRowOptions options = rowOptionsOf(workspace_.view().cube, CubeShow::values);
  values_[pane]->set(*values, plan, workspace_.selection().element, options);
}

}  // namespace normscope
