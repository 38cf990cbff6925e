#pragma once

#include <QString>
#include <QStringList>

#include "ui/base/settings_file.h"

namespace normscope {

/// Files that were opened, the newest first, at most ten.
class RecentFiles {
 public:
  static constexpr int most = 10;

  explicit RecentFiles(SettingsFile& settings) : settings_(settings) {}

  QStringList paths() const;

  /// Puts a file first; a relative path counts from the working folder.
  void add(const QString& path);
  void clear();

 private:
  SettingsFile& settings_;
};

/// Why a file can't be opened now: "there is no such file any more"; empty where it can.
QString whyNotToOpen(const QString& path);

}  // namespace normscope
