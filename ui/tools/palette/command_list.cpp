#include "ui/tools/palette/command_list.h"

#include <algorithm>

namespace normscope {
namespace {

/// A match in the title is worth more than one that needs the menu's name.
constexpr int inTitle = 200;

}  // namespace

void CommandList::setCommands(const QList<PaletteCommand>& commands) {
  commands_ = commands;
  filter({});
}

std::optional<CommandList::Shown> CommandList::match(qsizetype command, const QString& typed) const {
  const PaletteCommand& tried = commands_[command];
  if (const auto title = fuzzyMatch(typed, tried.title))
    return Shown{command, title->score + inTitle, title->positions};
  if (!tried.words.isEmpty()) {
    if (const auto word = fuzzyMatch(typed, tried.words)) return Shown{command, word->score + inTitle, {}};
  }
  const QString prefix = tried.place + ' ';
  const auto both = fuzzyMatch(typed, prefix + tried.title);
  if (!both) return std::nullopt;
  Shown shown{command, both->score, {}};
  for (const int at : both->positions) {
    if (at >= prefix.size()) shown.positions << at - static_cast<int>(prefix.size());
  }
  return shown;
}

const PaletteCommand& CommandList::at(int row) const {
  if (extra_) return row == 0 ? *extra_ : commands_[shown_[row - 1].command];
  return commands_[shown_[row].command];
}

void CommandList::filter(const QString& typed, const std::optional<PaletteCommand>& extra) {
  beginResetModel();
  extra_ = extra;
  shown_.clear();
  for (qsizetype i = 0; i < commands_.size(); ++i) {
    if (const auto shown = match(i, typed)) shown_ << *shown;
  }
  if (!typed.trimmed().isEmpty()) {
    std::stable_sort(shown_.begin(), shown_.end(),
                     [](const Shown& a, const Shown& b) { return a.score > b.score; });
  }
  endResetModel();
}

int CommandList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.size()) + (extra_ ? 1 : 0);
}

QVariant CommandList::data(const QModelIndex& index, int role) const {
  const PaletteCommand& command = at(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return command.title;
    case Qt::AccessibleTextRole: {
      QStringList parts = {command.title, command.place};
      if (!command.shortcut.isEmpty()) parts << command.shortcut;
      if (command.checked) parts << tr("chosen");
      if (!command.whyNot.isEmpty()) parts << command.whyNot;
      return parts.join(QStringLiteral(", "));
    }
    case placeRole:
      return command.place;
    case shortcutRole:
      return command.shortcut;
    case whyNotRole:
      return command.whyNot;
    case checkedRole:
      return command.checked;
    case positionsRole:
      if (extra_ && index.row() == 0) return QVariant::fromValue(QList<int>());
      return QVariant::fromValue(shown_[index.row() - (extra_ ? 1 : 0)].positions);
    default:
      return {};
  }
}

/// One that can't be done now can be read all the same.
Qt::ItemFlags CommandList::flags(const QModelIndex&) const {
  return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

}  // namespace normscope
