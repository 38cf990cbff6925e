#include "ui/pages/cube_page.h"

#include <QSignalBlocker>
#include <QVBoxLayout>

namespace normscope {

CubePage::CubePage(Workspace& workspace, QWidget* parent)
    : PageWidget(parent), workspace_(workspace), view_(new CubeView), panes_(workspace, *view_) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(view_);
  setFocusProxy(view_);
  connectElements(*view_, workspace);
  connect(view_, &CubeView::previousElementRequested, &workspace,
          [&workspace] { workspace.stepWithinSet(-1); });
  connect(view_, &CubeView::nextElementRequested, &workspace, [&workspace] { workspace.stepWithinSet(1); });
  connect(view_, &CubeView::cameraChanged, &workspace,
          [this, &workspace] { workspace.setView(&View::camera, view_->camera()); });
  connect(&workspace, &Workspace::viewChanged, this, &CubePage::followCamera);
  connect(&workspace, &Workspace::problemsChanged, this, [this, &workspace] {
    view_->setStale(workspace.isStale(), tr("the last good result; see the message on the left"));
  });
  followCamera();
}

/// What the view shows already came from it.
void CubePage::followCamera() {
  if (view_->camera() == workspace_.view().camera) return;
  const QSignalBlocker quiet(view_);
  view_->setCamera(workspace_.view().camera);
}

}  // namespace normscope
