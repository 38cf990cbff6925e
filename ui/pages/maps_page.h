#pragma once

#include "ui/draw/maps/map_view.h"
#include "ui/pages/map_panes.h"
#include "ui/pages/page.h"

namespace normscope {

/// The tensor as feature maps, before and after.
class MapsPage : public PageWidget {
  Q_OBJECT

 public:
  explicit MapsPage(Workspace& workspace, QWidget* parent = nullptr);

  MapView& view() { return *view_; }
  void setTheme(const Theme& theme) override { view_->setTheme(theme); }

 private:
  MapView* view_;
  MapPanes panes_;
};

}  // namespace normscope
