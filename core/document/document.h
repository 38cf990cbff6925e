#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/compute/choose.h"
#include "core/document/laboratory.h"
#include "core/document/page.h"
#include "core/document/parameters.h"
#include "core/norm/norm_spec.h"
#include "core/norm/running_statistics.h"
#include "core/tensor/shape.h"
#include "core/view/cube/cube_camera.h"
#include "core/view/cube/cube_view_options.h"

namespace normscope {

/// What the cells of cubes and maps stand for.
enum class Shown {
  set,         ///< the set of the selected element
  sets,        ///< every set in its own colour
  x,           ///< the values before
  normalized,  ///< x̂: before weight and bias
  y,           ///< the values after
  difference,  ///< of two norms: B − A, beside what each of them makes
};

/// The element whose set is lit.
struct Selection {
  std::int64_t element = 0;  ///< its position in memory
  bool pinned = false;       ///< a click holds it: hovering elsewhere does not move it

  bool operator==(const Selection&) const = default;
};

/// How the tensor is looked at.
struct View {
  Page page = Page::cube;
  Shown shown = Shown::set;
  CubeViewOptions cube;     ///< what is opened, unfolded and tagged
  CubeCamera camera;        ///< of all cubes
  bool parameters = false;  ///< what shares a weight and a bias is marked over the sets
  bool memory = false;      ///< where the selected set lies in memory

  bool operator==(const View&) const = default;
};

/// A norm of the document. `spec` is `asked`, changed as little as possible to fit the shape (adaptedTo()),
/// with the sharing of weight and bias that the given ones have (settledWith()), so that it comes back when
/// shape and parameters do.
struct DocumentNorm {
  NormSpec asked;
  NormSpec spec;

  bool operator==(const DocumentNorm&) const = default;
};

/// What the window is about: one value. The tensor and its axes, one, two or four norms and which of them the
/// controls change, the layer's weight, bias and running statistics, the selection, how it is looked at,
/// where it is computed, what the laboratory is set to, which model is listed. Undo and redo are earlier and
/// later values of it; sessions, scenes and what the program remembers are it, or a part of it, as JSON. A
/// norm may have no plan for the shape: plan() says why.
struct Document {
  std::string source;  ///< FILE of the command line; empty before a tensor was opened
  Shape shape;
  std::vector<DocumentNorm> norms;  ///< 1, 2 or 4, side by side
  std::size_t active = 0;           ///< which of the norms the controls change
  LayerParameters parameters;       ///< weight and bias, of every norm that takes them
  std::shared_ptr<const RunningStatistics>
      running;  ///< one pair per channel; null: a new layer's, mean 0 and variance 1
  Selection selection;
  View view;
  DeviceChoice device;
  Laboratory laboratory;
  std::string model;  ///< path of the recorded run or the checkpoint whose layers are listed; empty: none

  const NormSpec& spec() const { return norms[active].spec; }

  /// The norm beside the active one, of two.
  const NormSpec& other() const { return norms[1 - active].spec; }

  /// Running statistics are compared by their numbers.
  bool operator==(const Document& other) const;
};

/// What the window opens on where nothing else is asked for, apart from the tensor. Small enough that every
/// cell of the cube is one position, and groups of 1, 2, 3 or 6 are possible.
inline constexpr const char* builtInStart = "normal:8,6,8,8";
inline constexpr const char* builtInNorm = "group:groups=2";

/// The built-in norm, one element selected, and no tensor yet.
Document emptyDocument();

/// The built-in start.
Document startDocument();

/// Whether the layer of this norm has running statistics, kept or read.
bool keepsRunning(const NormSpec& spec);

/// What a norm's running statistics are for this shape: the document's, or a new layer's. Takes 16 bytes a
/// channel.
RunningStatistics runningOf(const Document& document);

}  // namespace normscope
