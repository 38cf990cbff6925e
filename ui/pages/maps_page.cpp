#include "ui/pages/maps_page.h"

#include <QVBoxLayout>

namespace normscope {

MapsPage::MapsPage(Workspace& workspace, QWidget* parent)
    : PageWidget(parent), view_(new MapView), panes_(workspace, *view_) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(view_);
  setFocusProxy(view_);
  connectElements(*view_, workspace);
}

}  // namespace normscope
