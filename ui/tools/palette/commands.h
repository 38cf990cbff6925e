#pragma once

#include <QAction>
#include <QList>
#include <QPointer>
#include <QString>
#include <functional>
#include <optional>

#include "ui/base/form.h"

class QMenuBar;

namespace normscope {

class Workspace;

/// Something that can be done, wherever it is found.
struct PaletteCommand {
  QString title;         ///< "Undo groups 2 → 4"
  QString name;          ///< without what changes with the window: "Undo"
  QString place;         ///< "Edit", "View › Theme"
  QString shortcut;      ///< as it is written on this desktop
  QString whyNot;        ///< not empty: it can't be done now, for this reason
  bool checked = false;  ///< it is what is chosen now
  std::function<void()> run;
  QString words = {};  ///< others that it is found by: "match"
};

/// A menu text without the mark of its key and without the dots that announce a question.
QString plainText(const QString& menuText);

/// Every action that can be reached from a menu bar, in its order. Menus that are filled when they open are
/// filled.
QList<PaletteCommand> commandsOf(const QMenuBar& bar);

/// The fields that can be seen in the widget with their forms, by their labels: `show` brings that into view,
/// then the field has the keyboard.
QList<PaletteCommand> commandsOf(const QList<FormField>& fields, const QWidget& holder,
                                 const std::function<void()>& show);

/// Where the text is the index of an element, such as "1, 2, 3, 4": to select it.
std::optional<PaletteCommand> indexCommand(Workspace& workspace, const QString& text);

}  // namespace normscope
