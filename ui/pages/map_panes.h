#pragma once

#include "ui/draw/maps/map_view.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// Keeps the feature maps up to date with the workspace, while they are shown.
class MapPanes : public QObject {
  Q_OBJECT

 public:
  MapPanes(Workspace& workspace, MapView& view, QObject* parent = nullptr);

 private:
  void show();
  MapPane paneOfX() const;
  MapPane paneOfY(std::size_t index) const;
  MapPane paneOfSets(std::size_t index) const;
  MapPane paneOfDifference() const;

  Workspace& workspace_;
  MapView& view_;
};

}  // namespace normscope
