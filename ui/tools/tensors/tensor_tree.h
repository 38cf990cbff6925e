#pragma once

#include <QStandardItemModel>
#include <QStringList>
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

  /// The whole name in the file.
  static constexpr int fullNameRole = Qt::UserRole + 1;

  /// The same and, of a recorded run, the layer: by this rows are filtered.
  static constexpr int filterRole = Qt::UserRole + 3;

  explicit TensorTree(QObject* parent = nullptr);

  /// `records`: of a recorded run what its records are called, by their numbers, which stand beside.
  void show(const TensorFile& file, const QStringList& records = {});
  void setRange(std::size_t entry, const QString& text, const QString& toolTip = {});

  /// The number of a row's tensor among the entries of the file; nothing for a layer.
  std::optional<std::size_t> entryOf(const QModelIndex& index) const;
  QModelIndex indexOf(std::size_t entry) const;

  /// Of a recorded run the number that a name begins with is that of its record; nothing for other names.
  static std::optional<int> recordOf(const std::string& name, const QStringList& records);

 private:
  std::vector<QStandardItem*> leaves_;
};

}  // namespace normscope
