#pragma once

#include <array>

namespace normscope {

/// A point of the picture: x to the right, y down. The longest edge of the box has length 1 and the middle of
/// the box lies at the origin.
struct CubePoint {
  double x = 0;
  double y = 0;

  CubePoint operator+(const CubePoint& other) const { return {x + other.x, y + other.y}; }
  CubePoint operator-(const CubePoint& other) const { return {x - other.x, y - other.y}; }
  CubePoint operator*(double factor) const { return {x * factor, y * factor}; }
};

/// Which end of an edge of the box is nearer to the viewer; `side`: the edge is seen at full length.
enum class Near { low, high, side };

/// An orthographic view. Angles in degrees.
struct CubeCamera {
  double yaw = 45;    ///< about the vertical; 0 looks along the channel axis
  double pitch = 28;  ///< above the horizon; 90 looks down
  double zoom = 1;

  static CubeCamera paper() { return {}; }
  static CubeCamera front() { return {0, 0, 1}; }
  static CubeCamera top() { return {45, 90, 1}; }

  bool operator==(const CubeCamera&) const = default;

  /// Turned by angles in degrees; the pitch stays within ±90, the yaw within [-180, 180).
  CubeCamera turned(double byYaw, double byPitch) const;

  /// Zoomed by a factor, within [0.3, 8].
  CubeCamera zoomed(double factor) const;

  /// One unit along the batch, channel and space axis, as seen. Space runs downwards, as rows of an image do.
  std::array<CubePoint, 3> directions() const;

  /// Which end of each axis is nearer.
  std::array<Near, 3> nearEnds() const;
};

}  // namespace normscope
