#include "ui/pages/map_panes.h"

#include <algorithm>
#include <cmath>

#include "core/view/cube/cube_text.h"
#include "ui/base/core_words.h"
#include "ui/base/window_words.h"
#include "ui/pages/page.h"

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

}  // namespace

MapPanes::MapPanes(Workspace& workspace, MapView& view, QObject* parent)
    : QObject(parent), workspace_(workspace), view_(view) {
  for (const auto signal :
       {&Workspace::normsChanged, &Workspace::resultsChanged, &Workspace::tensorChanged,
        &Workspace::viewChanged, &Workspace::flippedChanged, &Workspace::comparingChanged})
    connect(&workspace, signal, this, &MapPanes::show);
  connect(&workspace, &Workspace::selectionChanged, this,
          [this] { view_.setSelection(workspace_.selection().element, workspace_.selection().pinned); });
}

/// One norm is shown before and after; of several, what each of them makes.
void MapPanes::show() {
  if (workspace_.view().page != Page::maps) return view_.setPanes({});
  std::vector<MapPane> panes;
  const Shown shown = workspace_.view().shown;
  const bool both = shown == Shown::set && workspace_.normCount() == 1;
  if (shown == Shown::x || both) panes.push_back(paneOfX());
  for (std::size_t i = 0; i < workspace_.normCount() && shown != Shown::x; ++i) {
    panes.push_back(shown == Shown::sets ? paneOfSets(normInPane(workspace_, i))
                                         : paneOfY(normInPane(workspace_, i)));
  }
  if (showsDifference(workspace_)) panes.push_back(paneOfDifference());
  view_.setPanes(std::move(panes));
  view_.setSelection(workspace_.selection().element, workspace_.selection().pinned);
}

MapPane MapPanes::paneOfX() const {
  MapPane pane;
  pane.title = tr("x, before");
  pane.plan = workspace_.norm(workspace_.active()).plan;
  if (const auto tensor = workspace_.currentTensor()) {
    pane.tensor = tensor->source.tensor;
    setLimit(pane, tensor->summary);
  } else {
    pane.problem = tr("reading…");
  }
  return pane;
}

/// All norms share one scale of colours, that of the active norm's result.
MapPane MapPanes::paneOfY(std::size_t index) const {
  const PlannedNorm& norm = workspace_.norm(index);
  MapPane pane;
  pane.plan = norm.plan;
  pane.problem = inWindowWords(QString::fromStdString(workspace_.problemOf(index)));
  const std::string letter = letterOf(workspace_, index);
  pane.title = letter.empty() ? tr("y, after") : QString::fromStdString(letter);
  if (norm.plan) pane.title += QStringLiteral(" ") + fromCore(normTitleInFull(*norm.plan));
  if (const auto made = workspace_.result(index)) pane.tensor = made->result.y;
  if (const auto own = workspace_.computation()) setLimit(pane, own->summary);
  return pane;
}

MapPane MapPanes::paneOfDifference() const {
  MapPane pane;
  pane.title = tr("B − A");
  const std::size_t other = 1 - workspace_.active();
  pane.plan = workspace_.norm(other).plan;
  pane.problem = inWindowWords(QString::fromStdString(workspace_.problemOf(other)));
  const auto compared = workspace_.compared();
  if (!compared) return pane;
  pane.tensor = compared->difference;
  pane.limit = compared->distance.finite() ? compared->distance.maxAbs : 1;
  pane.notFinite = !compared->distance.finite();
  return pane;
}

MapPane MapPanes::paneOfSets(std::size_t index) const {
  const PlannedNorm& norm = workspace_.norm(index);
  MapPane pane;
  pane.plan = norm.plan;
  pane.problem = inWindowWords(QString::fromStdString(workspace_.problemOf(index)));
  pane.sets = true;
  if (norm.plan)
    pane.title =
        fromCore(normTitleInFull(*norm.plan)) + QStringLiteral(": ") + fromCore(setsInShort(*norm.plan));
  return pane;
}

}  // namespace normscope
