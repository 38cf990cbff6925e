#pragma once

#include <QAbstractTableModel>
#include <QColor>

#include "ui/workspace/workspace.h"

namespace normscope {

/// The elements of the selected set, one a row: number in the set, index by axis, x, x̂ and y. Nothing is
/// stored: a row is worked out when it is shown. Of a large set one page of rows is shown at a time, since a
/// table needs memory for each of its rows.
class SetElementsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { numberColumn, indexColumn, xColumn, normalizedColumn, yColumn, columns };

  static constexpr std::int64_t pageSize = std::int64_t{1} << 20;

  explicit SetElementsModel(Workspace& workspace, QObject* parent = nullptr);

  std::int64_t set() const { return set_; }
  std::int64_t count() const;  ///< elements of the set, on all pages
  std::int64_t pages() const { return (count() + pageSize - 1) / pageSize; }
  std::int64_t page() const { return page_; }
  void setPage(std::int64_t page);

  std::int64_t elementAt(int row) const;  ///< position in memory
  int rowOfSelection() const;             ///< -1 where it is on another page
  std::int64_t pageOfSelection() const;

  void setMarkColor(const QColor& color);  ///< of NaN and infinite values

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : columns; }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  void followPlan();
  void followSelection();
  void valuesChanged();
  std::optional<double> valueAt(std::int64_t element, int column) const;

  Workspace& workspace_;
  std::shared_ptr<const ReductionPlan> plan_;
  std::int64_t set_ = 0;
  std::int64_t page_ = 0;
  QColor mark_;
};

/// At most so many elements are copied: more would not be text that a person can use.
inline constexpr std::int64_t mostCopied = 1'000'000;

/// Elements of a set as CSV, in the order given by their numbers in the set: "element,n,c,h,w,x,x_hat,y". All
/// of them where `numbers` is empty. Throws Cancelled.
std::string elementsCsv(const Computation& computation, std::int64_t set,
                        const std::vector<std::int64_t>& numbers, const Progress& progress = {});

}  // namespace normscope
