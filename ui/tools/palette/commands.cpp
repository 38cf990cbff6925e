#include "ui/tools/palette/commands.h"

#include <QMenu>
#include <QMenuBar>

#include "ui/base/translate.h"
#include "ui/workspace/inspection.h"

namespace normscope {
namespace {

QString reasonOf(const QAction& action) {
  if (action.isEnabled()) return {};
  // Without one of its own, the tool tip of an action is its text.
  const QString tip = action.toolTip();
  return plainText(tip) == plainText(action.text()) ? tr("not possible now") : tip;
}

struct OtherWord {
  const char* action;  ///< its name
  const char* word;
};

/// What people type who know the command line, or what is done there.
constexpr OtherWord otherWords[] = {{"open-match", "match"}, {"page-laboratory", "train"}};

QString otherWordOf(const QAction& action) {
  for (const auto& [name, word] : otherWords) {
    if (action.objectName() == QLatin1String(name)) return QString::fromLatin1(word);
  }
  return {};
}

PaletteCommand commandOf(QAction& action, const QString& place) {
  return {plainText(action.text()),
          plainText(action.iconText()),  // the text, where it is not set
          place,
          action.shortcut().toString(QKeySequence::NativeText),
          reasonOf(action),
          action.isCheckable() && action.isChecked(),
          [pointer = QPointer<QAction>(&action)] {
            if (pointer) pointer->trigger();
          },
          otherWordOf(action)};
}

void collect(QList<PaletteCommand>& commands, QMenu& menu, const QString& place) {
  emit menu.aboutToShow();
  for (QAction* action : menu.actions()) {
    if (action->isSeparator() || !action->isVisible()) continue;
    if (QMenu* inner = action->menu()) {
      collect(commands, *inner, place + QStringLiteral(" › ") + plainText(action->text()));
    } else {
      commands << commandOf(*action, place);
    }
  }
}

}  // namespace

QString plainText(const QString& menuText) {
  QString text;
  for (qsizetype i = 0; i < menuText.size(); ++i) {
    if (menuText[i] == '&' && ++i == menuText.size()) break;
    text += menuText[i];
  }
  if (text.endsWith(QStringLiteral("…"))) text.chop(1);
  return text;
}

QList<PaletteCommand> commandsOf(const QMenuBar& bar) {
  QList<PaletteCommand> commands;
  for (QAction* action : bar.actions()) {
    if (QMenu* menu = action->menu()) collect(commands, *menu, plainText(action->text()));
  }
  return commands;
}

QList<PaletteCommand> commandsOf(const QList<FormField>& fields, const QWidget& holder,
                                 const std::function<void()>& show) {
  QList<PaletteCommand> commands;
  for (const auto& [label, field] : fields) {
    if (!label->isVisibleTo(&holder)) continue;
    const QString name = plainText(label->text());
    // A field of several controls is named by the first, too: "ε, eps".
    const QWidget* first = field->focusProxy();
    const bool hasTwoNames =
        first != nullptr && !first->accessibleName().isEmpty() && first->accessibleName() != name;
    const QString title = hasTwoNames ? name + QStringLiteral(", ") + first->accessibleName() : name;
    commands << PaletteCommand{
        title, title, tr("Field"), {}, {}, false, [show, pointer = QPointer<QWidget>(field)] {
          show();
          if (pointer) pointer->setFocus(Qt::ShortcutFocusReason);
        }};
  }
  return commands;
}

std::optional<PaletteCommand> indexCommand(Workspace& workspace, const QString& text) {
  const auto element = elementOf(workspace.shape(), text);
  if (!element) return std::nullopt;
  const QString title = tr("Select x[%1]").arg(indexText(workspace.shape(), *element));
  return PaletteCommand{title,
                        title,
                        tr("Element"),
                        {},
                        {},
                        false,
                        [&workspace, at = *element] { workspace.select(at, true); }};
}

}  // namespace normscope
