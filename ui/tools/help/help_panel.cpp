#include "ui/tools/help/help_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/form.h"
#include "ui/tools/help/help_document.h"

namespace normscope {
namespace {

/// The page that greets.
constexpr std::string_view firstTopic = "window";

QString titleOf(const HelpTopic& topic) {
  return QString::fromUtf8(topic.title.data(), static_cast<qsizetype>(topic.title.size()));
}

}  // namespace

HelpPanel::HelpPanel(Workspace&, QWidget* parent)
    : Tool(parent),
      search_(new QLineEdit),
      topics_(new QListWidget),
      nothing_(mutedLabel(tr("No page has these words."))),
      text_(new QTextBrowser) {
  search_->setObjectName(QStringLiteral("help-search"));
  search_->setAccessibleName(tr("Search the help"));
  search_->setPlaceholderText(tr("Search the help; Return goes to the next place"));
  search_->setClearButtonEnabled(true);
  topics_->setObjectName(QStringLiteral("help-topics"));
  topics_->setAccessibleName(tr("Pages"));
  topics_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  nothing_->setObjectName(QStringLiteral("help-nothing"));
  nothing_->hide();
  setUpText();
  auto* left = new QVBoxLayout;
  left->setSpacing(8);
  left->addWidget(topics_, 1);
  left->addWidget(nothing_);
  auto* row = new QHBoxLayout;
  row->setSpacing(12);
  row->addLayout(left);
  row->addWidget(text_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  column->addWidget(search_);
  column->addLayout(row, 1);
  connect(search_, &QLineEdit::textChanged, this, &HelpPanel::search);
  connect(search_, &QLineEdit::returnPressed, this, &HelpPanel::goToNext);
  connect(topics_, &QListWidget::currentRowChanged, this, &HelpPanel::showCurrent);
  fillList();
  showTopic(findHelpTopic(firstTopic));
}

void HelpPanel::setUpText() {
  text_->setObjectName(QStringLiteral("help-text"));
  text_->setAccessibleName(tr("Page"));
  text_->setOpenLinks(false);
  connect(text_, &QTextBrowser::anchorClicked, this, &HelpPanel::follow);
}

/// An item a page, in the order of the pages; as wide as the longest title.
void HelpPanel::fillList() {
  for (const HelpTopic& topic : helpTopics()) topics_->addItem(titleOf(topic));
  topics_->setFixedWidth(topics_->sizeHintForColumn(0) + 40);
}

void HelpPanel::setTheme(const Theme& theme) {
  theme_ = theme;
  showCurrent();
}

void HelpPanel::showTopic(const HelpTopic& topic) {
  search_->clear();
  topics_->setCurrentRow(static_cast<int>(&topic - helpTopics().data()));
}

QStringList HelpPanel::words() const {
  return search_->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/// Stays on the page that is shown where it has the words, else shows the first that has them.
void HelpPanel::search() {
  int first = -1;
  for (int row = 0; row < topics_->count(); ++row) {
    const bool found = hasWords(helpTopics()[static_cast<std::size_t>(row)], words());
    topics_->item(row)->setHidden(!found);
    if (found && first < 0) first = row;
  }
  nothing_->setVisible(first < 0);
  const int current = topics_->currentRow();
  if (first >= 0 && (current < 0 || topics_->item(current)->isHidden())) return topics_->setCurrentRow(first);
  markWords();
}

void HelpPanel::showCurrent() {
  if (topics_->currentRow() < 0) return;
  fillDocument(*text_->document(), helpTopics()[static_cast<std::size_t>(topics_->currentRow())], theme_);
  text_->moveCursor(QTextCursor::Start);
  markWords();
}

void HelpPanel::markWords() {
  places_ = placesOf(*text_->document(), words());
  QList<QTextEdit::ExtraSelection> marks;
  for (const QTextCursor& place : std::as_const(places_)) {
    QTextEdit::ExtraSelection mark;
    mark.cursor = place;
    mark.format.setBackground(theme_.accent);
    mark.format.setForeground(theme_.accentText);
    marks << mark;
  }
  text_->setExtraSelections(marks);
  text_->moveCursor(QTextCursor::Start);
  goToNext();
}

/// Behind the last place the first one comes again.
void HelpPanel::goToNext() {
  if (places_.isEmpty()) return;
  const int here = text_->textCursor().selectionStart();
  const bool selected = text_->textCursor().hasSelection();
  auto next = std::find_if(places_.begin(), places_.end(), [&](const QTextCursor& place) {
    return place.selectionStart() > here || (!selected && place.selectionStart() == here);
  });
  text_->setTextCursor(next == places_.end() ? places_.first() : *next);
}

/// Pages link to each other as NAME.md.
void HelpPanel::follow(const QUrl& link) {
  const std::string file = link.fileName().toStdString();
  for (const HelpTopic& topic : helpTopics()) {
    if (file == std::string(topic.name) + ".md") return showTopic(topic);
  }
}

}  // namespace normscope
