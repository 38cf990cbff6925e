#include "ui/base/ask_file.h"

#include <QFileDialog>
#include <QFileIconProvider>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>

#include "ui/base/translate.h"

namespace normscope {
namespace {

/// The folder of the last answer, in which the next question begins.
QString& lastFolder() {
  static QString folder;
  return folder;
}

QString kindOf(const QFileInfo& file) {
  if (file.isDir()) return tr("Folder");
  const QString ending = file.suffix();
  return ending.isEmpty() ? tr("File") : tr("%1 file").arg(ending);
}

/// What a file is by its name. Qt's own provider reads the beginning of each file of a folder to name its
/// kind, in the thread of the window: a slow disk holds it up, a file whose content comes later (/proc/kmsg)
/// for good.
class KindsByName : public QFileIconProvider {
 public:
  QIcon icon(const QFileInfo& file) const override {
    return QFileIconProvider::icon(file.isDir() ? IconType::Folder : IconType::File);
  }
  using QFileIconProvider::icon;

  QString type(const QFileInfo& file) const override { return kindOf(file); }
};

/// Opens a dialog that is deleted once it was answered. `chosen` gets the path.
void ask(QFileDialog& dialog, const WithPath& chosen) {
  static KindsByName kinds;
  dialog.setIconProvider(&kinds);
  dialog.setAttribute(Qt::WA_DeleteOnClose);
  if (!lastFolder().isEmpty()) dialog.setDirectory(lastFolder());
  QObject::connect(&dialog, &QFileDialog::fileSelected, &dialog, [chosen](const QString& path) {
    lastFolder() = QFileInfo(path).absolutePath();
    chosen(path);
  });
  dialog.open();
}

QString withEnding(const QString& path, const SaveQuestion& question) {
  const QString ending = QFileInfo(path).suffix();
  const bool known =
      question.endings.isEmpty() ? !ending.isEmpty() : question.endings.contains(ending, Qt::CaseInsensitive);
  return known ? path : path + '.' + QFileInfo(question.suggestion).suffix();
}

/// The dialog asks about the name that was typed; an ending that came later makes it another file.
void askToReplace(QWidget* parent, const QString& title, const QString& path, const WithPath& chosen) {
  auto* box = new QMessageBox(QMessageBox::Warning, title,
                              tr("%1 already exists. Replace it?").arg(QFileInfo(path).fileName()),
                              QMessageBox::Yes | QMessageBox::No, parent);
  box->setObjectName(QStringLiteral("replace-file"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setDefaultButton(QMessageBox::No);
  QObject::connect(box, &QDialog::finished, box, [chosen, path](int answer) {
    if (answer == QMessageBox::Yes) chosen(path);
  });
  box->open();
}

}  // namespace

void askToOpen(QWidget* parent, const QString& title, const QStringList& filters, const WithPath& chosen) {
  auto* dialog = new QFileDialog(parent, title);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setNameFilters(filters);
  ask(*dialog, chosen);
}

void askForFolder(QWidget* parent, const QString& title, const WithPath& chosen) {
  auto* dialog = new QFileDialog(parent, title);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  ask(*dialog, chosen);
}

void askToSave(QWidget* parent, const SaveQuestion& question, const WithPath& chosen) {
  auto* dialog = new QFileDialog(parent, question.title);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setFileMode(QFileDialog::AnyFile);
  dialog->setNameFilter(question.filter);
  dialog->setDefaultSuffix(QFileInfo(question.suggestion).suffix());
  ask(*dialog, [parent, question, chosen](const QString& path) {
    const QString whole = withEnding(path, question);
    if (whole == path || !QFileInfo::exists(whole)) return chosen(whole);
    askToReplace(parent, question.title, whole, chosen);
  });
  dialog->selectFile(question.suggestion);
  // What is typed takes the place of the suggestion.
  if (auto* name = qobject_cast<QLineEdit*>(dialog->focusWidget())) name->selectAll();
}

}  // namespace normscope
