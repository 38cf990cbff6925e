#pragma once

#include <QString>
#include <QStringList>
#include <functional>

class QWidget;

namespace normscope {

/// What is done with the path that was chosen; not called where the question was cancelled.
using WithPath = std::function<void(const QString& path)>;

/// A question for a file to write.
struct SaveQuestion {
  QString title;
  QString suggestion;  ///< "y.npy"; a name without an ending gets its ending
  QString filter;      ///< "NumPy arrays (*.npy)"
  QStringList endings =
      {};  ///< where there are any, a name with another ending gets that of the suggestion, too
};

// Both return at once and ask in a dialog of their own, so that a slow folder holds up nothing. Where
// `parent` is gone before the answer, the question is, too.

/// Asks for a file that is there; `filters` are as in "NumPy arrays (*.npy)".
void askToOpen(QWidget* parent, const QString& title, const QStringList& filters, const WithPath& chosen);

/// Asks where to write. A file that is there is replaced only after a further question.
void askToSave(QWidget* parent, const SaveQuestion& question, const WithPath& chosen);

/// Asks for a folder, which can be made in the question.
void askForFolder(QWidget* parent, const QString& title, const WithPath& chosen);

}  // namespace normscope
