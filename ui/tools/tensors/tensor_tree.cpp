#include "ui/tools/tensors/tensor_tree.h"

#include <map>
#include <memory>

#include "core/tensor/shape.h"

namespace normscope {
namespace {

constexpr int entryRole = Qt::UserRole + 2;

/// A part of the names: what comes after it, in the order of the file.
struct NameNode {
  std::vector<std::pair<std::string, std::unique_ptr<NameNode>>> parts;
  std::optional<std::size_t> entry;

  NameNode& part(const std::string& name) {
    for (auto& [known, node] : parts) {
      if (known == name) return *node;
    }
    return *parts.emplace_back(name, std::make_unique<NameNode>()).second;
  }
};

NameNode treeOf(const TensorFile& file) {
  NameNode root;
  for (std::size_t i = 0; i < file.entries.size(); ++i) {
    const std::string& name = file.entries[i].name;
    NameNode* node = &root;
    std::size_t start = 0;
    for (std::size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', start)) {
      node = &node->part(name.substr(start, dot - start));
      start = dot + 1;
    }
    node->part(name.substr(start)).entry = i;
  }
  return root;
}

QStandardItem* cell(const QString& text, const std::string& fullName, const QString& filter) {
  auto* item = new QStandardItem(text);
  item->setEditable(false);
  item->setData(QString::fromStdString(fullName), TensorTree::fullNameRole);
  item->setData(filter, TensorTree::filterRole);
  return item;
}

}  // namespace

TensorTree::TensorTree(QObject* parent) : QStandardItemModel(parent) {}

std::optional<std::size_t> TensorTree::entryOf(const QModelIndex& index) const {
  const QVariant entry = index.siblingAtColumn(nameColumn).data(entryRole);
  return entry.isValid() ? std::optional<std::size_t>(entry.toULongLong()) : std::nullopt;
}

QModelIndex TensorTree::indexOf(std::size_t entry) const {
  return entry < leaves_.size() && leaves_[entry] != nullptr ? leaves_[entry]->index() : QModelIndex();
}

std::optional<int> TensorTree::recordOf(const std::string& name, const QStringList& records) {
  bool isNumber = false;
  const int number = QString::fromStdString(name.substr(0, name.find('.'))).toInt(&isNumber);
  if (!isNumber || number < 0 || number >= records.size()) return std::nullopt;
  return number;
}

void TensorTree::show(const TensorFile& file, const QStringList& records) {
  clear();
  setHorizontalHeaderLabels({tr("name"), tr("dtype"), tr("shape"), tr("range")});
  leaves_.assign(file.entries.size(), nullptr);
  // A layer that is the only part of another stands in one row with it: "model.layers".
  const auto add = [&](const auto& self, QStandardItem* parent, const NameNode& node,
                       const std::string& prefix) -> void {
    for (const auto& [part, below] : node.parts) {
      std::string label = part;
      std::string full = prefix + part;
      const NameNode* at = below.get();
      while (!at->entry && at->parts.size() == 1 && !at->parts[0].second->entry) {
        label += "." + at->parts[0].first;
        full += "." + at->parts[0].first;
        at = at->parts[0].second.get();
      }
      const auto record = recordOf(full, records);
      const QString filter = QString::fromStdString(full) + (record ? " " + records[*record] : QString());
      QString shown = label.empty() ? tr("(no name)") : QString::fromStdString(label);
      if (record && prefix.empty()) shown += QStringLiteral(" · ") + records[*record];
      QList<QStandardItem*> row = {cell(shown, full, filter)};
      if (at->entry) {
        const TensorEntry& entry = file.entries[*at->entry];
        row[0]->setData(static_cast<qulonglong>(*at->entry), entryRole);
        row << cell(QString::fromStdString(entry.dtype), full, filter)
            << cell(QString::fromStdString(toText(entry.extents)), full, filter) << cell({}, full, filter);
        leaves_[*at->entry] = row[0];
      }
      parent->appendRow(row);
      self(self, row[0], *at, full + ".");
    }
  };
  add(add, invisibleRootItem(), treeOf(file), "");
}

void TensorTree::setRange(std::size_t entry, const QString& text, const QString& toolTip) {
  const QModelIndex index = indexOf(entry);
  if (!index.isValid()) return;
  QStandardItem* range = itemFromIndex(index.siblingAtColumn(rangeColumn));
  range->setText(text);
  range->setToolTip(toolTip);
}

}  // namespace normscope
