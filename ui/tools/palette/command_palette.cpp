#include "ui/tools/palette/command_palette.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/tools/palette/command_delegate.h"

namespace normscope {
namespace {

constexpr int widest = 600;
constexpr int tallest = 420;
constexpr int fromTop = 72;

}  // namespace

CommandPalette::CommandPalette(const QList<PaletteCommand>& commands, const Theme& theme, QWidget* parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint),
      typed_(new QLineEdit),
      list_(new QListView),
      nothing_(new QLabel(tr("No command has these letters in this order."))),
      commands_(new CommandList(this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("command-palette"));
  setProperty("role", "palette");
  setAccessibleName(tr("Commands"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 8, 8, 8);
  column->setSpacing(8);
  column->addWidget(typed_);
  column->addWidget(nothing_);
  column->addWidget(list_, 1);
  typed_->setObjectName(QStringLiteral("palette-typed"));
  typed_->setPlaceholderText(tr("Type a command, a field, a norm or an index such as 1, 2, 3, 4"));
  typed_->setAccessibleName(tr("Command"));
  typed_->installEventFilter(this);
  nothing_->setProperty("role", "caption");
  nothing_->setContentsMargins(8, 4, 8, 4);
  list_->setObjectName(QStringLiteral("palette-list"));
  list_->setAccessibleName(tr("Commands"));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setUniformItemSizes(true);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setFocusProxy(typed_);  // the letters always go to the field
  list_->setModel(commands_);
  list_->setItemDelegate(new CommandDelegate(theme, list_));
  commands_->setCommands(commands);
  connect(typed_, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(list_, &QListView::clicked, this, &CommandPalette::run);
  filter({});
}

void CommandPalette::open() {
  const QWidget& below = *parentWidget();
  const QSize size(std::min(widest, below.width() - 48), std::min(tallest, below.height() - 2 * fromTop));
  resize(size);
  move(below.mapToGlobal(QPoint((below.width() - size.width()) / 2, fromTop)));
  fitHeight();
  show();
  typed_->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::filter(const QString& typed) {
  commands_->filter(typed, meaning_ ? meaning_(typed) : std::nullopt);
  const bool any = commands_->rowCount() > 0;
  nothing_->setVisible(!any);
  if (any) list_->setCurrentIndex(commands_->index(0));
  list_->setVisible(any);
  list_->scrollToTop();
  fitHeight();
}

/// As high as what it lists, so that no half of it is empty.
void CommandPalette::fitHeight() {
  const int rows = commands_->rowCount() * std::max(1, list_->sizeHintForRow(0));
  const int rest = typed_->sizeHint().height() + 32;
  const int nothing = commands_->rowCount() == 0 ? nothing_->sizeHint().height() : 0;
  resize(width(), std::min({tallest, parentWidget()->height() - 2 * fromTop, rest + rows + nothing}));
}

/// The arrow keys go round; pages stop at the ends.
bool CommandPalette::moveBy(int key) {
  const int count = commands_->rowCount();
  if (count == 0) return false;
  const int page = std::max(1, list_->viewport()->height() / std::max(1, list_->sizeHintForRow(0)) - 1);
  const int now = list_->currentIndex().row();
  int row = now;
  if (key == Qt::Key_Down) row = (now + 1) % count;
  if (key == Qt::Key_Up) row = (now + count - 1) % count;
  if (key == Qt::Key_PageDown) row = std::min(now + page, count - 1);
  if (key == Qt::Key_PageUp) row = std::max(now - page, 0);
  if (row == now) return false;
  list_->setCurrentIndex(commands_->index(row));
  return true;
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched != typed_ || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    run(list_->currentIndex());
    return true;
  }
  if (key == Qt::Key_Tab || key == Qt::Key_Backtab) return true;  // there is nowhere else to go
  return moveBy(key) || QFrame::eventFilter(watched, event);
}

/// What can't be done now stays where it is, with its reason. The command runs once the popup is gone: it may
/// open a dialog.
void CommandPalette::run(const QModelIndex& index) {
  if (!index.isValid() || !commands_->at(index.row()).whyNot.isEmpty()) return;
  QTimer::singleShot(0, parentWidget(), commands_->at(index.row()).run);
  close();
}

}  // namespace normscope
