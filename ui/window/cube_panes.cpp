#include "ui/window/cube_panes.h"

namespace normscope {
namespace {

/// Whether what each norm makes of x is shown.
bool wantsResults(const ViewState& state) {
  const bool values = state.shown == Shown::y || state.shown == Shown::normalized;
  return values || (state.page == CentrePage::featureMaps && state.shown == Shown::set);
}

/// The window's γ is 1 and its β 0, so x̂ and y are the same numbers there.
std::string valueName(Shown shown) {
  if (shown == Shown::x) return "mean of x in each cell";
  return shown == Shown::y ? "mean of y in each cell" : "mean of x̂ (y where γ = 1, β = 0)";
}

}  // namespace

CubePanes::CubePanes(Session& session, SideBySide& norms, Look& look, CubeView& view, QObject* parent)
    : QObject(parent), session_(session), norms_(norms), look_(look), view_(view) {
  connect(&norms, &SideBySide::changed, this, [this] {
    showPlans();
    view_.repaint();  // at once: the highlight is on the screen before all else that follows from a plan
  });
  connect(&norms, &SideBySide::resultsChanged, this, &CubePanes::showResults);
  connect(&session, &Session::tensorChanged, this, &CubePanes::showResults);
  connect(&session, &Session::selectionChanged, this, &CubePanes::followSelection);
  connect(&look, &Look::changed, this, [this] {
    norms_.setCount(static_cast<std::size_t>(look_.state().norms));
    norms_.setWanted(wantsResults(look_.state()));
    view_.setOptions(look_.state().cube);
    showPlans();
  });
  connect(&look, &Look::flippedChanged, this, &CubePanes::showPlans);
  connect(&view, &CubeView::paneClicked, &norms,
          [this](int pane) { norms_.activate(normOf(static_cast<std::size_t>(pane))); });
}

bool CubePanes::showsValues() const {
  return look_.state().shown != Shown::set && look_.state().shown != Shown::sets;
}

std::size_t CubePanes::normOf(std::size_t pane) const {
  return look_.isFlipped() && norms_.count() == 2 ? 1 - pane : pane;
}

void CubePanes::showPlans() {
  values_.resize(norms_.count());
  std::vector<CubePane> panes;
  for (std::size_t i = 0; i < norms_.count(); ++i) panes.push_back(paneOf(normOf(i)));
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
  if (!showsValues()) {
    values_[index].reset();
    content.show = look_.state().shown == Shown::set ? CubeShow::set : CubeShow::sets;
    return content;
  }
  content.show = CubeShow::values;
  content.valueName = valueName(look_.state().shown);
  if (!values_[index]) {
    values_[index] = std::make_unique<CubeValues>();
    connect(values_[index].get(), &CubeValues::ready, this, &CubePanes::showPlans);
  }
  readValues(index);
  content.value = values_[index]->reader();
  return content;
}

void CubePanes::readValues(std::size_t index) {
  const auto tensor = tensorOf(index);
  const auto& plan = norms_.at(index).plan;
  if (index >= values_.size() || !values_[index]) return;
  if (!tensor || !plan || plan->shape().elementCount() == 0) return values_[index]->clear();
  const CubeRowOptions options = rowOptionsOf(look_.state().cube, CubeShow::values);
  values_[index]->set(*tensor, plan, session_.selection().element, options);
}

}  // namespace normscope
