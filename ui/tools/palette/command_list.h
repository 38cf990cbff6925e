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
  /// `extra` comes first: what the text itself means, whatever the names of commands.
  void filter(const QString& typed, const std::optional<PaletteCommand>& extra = std::nullopt);
  const PaletteCommand& at(int row) const;

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
  std::optional<PaletteCommand> extra_;  ///< the first row, where there is one
};

}  // namespace normscope
