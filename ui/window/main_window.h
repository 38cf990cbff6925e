#pragma once

#include <QLabel>
#include <QMainWindow>
#include <QProgressBar>

#include "ui/base/latest_job.h"
#include "ui/base/theme.h"
#include "ui/workspace/comparison.h"
#include "ui/workspace/session.h"
#include "ui/workspace/side_by_side.h"
#include "ui/workspace/view_state.h"

namespace normscope {

class CubeView;
class MapView;
class MemoryRibbon;
class PlotColumn;
class SceneOpener;

/// The window: controls on the left, the cube and the inspector in the middle, plots on the right, one line
/// of status below. It only puts the parts together and connects them with the session.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(Session& session, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void askForFile();
  void say(const QString& message);  ///< in the status line
  const Theme& theme() const { return theme_; }
  CubeView& cube() { return *cube_; }
  MapView& maps() { return *maps_; }
  PlotColumn& plots() { return *plots_; }
  Session& session() { return session_; }
  SideBySide& norms() { return norms_; }
  Comparison& comparison() { return comparison_; }
  Look& look() { return look_; }
  SceneOpener& opener() { return *opener_; }

  /// Writes something in the background; the line of a failure, or of success, goes to the status line.
  void save(const QString& path, std::function<void(const std::string& path)> write);

  /// The same in this thread, for what is quick and needs widgets.
  void saveHere(const QString& path, const std::function<void(const std::string& path)>& write);

 signals:
  void themeChanged();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;

 private:
  QWidget* makeControls();
  QWidget* makeCentre();
  QWidget* makeStatusLine();
  void connectCube();
  void connectMaps();
  void connectMemory();
  void togglePin(qint64 element);
  void showStaleness();

  Session& session_;
  SideBySide norms_;
  Comparison comparison_;
  Look look_;
  Theme theme_;
  CubeView* cube_;
  MapView* maps_;
  MemoryRibbon* memory_;
  SceneOpener* opener_;
  PlotColumn* plots_;
  LatestJob saving_;
};

}  // namespace normscope
