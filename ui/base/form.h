#pragma once

#include <QLabel>
#include <QList>
#include <QVBoxLayout>
#include <QWidget>

namespace normscope {

/// A quiet heading over a part of a panel, in small capitals' size.
QLabel* sectionTitle(const QString& text);

/// A line of secondary text that wraps.
QLabel* mutedLabel(const QString& text = {});

/// A control and the label of its row.
struct FormField {
  QLabel* label;
  QWidget* control;
};

/// A column of rows "label  control", aligned and on the 4 px grid. A row can be hidden as a whole.
class Form : public QWidget {
  Q_OBJECT

 public:
  explicit Form(QWidget* parent = nullptr);

  /// Adds a row; the label becomes the control's buddy and accessible name. Returns the row.
  QWidget* addRow(const QString& label, QWidget* control);
  void addWide(QWidget* widget);
  void clear();
  /// Of its rows, hidden ones too, in their order.
  const QList<FormField>& fields() const { return fields_; }

 private:
  QVBoxLayout* rows_;
  QList<FormField> fields_;
};

/// Where a refusal is shown: beside its cause, in the words of the window. Hidden while there is
/// nothing to say.
class ProblemLabel : public QLabel {
  Q_OBJECT

 public:
  explicit ProblemLabel(QWidget* parent = nullptr);
  void setProblem(const std::string& line);
};

}  // namespace normscope
