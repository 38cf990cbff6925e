#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QStyleOptionComboBox>
#include <QTextDocument>
#include <QToolButton>
#include <functional>

namespace normscope {

/// Texts that have less room than they need, in all windows that are shown.
class CutTexts {
 public:
  using Tell = std::function<void(const QString& where, const QString& text)>;

  explicit CutTexts(Tell tell) : tell_(std::move(tell)) {}

  void findAll() {
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (!top->isVisible()) continue;
      for (QWidget* child : top->findChildren<QWidget*>()) {
        // What is not laid out yet, or is scrolled, has its room elsewhere.
        if (child->isVisible() && !child->size().isEmpty()) look(*child);
      }
    }
  }

 private:
  void tell(const QWidget& widget, const QString& text, int needs, int has) {
    tell_(QStringLiteral("%1 %2 needs %3 of %4 px")
              .arg(QString::fromLatin1(widget.metaObject()->className()), widget.objectName())
              .arg(needs)
              .arg(has),
          text);
  }

  static QString withoutMarks(QString text) { return text.remove('&'); }

  void look(QWidget& widget) {
    if (const auto* label = qobject_cast<QLabel*>(&widget)) {
      lookAtLabel(*label);
    } else if (const auto* button = qobject_cast<QAbstractButton*>(&widget)) {
      if (button->text().isEmpty() || button->property("role") == QStringLiteral("fold")) return;
      // A button may be as small as its text with a margin of 2 pixels at each side.
      const int needs = button->fontMetrics().horizontalAdvance(withoutMarks(button->text())) + 4;
      if (needs > button->width()) tell(*button, button->text(), needs, button->width());
    } else if (const auto* box = qobject_cast<QComboBox*>(&widget)) {
      lookAtBox(*box);
    } else if (const auto* head = qobject_cast<QHeaderView*>(&widget)) {
      lookAtHead(*head);
    } else if (const auto* field = qobject_cast<QLineEdit*>(&widget)) {
      const int needs = field->fontMetrics().horizontalAdvance(field->placeholderText());
      if (field->text().isEmpty() && needs + 8 > field->width())
        tell(*field, field->placeholderText(), needs + 8, field->width());
    } else if (const auto* area = qobject_cast<QScrollArea*>(&widget)) {
      // What can't be scrolled sideways has to fit.
      if (area->horizontalScrollBarPolicy() != Qt::ScrollBarAlwaysOff || area->widget() == nullptr) return;
      const int needs = area->widget()->width();
      if (needs > area->viewport()->width())
        tell(*area, QString::fromLatin1(area->widget()->metaObject()->className()), needs,
             area->viewport()->width());
    }
  }

  void lookAtLabel(const QLabel& label) {
    // What the program shortens itself, with the whole in the tool tip.
    if (label.text().contains(QStringLiteral("…")) || label.textFormat() == Qt::RichText) return;
    const QRect room = label.contentsRect();
    if (label.wordWrap()) {
      const int needs = label.heightForWidth(label.width());
      if (needs > label.height() + 1) tell(label, label.text(), needs, label.height());
      return;
    }
    for (const QString& line : withoutMarks(label.text()).split('\n')) {
      const int needs = label.fontMetrics().horizontalAdvance(line);
      if (needs > room.width() + 1) tell(label, line, needs, room.width());
    }
  }

  void lookAtBox(const QComboBox& box) {
    QStyleOptionComboBox option;
    option.initFrom(&box);
    option.editable = box.isEditable();
    const int has =
        box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box).width();
    const int needs = box.fontMetrics().horizontalAdvance(box.currentText());
    if (needs > has + 1) tell(box, box.currentText(), needs, has);
  }

  void lookAtHead(const QHeaderView& head) {
    if (head.orientation() != Qt::Horizontal || head.model() == nullptr) return;
    for (int i = 0; i < head.count(); ++i) {
      const QString text = head.model()->headerData(i, Qt::Horizontal).toString();
      for (const QString& line : text.split('\n')) {
        const int needs = head.fontMetrics().horizontalAdvance(line) + 8;
        if (!head.isSectionHidden(i) && needs > head.sectionSize(i))
          tell(head, text, needs, head.sectionSize(i));
      }
    }
  }

  Tell tell_;
};

}  // namespace normscope
