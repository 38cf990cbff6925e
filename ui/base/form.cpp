#include "ui/base/form.h"

#include <QHBoxLayout>

#include "ui/base/window_words.h"

namespace normscope {

QLabel* sectionTitle(const QString& text) {
  auto* label = new QLabel(text.toUpper());
  label->setProperty("role", "section");
  return label;
}

QLabel* mutedLabel(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("role", "muted");
  label->setWordWrap(true);
  return label;
}

Form::Form(QWidget* parent) : QWidget(parent), rows_(new QVBoxLayout(this)) {
  rows_->setContentsMargins(0, 0, 0, 0);
  rows_->setSpacing(4);
}

QWidget* Form::addRow(const QString& label, QWidget* control) {
  auto* row = new QWidget(this);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  auto* name = new QLabel(label);
  name->setProperty("role", "field");
  name->setFixedWidth(84);
  // A long entry must not widen the panel.
  control->setMinimumWidth(0);
  control->setSizePolicy(QSizePolicy::Ignored, control->sizePolicy().verticalPolicy());
  name->setBuddy(control);
  if (control->accessibleName().isEmpty()) control->setAccessibleName(label);
  layout->addWidget(name);
  layout->addWidget(control, 1);
  rows_->addWidget(row);
  fields_ << FormField{name, control};
  return row;
}

void Form::addWide(QWidget* widget) {
  rows_->addWidget(widget);
}

void Form::clear() {
  fields_.clear();
  while (QLayoutItem* item = rows_->takeAt(0)) {
    // The row may hold the control whose signal is being handled.
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
}

ProblemLabel::ProblemLabel(QWidget* parent) : QLabel(parent) {
  setProperty("role", "problem");
  setWordWrap(true);
  setTextInteractionFlags(Qt::TextSelectableByMouse);
  hide();
}

void ProblemLabel::setProblem(const std::string& line) {
  setText(inWindowWords(QString::fromStdString(line)));
  setAccessibleName(text());
  setVisible(!line.empty());
}

}  // namespace normscope
