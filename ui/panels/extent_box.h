#pragma once

#include <QLineEdit>
#include <QSpinBox>

namespace normscope {

/// The extent of an axis. A text that is none goes back to what was there; this says so.
class ExtentBox : public QSpinBox {
  Q_OBJECT

 public:
  explicit ExtentBox(QWidget* parent = nullptr) : QSpinBox(parent) {
    connect(lineEdit(), &QLineEdit::textEdited, this, &ExtentBox::edited);
  }

  void fixup(QString& input) const override {
    if (!input.isEmpty()) emit refused(input);
    QSpinBox::fixup(input);
  }

 signals:
  void edited();
  void refused(const QString& text) const;
};

}  // namespace normscope
