#pragma once

#include <QAbstractListModel>

#include "ui/tools/palette/commands.h"
#include "ui/tools/palette/fuzzy.h"

namespace normscope {

/// The commands that answer to what was typed, best first; all of them, in their order, where nothing was.
class CommandList : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { placeRole = Qt::UserRole, shortcutRole, whyNotRole, checkedRole, positionsRole };

  using QAbstractListModel::QAbstractListModel;

  void setCommands(const QList<PaletteCommand>& commands);
  void filter(const QString& typed);
  const PaletteCommand& at(int row) const { return commands_[shown_[row].command]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  struct Shown {
    qsizetype command;
    int score;
    QList<int> positions;  ///< of the typed letters in the title
  };

  std::optional<Shown> match(qsizetype command, const QString& typed) const;

  QList<PaletteCommand> commands_;
  QList<Shown> shown_;
};

}  // namespace normscope
