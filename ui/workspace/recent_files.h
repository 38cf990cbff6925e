#pragma once

#include <QSettings>
#include <QString>
#include <QStringList>

namespace normscope {

/// Files that were opened, the newest first, at most ten.
class RecentFiles {
 public:
  static constexpr int most = 10;

  explicit RecentFiles(QSettings& settings) : settings_(settings) {}

  QStringList paths() const;

  /// Puts a file first; a relative path counts from the working folder.
  void add(const QString& path);
  void clear();

 private:
  QSettings& settings_;
};

/// Why a file can't be opened now: "there is no such file any more"; empty where it can.
QString whyNotToOpen(const QString& path);

}  // namespace normscope
