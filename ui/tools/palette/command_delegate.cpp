#include "ui/tools/palette/command_delegate.h"

#include <QPainter>
#include <QTextLayout>

#include "ui/tools/palette/command_list.h"

namespace normscope {
namespace {

constexpr int lineHeight = 32;
constexpr int margin = 12;
constexpr int gap = 16;
constexpr int radius = 5;

/// Draws the letters at `positions` bold. Returns the width.
qreal drawTitle(QPainter& painter, const QRect& rect, const QFont& font, const QColor& color,
                const QString& title, const QList<int>& positions) {
  QTextLayout layout(title, font);
  QList<QTextLayout::FormatRange> formats;
  for (const int at : positions) {
    QTextCharFormat bold;
    bold.setFontWeight(QFont::Bold);
    formats << QTextLayout::FormatRange{at, 1, bold};
  }
  layout.setFormats(formats);
  layout.beginLayout();
  QTextLine line = layout.createLine();
  line.setLineWidth(rect.width());
  layout.endLayout();
  painter.setPen(color);
  layout.draw(&painter, QPointF(rect.left(), rect.center().y() - line.height() / 2 + 0.5));
  return line.naturalTextWidth();
}

}  // namespace

CommandDelegate::CommandDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), theme_(theme) {}

void CommandDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  const QString whyNot = index.data(CommandList::whyNotRole).toString();
  const bool possible = whyNot.isEmpty();
  if (selected) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(possible ? theme_.accent : theme_.border);
    painter->drawRoundedRect(option.rect, radius, radius);
  }
  const bool onAccent = selected && possible;
  const QColor strong = onAccent ? theme_.accentText : possible ? theme_.text : theme_.textFaint;
  const QColor quiet = onAccent ? theme_.accentText : theme_.textQuiet;

  QRect rect = option.rect.adjusted(margin, 0, -margin, 0);
  const QString shortcut = index.data(CommandList::shortcutRole).toString();
  painter->setFont(option.font);
  painter->setPen(quiet);
  painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, shortcut);
  if (!shortcut.isEmpty()) rect.setRight(rect.right() - option.fontMetrics.horizontalAdvance(shortcut) - gap);
  const int check = option.fontMetrics.horizontalAdvance(QStringLiteral("✓ "));
  if (index.data(CommandList::checkedRole).toBool())
    painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("✓"));
  rect.setLeft(rect.left() + check);
  const qreal width = drawTitle(*painter, rect, option.font, strong, index.data().toString(),
                                index.data(CommandList::positionsRole).value<QList<int>>());
  rect.setLeft(rect.left() + static_cast<int>(width) + gap);
  const QString place = index.data(CommandList::placeRole).toString();
  const QString note = possible ? place : place + QStringLiteral(" · ") + whyNot;
  painter->setPen(quiet);
  painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                    option.fontMetrics.elidedText(note, Qt::ElideRight, rect.width()));
  painter->restore();
}

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {option.rect.width(), lineHeight};
}

}  // namespace normscope
