#include "ui/base/fold_button.h"

#include <QAction>
#include <QStyleOptionToolButton>
#include <QStylePainter>

namespace normscope {

FoldButton::FoldButton(Side side, QAction& action, QWidget* parent) : QToolButton(parent), side_(side) {
  setDefaultAction(&action);
  setAccessibleName(action.toolTip());
  setProperty("role", "fold");
  setFocusPolicy(Qt::TabFocus);
  setFixedSize(sizeHint());
}

void FoldButton::paintEvent(QPaintEvent*) {
  QStylePainter painter(this);
  QStyleOptionToolButton option;
  initStyleOption(&option);
  option.text.clear();  // the action's, which menus show
  painter.drawComplexControl(QStyle::CC_ToolButton, option);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor color = palette().color(isChecked() ? QPalette::Highlight : QPalette::PlaceholderText);
  painter.setPen(QPen(color, 1.5));
  const QRectF frame = QRectF(rect()).adjusted(8, 9, -8, -9);
  const double part = 5;
  painter.drawRoundedRect(frame, 2, 2);
  const QRectF panel = side_ == Side::left ? QRectF(frame.left(), frame.top(), part, frame.height())
                                           : QRectF(frame.right() - part, frame.top(), part, frame.height());
  if (isChecked()) painter.setBrush(color);
  painter.drawRoundedRect(panel, 2, 2);
}

}  // namespace normscope
