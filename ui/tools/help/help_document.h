#pragma once

#include <QString>
#include <QTextDocument>
#include <QTextEdit>

#include "core/help/help_topics.h"
#include "ui/base/theme.h"

namespace normscope {

/// A page of the help with links, tables and code in the colours of the theme.
void fillDocument(QTextDocument& document, const HelpTopic& topic, const Theme& theme);

/// Whether the page has every word, whatever their case.
bool hasWords(const HelpTopic& topic, const QStringList& words);

/// Where the words stand in the document, in its order.
QList<QTextCursor> placesOf(const QTextDocument& document, const QStringList& words);

}  // namespace normscope
