#include "ui/pages/cube_panes.h"

#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/cube/cube_text.h"

namespace normscope {
namespace {

/// Whether what each norm makes of x is shown.
bool wantsResults(const ViewState& state) {
  const bool values =
      state.shown == Shown::y || state.shown == Shown::normalized || state.shown == Shown::difference;
  return values || (state.page == CentrePage::featureMaps && state.shown == Shown::set);
}

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

CubePanes::CubePanes(Session& session, SideBySide& norms, Comparison& comparison, Look& look, CubeView& view,
                     QObject* parent)
    : Panes(session, norms, comparison, look, parent), view_(view) {
  connect(&norms, &SideBySide::changed, this, [this] {
    showPlans();
    view_.repaint();  // at once: the highlight is on the screen before all else that follows from a plan
  });
  connect(&norms, &SideBySide::resultsChanged, this, &CubePanes::showResults);
  connect(&comparison, &Comparison::comparedChanged, this, &CubePanes::showResults);
  connect(&session, &Session::tensorChanged, this, &CubePanes::showResults);
  connect(&session, &Session::selectionChanged, this, &CubePanes::followSelection);
  connect(&look, &Look::changed, this, [this] {
    norms_.setCount(static_cast<std::size_t>(look_.state().norms));
    norms_.setWanted(wantsResults(look_.state()));
    view_.setOptions(look_.state().cube);
    showPlans();
  });
  connect(&look, &Look::flippedChanged, this, &CubePanes::showPlans);
  connect(&view, &CubeView::paneClicked, &norms, [this](int pane) {
    if (static_cast<std::size_t>(pane) < norms_.count())
      norms_.activate(normOf(static_cast<std::size_t>(pane)));
  });
}

bool CubePanes::showsValues() const {
  return look_.state().shown != Shown::set && look_.state().shown != Shown::sets;
}

void CubePanes::showPlans() {
  const bool difference = showsDifference();
  values_.resize(norms_.count() + (difference ? 1 : 0));
  std::vector<CubePane> panes;
  for (std::size_t i = 0; i < norms_.count(); ++i) panes.push_back(paneOf(normOf(i)));
  if (difference) panes.push_back(paneOfDifference());
  view_.setPanes(std::move(panes), normOf(norms_.active()));
}

void CubePanes::showResults() {
  if (showsValues()) showPlans();
}

void CubePanes::followSelection() {
  const Selection& selection = session_.selection();
  view_.setSelection(selection.element, selection.pinned);
  if (showsValues() && look_.state().cube.unfold) showPlans();  // other cubes of the row may be drawn
}

CubePane CubePanes::paneOf(std::size_t index) {
  const SideNorm& norm = norms_.at(index);
  return {norm.plan, QString::fromStdString(norm.problem), contentOf(index)};
}

/// x, or what this norm made of it; nothing while that is not there.
std::optional<Tensor> CubePanes::tensorOf(std::size_t index) const {
  if (look_.state().shown == Shown::x) {
    const auto tensor = session_.currentTensor();
    return tensor ? std::optional(tensor->source.tensor) : std::nullopt;
  }
  const auto& result = norms_.at(index).result;
  return result ? std::optional(result->y) : std::nullopt;
}

CubeContent CubePanes::contentOf(std::size_t index) {
  CubeContent content;
  content.parameters = look_.state().parameters;
  content.title = letterOf(index);
  const auto& plan = norms_.at(index).plan;
  if (!content.title.empty() && plan) content.title += " " + normTitleInFull(*plan);
  if (!showsValues()) {
    values_[index].reset();
    content.show = look_.state().shown == Shown::set ? CubeShow::set : CubeShow::sets;
    return content;
  }
  content.show = CubeShow::values;
  content.valueName = valueName(look_.state().shown);
  read(index, tensorOf(index), norms_.at(index).plan);
  content.value = values_[index]->reader();
  return content;
}

/// B − A with a scale of its own: differences are small beside the values.
CubePane CubePanes::paneOfDifference() {
  CubePane pane;
  pane.plan = comparison_.plan();
  pane.problem = QString::fromStdString(comparison_.problem());
  const auto compared = comparison_.compared();
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
  const CubeRowOptions options = rowOptionsOf(look_.state().cube, CubeShow::values);
  values_[pane]->set(*values, plan, session_.selection().element, options);
}

}  // namespace normscope
