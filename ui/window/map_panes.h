#pragma once

#include <QObject>

#include "ui/maps/map_view.h"
#include "ui/session/comparison.h"
#include "ui/session/side_by_side.h"
#include "ui/session/view_state.h"

namespace normscope {

/// Keeps the feature maps up to date with the session, the norms beside it and the look, while they are
/// shown.
class MapPanes : public QObject {
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

  Session& session_;
  SideBySide& norms_;
  Comparison& comparison_;
  Look& look_;
  MapView& view_;
};

}  // namespace normscope
