#pragma once

#include <QStyledItemDelegate>

#include "ui/base/theme.h"

namespace normscope {

/// A line of the command palette: the title with the typed letters marked, the menu where it is found, the
/// shortcut; where it can't be done now, grey and with the reason.
class CommandDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  CommandDelegate(const Theme& theme, QObject* parent);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  Theme theme_;
};

}  // namespace normscope
