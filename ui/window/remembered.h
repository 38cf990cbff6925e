#pragma once

#include <QObject>

#include "ui/base/color_scheme.h"
#include "ui/base/settings_file.h"
#include "ui/workspace/recent_files.h"

class QMenu;

namespace normscope {

class MainWindow;

/// What a window keeps from one start to the next: where it was and how it was divided, the theme, the files
/// that were opened, and the document, as a session in a file beside the settings. All of these are files
/// that anybody may have written: what does not read is as if it were not there.
class Remembered : public QObject {
  Q_OBJECT

 public:
  /// Restores the window and fills its menu of recent files. `fromDesktop` is what the desktop's colours say.
  Remembered(MainWindow& window, SettingsFile& settings, ColorScheme fromDesktop);

  /// Saves everything.
  ~Remembered() override;

  /// Opens the document of the last time, else the built-in start. Where it can't be opened the status line
  /// says why.
  void openLast();

 private:
  void restoreWindow();
  void restoreTheme(ColorScheme fromDesktop);
  void restoreExports();
  void fillRecentMenu();
  void noteFile();
  void refuseLast(const QString& reason);
  void sayAfterResult(const QString& message);
  void finishOpening();
  void openDocument();
  void openOldSettings(const std::string& source);
  void requireThatItDidNotEnd(const std::string& source);
  QString documentFile() const;
  void save();
  void saveSession();

  MainWindow& window_;
  SettingsFile& settings_;
  RecentFiles recent_;
  QMenu* recentMenu_;
  bool opening_ = false;    ///< the last tensor is asked for, and not there yet
  bool needsPlan_ = false;  ///< and so is its norm, which must have a plan
};

}  // namespace normscope
