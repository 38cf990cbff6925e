#pragma once

#include <qcustomplot.h>

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QBuffer>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QSvgGenerator>
#include <QTreeView>
#include <QXmlStreamReader>
#include <functional>

#include "ui/draw/memory/memory_ribbon.h"
#include "ui/draw/view/element_view.h"

namespace normscope {

/// What a person can read in the windows that are open, or have read to them, each text with where it stands.
class SeenTexts {
 public:
  using Tell = std::function<void(const QString& where, const QString& text)>;

  explicit SeenTexts(Tell tell) : tell_(std::move(tell)) {}

  /// Of all windows that are shown, with their menus.
  void readAll() {
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (!top->isVisible()) continue;
      read(*top);
      for (QWidget* child : top->findChildren<QWidget*>()) {
        if (child->isVisible()) read(*child);
      }
    }
  }

  /// Its entries, and those of the menus in it, as it is filled when it opens.
  void readMenu(QMenu& menu) {
    emit menu.aboutToShow();
    for (QAction* action : menu.actions()) {
      // Why core takes a device is what core says.
      if (menu.objectName() == QStringLiteral("devices")) {
        tell(QStringLiteral("devices"), action->text());
        continue;
      }
      readAction(*action);
      if (action->menu() != nullptr) readMenu(*action->menu());
    }
  }

 private:
  void tell(const QString& where, const QString& text) {
    if (!text.isEmpty()) tell_(where, text);
  }

  void readAction(const QAction& action) {
    const QString where = QStringLiteral("action ") + action.objectName();
    tell(where, action.text());
    tell(where, action.toolTip());
  }

  void read(QWidget& widget) {
    const QString where = QString::fromLatin1(widget.metaObject()->className()) + ' ' + widget.objectName();
    // Parts that Qt makes within a widget.
    if (widget.objectName().startsWith(QStringLiteral("qt_"))) return;
    tell(where, widget.toolTip());
    tell(where, widget.accessibleName());
    tell(where, widget.accessibleDescription());
    if (widget.isWindow()) tell(where, widget.windowTitle());
    for (const QAction* action : widget.actions()) readAction(*action);
    if (const auto* label = qobject_cast<QLabel*>(&widget)) tell(where, label->text());
    if (const auto* button = qobject_cast<QAbstractButton*>(&widget)) tell(where, button->text());
    if (const auto* field = qobject_cast<QLineEdit*>(&widget)) tell(where, field->placeholderText());
    if (const auto* edit = qobject_cast<QPlainTextEdit*>(&widget)) {
      tell(where, edit->placeholderText());
      tell(where, edit->toPlainText());
    }
    if (const auto* box = qobject_cast<QAbstractSpinBox*>(&widget)) tell(where, box->text());
    if (const auto* box = qobject_cast<QComboBox*>(&widget)) readItems(where, *box->model(), {});
    if (const auto* view = qobject_cast<QAbstractItemView*>(&widget)) {
      const bool isHeader = qobject_cast<const QHeaderView*>(view) != nullptr;
      if (view->model() != nullptr && !isHeader) readItems(where, *view->model(), {});
    }
    readDrawn(where, widget);
  }

  void readItems(const QString& where, const QAbstractItemModel& model, const QModelIndex& parent) {
    for (int column = 0; column < model.columnCount(parent); ++column) {
      if (!parent.isValid()) {
        tell(where, model.headerData(column, Qt::Horizontal).toString().section('\n', 0));
        tell(where, model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
      }
      for (int row = 0; row < std::min(model.rowCount(parent), 30); ++row) {
        const QModelIndex index = model.index(row, column, parent);
        for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole),
                               int(Qt::AccessibleDescriptionRole)})
          if (index.data(Qt::AccessibleDescriptionRole).toString() != QStringLiteral("separator"))
            tell(where, index.data(role).toString());
        if (column == 0) readItems(where, model, index);
      }
    }
  }

  /// What a view draws itself, as text of an SVG file.
  void readDrawn(const QString& where, QWidget& widget) {
    auto* plot = qobject_cast<QCustomPlot*>(&widget);
    const bool draws = plot != nullptr || qobject_cast<ElementView*>(&widget) != nullptr ||
                       qobject_cast<MemoryRibbon*>(&widget) != nullptr ||
                       widget.inherits("normscope::ReadoutBox");
    if (!draws) return;
    QBuffer file;
    QSvgGenerator svg;
    svg.setOutputDevice(&file);
    svg.setSize(widget.size());
    if (plot != nullptr) {
      QCPPainter painter(&svg);
      painter.setMode(QCPPainter::pmVectorized);
      painter.setMode(QCPPainter::pmNoCaching);
      plot->toPainter(&painter, plot->width(), plot->height());
    } else {
      widget.render(&svg);
    }
    QXmlStreamReader xml(file.data());
    QStringList lines;
    while (!xml.atEnd()) {
      if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("text"))
        lines << xml.readElementText();
    }
    tell(where + QStringLiteral(" (drawn)"), lines.join(QStringLiteral(" | ")));
  }

  Tell tell_;
};

}  // namespace normscope
