#pragma once

#include <QMainWindow>
#include <functional>
#include <map>
#include <vector>

#include "ui/base/form.h"
#include "ui/base/keyboard_focus.h"
#include "ui/base/latest_job.h"
#include "ui/base/theme.h"
#include "ui/draw/export/export_choice.h"
#include "ui/pages/page.h"
#include "ui/workspace/workspace.h"

class QMenu;

namespace normscope {

class CasesPanel;
class CubeView;
class Inspector;
class LaboratoryPage;
class MapView;
class MemoryRibbon;
class ModelPage;
class PlotColumn;
class SceneOpener;
class SidePanels;
class StatusLine;
class ThemeChooser;
class ToolWindows;

/// The window: controls on the left, pages and the inspector in the middle, plots on the right, one line of
/// status below. It puts the parts together and knows nothing else: each part has the workspace, and none
/// knows another.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(Workspace& workspace, QWidget* parent = nullptr);
  ~MainWindow() override;

  void setTheme(const Theme& theme);
  void askForFile();
  void startAfresh();  ///< on the built-in tensor
  void openCase(const std::string& name);
  void say(const QString& message);   ///< in the status line
  void warn(const QString& message);  ///< the same, of what could not be done

  const Theme& theme() const { return theme_; }
  Workspace& workspace() { return workspace_; }
  const Workspace& workspace() const { return workspace_; }
  CubeView& cube() { return *cube_; }
  MapView& maps() { return *maps_; }
  LaboratoryPage& laboratory() { return *laboratory_; }
  ModelPage& model() { return *model_; }
  PlotColumn& plots() { return *plots_; }
  Inspector& inspector() { return *inspector_; }
  MemoryRibbon& memory() { return *memory_; }
  SceneOpener& opener() { return *opener_; }
  SidePanels& sides() { return *sides_; }
  const QWidget& controls() const { return *controls_; }
  /// Of the controls.
  QList<FormField> fields() const { return fields_(); }
  ToolWindows& tools() { return *tools_; }
  ThemeChooser& themes() { return *themes_; }
  QMenu& recentMenu() { return *recentMenu_; }

  /// What was chosen last for an export of a kind: "figure", "statistics", ...
  std::map<QString, ExportChoice>& exportChoices() { return exportChoices_; }

  /// Writes something in the background; the line of a failure, or of success, goes to the status line.
  void save(const QString& path, std::function<void(const std::string& path)> write,
            const std::function<void(const QString& problem)>& done = {});

  /// The same in this thread, for what is quick and needs widgets.
  void saveHere(const QString& path, const std::function<void(const std::string& path)>& write,
                const std::function<void(const QString& problem)>& done);

 signals:
  void themeChanged();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;

 private:
  QWidget* makeControls();
  QWidget* makeCentre();
  void connectMemory();
  void connectLaboratory();
  void connectModel();
  void followPage();
  void makeMenus();

  Workspace& workspace_;
  Theme theme_;
  std::vector<PageWidget*> pages_;  ///< in the order of Page
  CubeView* cube_ = nullptr;
  MapView* maps_ = nullptr;
  LaboratoryPage* laboratory_ = nullptr;
  ModelPage* model_ = nullptr;
  QWidget* normBar_ = nullptr;
  MemoryRibbon* memory_;
  Inspector* inspector_ = nullptr;
  SceneOpener* opener_;
  PlotColumn* plots_;
  StatusLine* status_;
  SidePanels* sides_ = nullptr;
  QWidget* controls_ = nullptr;  ///< of tensor and norm
  std::function<QList<FormField>()> fields_;
  ToolWindows* tools_;
  CasesPanel* cases_;
  ThemeChooser* themes_ = nullptr;
  QMenu* recentMenu_ = nullptr;
  QWidget* dropSign_ = nullptr;
  std::map<QString, ExportChoice> exportChoices_;
  KeyboardFocus keys_;
  LatestJob saving_;
};

}  // namespace normscope
