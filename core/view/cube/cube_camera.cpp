#include "core/view/cube/cube_camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace normscope {
namespace {

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

}  // namespace

CubeCamera CubeCamera::turned(double byYaw, double byPitch) const {
  CubeCamera camera = *this;
  camera.yaw = yaw + byYaw - 360 * std::floor((yaw + byYaw + 180) / 360);
  camera.pitch = std::clamp(pitch + byPitch, -90.0, 90.0);
  return camera;
}

CubeCamera CubeCamera::zoomed(double factor) const {
  CubeCamera camera = *this;
  camera.zoom = std::clamp(zoom * factor, 0.3, 8.0);
  return camera;
}

std::array<CubePoint, 3> CubeCamera::directions() const {
  const double sinYaw = std::sin(radians(yaw));
  const double cosYaw = std::cos(radians(yaw));
  const double sinPitch = std::sin(radians(pitch));
  const double cosPitch = std::cos(radians(pitch));
  return {CubePoint{cosYaw, -sinYaw * sinPitch}, CubePoint{-sinYaw, -cosYaw * sinPitch},
          CubePoint{0, cosPitch}};
}

std::array<Near, 3> CubeCamera::nearEnds() const {
  const double cosPitch = std::cos(radians(pitch));
  const std::array<double, 3> depth = {std::sin(radians(yaw)) * cosPitch, std::cos(radians(yaw)) * cosPitch,
                                       std::sin(radians(pitch))};
  std::array<Near, 3> ends{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    // A face seen under less than a thousandth of a degree would be a line; it is not drawn.
    if (std::abs(depth[axis]) < 1e-5) {
      ends[axis] = Near::side;
    } else {
      ends[axis] = depth[axis] > 0 ? Near::low : Near::high;
    }
  }
  return ends;
}

}  // namespace normscope
