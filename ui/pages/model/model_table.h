#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <optional>

#include "ui/base/theme.h"
#include "ui/pages/model/model_rows.h"

namespace normscope {

/// The layers of a run or a checkpoint, in the order of the file.
class ModelTable : public QAbstractTableModel {
  Q_OBJECT

 public:
  static constexpr int keyRole = Qt::UserRole + 1;  ///< what a column is sorted by
  static constexpr int standingRole = Qt::UserRole + 2;

  using QAbstractTableModel::QAbstractTableModel;

  void show(std::vector<ModelColumn> columns, std::vector<ModelRow> rows);
  void setRow(std::size_t row, ModelRow now);
  void setTheme(const Theme& theme);

  const std::vector<ModelColumn>& columns() const { return columns_; }
  const std::vector<ModelRow>& rows() const { return rows_; }
  int count(Standing standing) const;
  int widthOf(int column) const;  ///< of its widest text, in pixels

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QColor colorOf(Standing standing) const;

  std::vector<ModelColumn> columns_;
  std::vector<ModelRow> rows_;
  Theme theme_ = Theme::light();
};

/// The layers that a person asks for: by letters of any column, by how they stand, in an order.
class ModelFilter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;

  void setLetters(const QString& letters);
  void setStandings(std::vector<Standing> standings);  ///< none: all

  /// The worst first, and of those the first in the file.
  void setProblemsFirst(bool first);

  void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;  ///< -1: as in the file

 protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
  bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

 private:
  QString letters_;
  std::vector<Standing> standings_;
  bool problemsFirst_ = false;
  bool byFile_ = true;
};

}  // namespace normscope
