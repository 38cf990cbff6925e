#pragma once

#include "ui/draw/cube/cube_view.h"
#include "ui/pages/cube_panes.h"
#include "ui/pages/page.h"

namespace normscope {

/// The cubes of the norms.
class CubePage : public PageWidget {
  Q_OBJECT

 public:
  explicit CubePage(Workspace& workspace, QWidget* parent = nullptr);

  CubeView& view() { return *view_; }
  void setTheme(const Theme& theme) override { view_->setTheme(theme); }

 private:
  void followCamera();

  Workspace& workspace_;
  CubeView* view_;
  CubePanes panes_;
};

}  // namespace normscope
