#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>
#include <optional>

#include "ui/draw/export/picture_file.h"

namespace normscope {

/// A picture as it will be on paper, as large as there is room; a transparent one before a chessboard.
/// Numbers are shown as their text.
class ExportPreview : public QWidget {
  Q_OBJECT

 public:
  explicit ExportPreview(QWidget* parent = nullptr);
  void showPicture(const Picture& picture, bool transparent);
  void showText(const QString& text);

  QSize sizeHint() const override { return {600, 480}; }
  QSize minimumSizeHint() const override { return {320, 280}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QRectF paper() const;
  void draw();

  std::optional<Picture> picture_;
  bool transparent_ = false;
  QString text_;
  QImage image_;
  QTimer drawing_;
};

}  // namespace normscope
