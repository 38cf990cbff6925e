#include "ui/draw/export/export_preview.h"

#include <QPainter>

#include "ui/base/fonts.h"

namespace normscope {
namespace {

constexpr int previewMargin = 32;
constexpr int square = 8;  // of the chessboard

void paintChessboard(QPainter& painter, const QRect& area) {
  painter.fillRect(area, QColor(255, 255, 255));
  for (int y = area.top(); y <= area.bottom(); y += square) {
    for (int x = area.left(); x <= area.right(); x += square) {
      if (((x - area.left()) / square + (y - area.top()) / square) % 2 == 0) continue;
      painter.fillRect(QRect(x, y, square, square) & area, QColor(222, 226, 232));
    }
  }
}

}  // namespace

ExportPreview::ExportPreview(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("export-preview"));
  setAccessibleName(tr("Preview"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  drawing_.setSingleShot(true);
  drawing_.setInterval(0);
  connect(&drawing_, &QTimer::timeout, this, &ExportPreview::draw);
}

void ExportPreview::showPicture(const Picture& picture, bool transparent) {
  picture_ = picture;
  transparent_ = transparent;
  text_.clear();
  drawing_.start();
}

void ExportPreview::showText(const QString& text) {
  picture_.reset();
  text_ = text;
  update();
}

QRectF ExportPreview::paper() const {
  const QSizeF size = picture_->size.scaled(QSizeF(width() - 2 * previewMargin, height() - 2 * previewMargin),
                                            Qt::KeepAspectRatio);
  return {QPointF(qRound((width() - size.width()) / 2), qRound((height() - size.height()) / 2)),
          QSizeF(size.toSize())};
}

/// Into an image, since a picture begins painters of its own.
void ExportPreview::draw() {
  if (!picture_) return;
  const QSize size = (paper().size() * devicePixelRatioF()).toSize();
  image_ = QImage(size.expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
  image_.fill(transparent_ ? QColor(Qt::transparent) : picture_->background);
  picture_->paint(image_, image_.rect(), false);
  update();
}

void ExportPreview::resizeEvent(QResizeEvent*) {
  drawing_.start();
}

void ExportPreview::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), palette().color(QPalette::Window));
  if (!picture_) {
    painter.setFont(uiFont(12));
    painter.setPen(palette().color(QPalette::Text));
    const QRect area = rect().adjusted(previewMargin, previewMargin, -previewMargin, -previewMargin);
    painter.setClipRect(area);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignTop, text_);
    return;
  }
  const QRect sheet = paper().toRect();
  if (transparent_) paintChessboard(painter, sheet);
  painter.drawImage(sheet, image_);
  painter.setPen(palette().color(QPalette::Mid));
  painter.drawRect(sheet.adjusted(-1, -1, 0, 0));
}

}  // namespace normscope
