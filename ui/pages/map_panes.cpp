#include "ui/pages/map_panes.h"

#include <algorithm>
#include <cmath>

#include "core/view/cube/cube_text.h"

namespace normscope {
namespace {

/// Three standard deviations around the mean have the whole range of colours: a few far values would leave
/// all others pale.
void setLimit(MapPane& pane, const Summary& summary) {
  const double largest = std::max(std::abs(summary.min), std::abs(summary.max));
  pane.limit = std::min(largest, std::abs(summary.mean) + 3 * summary.standardDeviation);
  pane.beyond = largest > pane.limit;
  pane.notFinite = summary.finite() < summary.count;
}

/// Without values.
MapPane paneOf(const SideNorm& norm) {
  MapPane pane;
  pane.plan = norm.plan;
  pane.problem = QString::fromStdString(norm.problem);
  return pane;
}

}  // namespace

MapPanes::MapPanes(Session& session, SideBySide& norms, Comparison& comparison, Look& look, MapView& view,
                   QObject* parent)
    : Panes(session, norms, comparison, look, parent), view_(view) {
  connect(&comparison, &Comparison::comparedChanged, this, &MapPanes::show);
  connect(&norms, &SideBySide::changed, this, &MapPanes::show);
  connect(&norms, &SideBySide::resultsChanged, this, &MapPanes::show);
  connect(&session, &Session::tensorChanged, this, &MapPanes::show);
  connect(&look, &Look::changed, this, &MapPanes::show);
  connect(&look, &Look::flippedChanged, this, &MapPanes::show);
  connect(&session, &Session::selectionChanged, this,
          [this] { view_.setSelection(session_.selection().element, session_.selection().pinned); });
}

/// One norm is shown before and after; of several, what each of them makes.
void MapPanes::show() {
  if (look_.state().page != CentrePage::featureMaps) return view_.setPanes({});
  std::vector<MapPane> panes;
  const Shown shown = look_.state().shown;
  const bool both = shown == Shown::set && norms_.count() == 1;
  if (shown == Shown::x || both) panes.push_back(paneOfX());
  for (std::size_t i = 0; i < norms_.count() && shown != Shown::x; ++i) {
    panes.push_back(shown == Shown::sets ? paneOfSets(normOf(i)) : paneOfY(normOf(i)));
  }
  if (showsDifference()) panes.push_back(paneOfDifference());
  view_.setPanes(std::move(panes));
  view_.setSelection(session_.selection().element, session_.selection().pinned);
}

MapPane MapPanes::paneOfX() const {
  MapPane pane;
  pane.title = tr("x, before");
  pane.plan = session_.plan();
  if (const auto tensor = session_.currentTensor()) {
    pane.tensor = tensor->source.tensor;
    setLimit(pane, tensor->summary);
  } else {
    pane.problem = tr("reading…");
  }
  return pane;
}

/// All norms share one scale of colours, that of the session's own result.
MapPane MapPanes::paneOfY(std::size_t index) const {
  const SideNorm& norm = norms_.at(index);
  MapPane pane = paneOf(norm);
  const std::string letter = letterOf(index);
  pane.title = letter.empty() ? tr("y, after") : QString::fromStdString(letter);
  if (norm.plan) pane.title += QStringLiteral(" ") + QString::fromStdString(normTitleInFull(*norm.plan));
  if (norm.result) pane.tensor = norm.result->y;
  if (const auto own = session_.computation()) setLimit(pane, own->summary);
  return pane;
}

MapPane MapPanes::paneOfDifference() const {
  MapPane pane;
  pane.title = tr("B − A");
  pane.plan = comparison_.plan();
  pane.problem = QString::fromStdString(comparison_.problem());
  const auto compared = comparison_.compared();
  if (!compared) return pane;
  pane.tensor = compared->difference;
  pane.limit = compared->distance.finite() ? compared->distance.maxAbs : 1;
  pane.notFinite = !compared->distance.finite();
  return pane;
}

MapPane MapPanes::paneOfSets(std::size_t index) const {
  const SideNorm& norm = norms_.at(index);
  MapPane pane = paneOf(norm);
  pane.sets = true;
  if (norm.plan)
    pane.title = QString::fromStdString(normTitleInFull(*norm.plan) + ": " + setsInShort(*norm.plan));
  return pane;
}

}  // namespace normscope
