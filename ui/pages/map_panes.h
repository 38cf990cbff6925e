#pragma once

#include "ui/draw/maps/map_view.h"
#include "ui/pages/panes.h"

namespace normscope {

/// Keeps the feature maps up to date with the session, the norms beside it and the look, while they are
/// shown.
class MapPanes : public Panes {
  Q_OBJECT

 public:
  MapPanes(Session& session, SideBySide& norms, Comparison& comparison, Look& look, MapView& view,
           QObject* parent = nullptr);

 private:
  void show();
  MapPane paneOfX() const;
  MapPane paneOfY(std::size_t index) const;
  MapPane paneOfSets(std::size_t index) const;
  MapPane paneOfDifference() const;

  MapView& view_;
};

}  // namespace normscope
