#include "ui/tools/match/match_table.h"

#include <QHeaderView>

#include "ui/base/number_text.h"
#include "ui/workspace/norm_names.h"

namespace normscope {
namespace {

constexpr int fewEquivalents = 10;    ///< so many are shown at once
constexpr int mostEquivalents = 200;  ///< rows below a class

/// Columns of the table.
enum Column { normColumn, layoutColumn, elseColumn, differenceColumn, explainsColumn };

constexpr int widestRemarks = 240;  ///< px; more is in the tool tip

QString remarksOf(const MatchCandidate& candidate) {
  QStringList remarks;
  for (const Mistake mistake : candidate.differences) remarks << mistakeText(mistake);
  return remarks.join(QStringLiteral(", "));
}

void setCell(QTreeWidgetItem& row, int column, const QString& text) {
  row.setText(column, text);
  row.setToolTip(column, text);
}

QTreeWidgetItem* rowOf(const MatchCandidate& candidate) {
  auto* row = new QTreeWidgetItem;
  setCell(*row, normColumn,
          candidate.has(Mistake::identity) ? MatchTable::tr("x itself") : nameOfNorm(candidate.spec));
  setCell(*row, layoutColumn, QString::fromStdString(candidate.layout.letters()));
  setCell(*row, elseColumn, remarksOf(candidate));
  return row;
}

}  // namespace

QString mistakeText(Mistake mistake) {
  return QString::fromUtf8(nameOf(mistake).data()).replace('_', ' ');
}

MatchTable::MatchTable(QWidget* parent) : QTreeWidget(parent) {
  setObjectName(QStringLiteral("match-table"));
  setAccessibleName(tr("Norms that were found"));
  setHeaderLabels({tr("Norm"), tr("Layout"), tr("What else"), tr("Largest difference"), tr("Explains y")});
  header()->setStretchLastSection(false);
  headerItem()->setTextAlignment(differenceColumn, Qt::AlignRight | Qt::AlignVCenter);
  headerItem()->setTextAlignment(explainsColumn, Qt::AlignCenter);
  header()->setMinimumSectionSize(64);
  header()->setSectionResizeMode(normColumn, QHeaderView::Stretch);
  for (const int column : {layoutColumn, differenceColumn, explainsColumn})
    header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
  header()->setSectionResizeMode(elseColumn, QHeaderView::Interactive);
  setTextElideMode(Qt::ElideRight);
  setMinimumHeight(160);
  setFrameShape(QFrame::NoFrame);
  setStyleSheet(
      QStringLiteral("QTreeView::item { padding: 4px 8px; } QHeaderView::section { padding: 4px 8px; }"));
  QSizePolicy kept = sizePolicy();
  kept.setRetainSizeWhenHidden(true);  // nothing jumps when the answer comes
  setSizePolicy(kept);
  hide();
  setAlternatingRowColors(false);
  setUniformRowHeights(true);
}

void MatchTable::setResult(const MatchResult* result) {
  result_ = nullptr;  // while rows go, none is chosen
  clear();
  result_ = result;
  if (result == nullptr) return hide();
  for (const Match& match : result->matches) {
    QTreeWidgetItem* row = rowOf(match.candidate);
    setCell(*row, differenceColumn, valueText(match.maxAbs));
    row->setTextAlignment(differenceColumn, Qt::AlignRight | Qt::AlignVCenter);
    row->setTextAlignment(explainsColumn, Qt::AlignCenter);
    setCell(*row, explainsColumn,
            match.provesNothing  ? tr("can't be told")
            : !match.explains    ? tr("no")
            : match.fittedAffine ? tr("with fitted γ, β")
                                 : tr("yes"));
    for (const MatchCandidate& candidate : match.equivalents) {
      if (row->childCount() == mostEquivalents) break;
      row->addChild(rowOf(candidate));
    }
    addTopLevelItem(row);
    row->setExpanded(topLevelItemCount() == 1 && row->childCount() <= fewEquivalents);
  }
  setVisible(topLevelItemCount() > 0);
  resizeColumnToContents(elseColumn);
  if (columnWidth(elseColumn) > widestRemarks) setColumnWidth(elseColumn, widestRemarks);
  if (topLevelItemCount() > 0) setCurrentItem(topLevelItem(0));
}

/// The class that the chosen row belongs to.
const Match* MatchTable::chosenMatch() const {
  const QTreeWidgetItem* item = currentItem();
  if (item == nullptr || result_ == nullptr) return nullptr;
  const QTreeWidgetItem* top = item->parent() != nullptr ? item->parent() : item;
  const int row = indexOfTopLevelItem(const_cast<QTreeWidgetItem*>(top));
  return &result_->matches[static_cast<std::size_t>(row)];
}

const MatchCandidate* MatchTable::chosen() const {
  const Match* match = chosenMatch();
  if (match == nullptr) return nullptr;
  QTreeWidgetItem* item = currentItem();
  if (item->parent() == nullptr) return &match->candidate;
  return &match->equivalents[static_cast<std::size_t>(item->parent()->indexOfChild(item))];
}

}  // namespace normscope
