#pragma once

#include <QStandardItemModel>
#include <optional>
#include <string>

#include "core/io/formats/tensor_file.h"

namespace normscope {

/// The tensors of a file as a tree by the dots in their names: a layer is a row that unfolds. A row of a
/// tensor says name, dtype and shape, and its range once that is known.
class TensorTree : public QStandardItemModel {
  Q_OBJECT

 public:
  enum Column { nameColumn, dtypeColumn, shapeColumn, rangeColumn, columns };

  /// The whole name, by which rows are filtered.
  static constexpr int fullNameRole = Qt::UserRole + 1;

  explicit TensorTree(QObject* parent = nullptr);

  void show(const TensorFile& file);
  void setRange(std::size_t entry, const QString& text, const QString& toolTip = {});

  /// The number of a row's tensor among the entries of the file; nothing for a layer.
  std::optional<std::size_t> entryOf(const QModelIndex& index) const;
  QModelIndex indexOf(std::size_t entry) const;

 private:
  std::vector<QStandardItem*> leaves_;
};

}  // namespace normscope
