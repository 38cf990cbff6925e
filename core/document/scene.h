#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"

namespace normscope {

/// Where the cube is seen from. Angles in degrees.
struct SceneCamera {
  double yaw = 45;    ///< about the vertical, -180 to 180
  double pitch = 28;  ///< above the horizon, -90 to 90
  double zoom = 1;    ///< 0.3 to 8; of the window, a figure fills its page

  bool operator==(const SceneCamera&) const = default;
};

/// What the cells of the cube show: the lit set, all sets, or values.
/// `normalized` is x̂, before weight and bias; `difference` is y - x.
enum class SceneShow { set, sets, x, normalized, y, difference };

/// How sets inside the box are made visible: what stands before them becomes glass, the box opens along an
/// axis, or they are not.
enum class SceneReveal { glass, opened, closed };

/// The edges of the box.
enum class SceneAxis { batch, channel, space };

/// A weight or a bias of a scene.
struct SceneParameter {
  std::string source;                 ///< FILE of the command line
  std::optional<std::string> sha256;  ///< of the bytes of a file, as of the tensor's
  Extents extents;

  bool operator==(const SceneParameter&) const = default;
};

/// All that a figure or a window shows, as plain data: what exported figures carry, what sessions and cases
/// hold. The tensor itself is not in it, only where it comes from.
struct Scene {
  std::string source;  ///< FILE of the command line: a path, sample:NAME or normal:6,6,6,6:seed=1
  std::optional<std::string> sha256;  ///< of the bytes of a file, 64 small hexadecimal digits
  Shape shape;
  std::vector<NormSpec> norms;  ///< 1 to mostNormsOfScene, side by side
  std::optional<SceneParameter> weight =
      {};  ///< of the norms that have one; nothing: 1, or 0 with zero_centered
  std::optional<SceneParameter> bias = {};  ///< likewise; nothing: 0
  Extents selection;    ///< index of the selected element; empty where the shape has no elements
  bool pinned = false;  ///< hovering does not move the selection
  SceneShow show = SceneShow::set;
  SceneCamera camera;
  SceneReveal reveal = SceneReveal::glass;
  SceneAxis openAlong = SceneAxis::batch;  ///< where opened
  std::optional<char> unfold;              ///< a spatial axis that becomes a row of cubes
  bool parameters = false;                 ///< overlay: what shares one γ and β
  bool axes = false;                       ///< overlay: reduced and kept axes
  bool memory = false;                     ///< overlay: where the set lies in memory
  std::string theme = "light";             ///< or "dark"
  std::optional<double> widthMm;           ///< of a figure, 20 to 2000

  /// Specs as they print, since an affine that is left out is the default but may follow a file.
  bool operator==(const Scene& other) const;
};

/// Figures draw more norms than the window shows side by side.
inline constexpr std::size_t mostNormsOfScene = 64;

/// "set", "sets", "x", "x_hat", "y", "difference"
std::string_view nameOf(SceneShow show);

/// "glass", "opened", "closed"
std::string_view nameOf(SceneReveal reveal);

/// "batch", "channel", "space"
std::string_view nameOf(SceneAxis axis);

/// The scene of a norm on a tensor, all else as a figure has it unless told otherwise: the first element, the
/// paper's view, light.
Scene sceneOf(const std::string& source, const Shape& shape, const std::vector<NormSpec>& norms);

/// Whether `source` names a file, neither a sample nor a generated tensor.
bool isFileSource(const std::string& source);

}  // namespace normscope
