#include "ui/workspace/recent_files.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace normscope {
namespace {

const QString recentFilesKey = QStringLiteral("recent-files");

}  // namespace

/// Settings are a file that anybody may have written.
QStringList RecentFiles::paths() const {
  QStringList paths;
  for (const QString& path : settings_.value(recentFilesKey).toStringList()) {
    if (!path.isEmpty() && QFileInfo(path).isAbsolute() && !paths.contains(path)) paths << path;
  }
  return paths.mid(0, most);
}

void RecentFiles::add(const QString& path) {
  QStringList now = paths();
  const QString absolute = QFileInfo(path).absoluteFilePath();
  if (!now.isEmpty() && now.first() == absolute) return;
  now.removeAll(absolute);
  now.prepend(absolute);
  settings_.setValue(recentFilesKey, now.mid(0, most));
}

void RecentFiles::clear() {
  settings_.remove(recentFilesKey);
}

QString whyNotToOpen(const QString& path) {
  const QFileInfo file(path);
  if (!file.exists()) return QCoreApplication::translate("RecentFiles", "there is no such file any more");
  if (file.isDir()) return QCoreApplication::translate("RecentFiles", "it is a folder now");
  if (!file.isReadable()) return QCoreApplication::translate("RecentFiles", "you may not read it");
  return {};
}

}  // namespace normscope
