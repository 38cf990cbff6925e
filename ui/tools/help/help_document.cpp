#include "ui/tools/help/help_document.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextFrame>
#include <QTextTable>
#include <algorithm>

namespace normscope {
namespace {

QString markdownOf(const HelpTopic& topic) {
  return QString::fromUtf8(topic.markdown.data(), static_cast<qsizetype>(topic.markdown.size()));
}

void styleTable(QTextTable& table, const Theme& theme) {
  QTextTableFormat format = table.format();
  format.setBorder(1);
  format.setBorderCollapse(true);
  format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
  format.setBorderBrush(theme.border);
  format.setCellPadding(5);
  format.setCellSpacing(0);
  format.setTopMargin(4);
  format.setBottomMargin(12);
  table.setFormat(format);
}

bool isCodeBlock(const QTextBlock& block) {
  return block.blockFormat().hasProperty(QTextFormat::BlockCodeFence) ||
         block.blockFormat().hasProperty(QTextFormat::BlockCodeLanguage) ||
         block.blockFormat().nonBreakableLines();
}

/// Long lines of code go on in the next one rather than out of the window.
void styleCode(const QTextBlock& block, const Theme& theme) {
  QTextBlockFormat format = block.blockFormat();
  format.setNonBreakableLines(false);
  format.setBackground(theme.panel);
  format.setLeftMargin(12);
  format.setBottomMargin(isCodeBlock(block.next()) ? 0 : 10);
  QTextCursor(block).setBlockFormat(format);
}

void styleProse(const QTextBlock& block) {
  QTextBlockFormat format = block.blockFormat();
  format.setTopMargin(format.headingLevel() > 1 ? 14 : 0);
  format.setBottomMargin(8);
  QTextCursor(block).setBlockFormat(format);
}

}  // namespace

void fillDocument(QTextDocument& document, const HelpTopic& topic, const Theme& theme) {
  document.setDocumentMargin(14);
  document.setMarkdown(markdownOf(topic), QTextDocument::MarkdownDialectGitHub);
  for (QTextFrame* frame : document.rootFrame()->childFrames()) {
    if (auto* table = qobject_cast<QTextTable*>(frame)) styleTable(*table, theme);
  }
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    if (QTextCursor(block).currentTable() != nullptr) continue;
    if (isCodeBlock(block)) {
      styleCode(block, theme);
    } else {
      styleProse(block);
    }
  }
}

bool hasWords(const HelpTopic& topic, const QStringList& words) {
  const QString text = markdownOf(topic);
  return std::all_of(words.begin(), words.end(),
                     [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

QList<QTextCursor> placesOf(const QTextDocument& document, const QStringList& words) {
  QList<QTextCursor> places;
  for (const QString& word : words) {
    for (QTextCursor at = document.find(word); !at.isNull(); at = document.find(word, at)) places << at;
  }
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace normscope
