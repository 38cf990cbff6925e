#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/io/formats/tensor_file.h"
#include "core/io/tensor_ref.h"
#include "core/tensor/shape.h"

namespace normscope {

/// What a layer holds beside its repr; what is not there was not recorded.
struct RecordAttributes {
  std::optional<double> eps;
  std::optional<std::int64_t> groups;
  std::optional<std::optional<double>> momentum;  ///< PyTorch's; an empty one is the cumulative average
  std::optional<Extents> normalizedShape;
  std::optional<std::int64_t> batchesTracked;

  bool operator==(const RecordAttributes&) const = default;
};

/// Which positions of each axis are in the file, in order; nothing: all of them.
using KeptPositions = std::vector<std::optional<std::vector<std::int64_t>>>;

/// One call of one norm layer. All tensors are of the positions that are kept: where an axis of the channels
/// is cut, so are weight, bias and running statistics.
struct RunRecord {
  std::size_t number = 0;  ///< its place in the file, which names its tensors: "3.x"
  std::string layer;       ///< "layer1.0.bn1"
  std::int64_t call = 0;   ///< the how-manieth of this layer, from 0
  std::string type;        ///< "torch.nn.BatchNorm2d": what it is by the framework, else its class
  std::string className;   ///< its own
  std::string repr;        ///< "BatchNorm2d(64, eps=1e-05)"
  bool training = false;
  RecordAttributes attributes;
  Shape whole;         ///< of x, with the layout
  KeptPositions kept;  ///< an entry per axis
  Shape shape;         ///< of what is kept of x
  TensorRef x, y;
  std::optional<TensorRef> weight, bias, runningMean, runningVar;  ///< running: before the call
  std::string problem;  ///< why the record can't be used, one line; all but number, layer and call may be
                        ///< without meaning then

  bool isDamaged() const { return !problem.empty(); }
  bool isWhole() const { return shape == whole; }
};

/// A recorded run, open.
struct RecordedRun {
  std::string path;
  TensorFile file;
  std::vector<RunRecord> records;    ///< in the order of the calls
  std::vector<std::string> notices;  ///< lines that the user should see
};

/// Whether it is a recorded run, whatever its version, and no other .safetensors.
bool isRun(const TensorFile& file);

/// The run in a file that was opened from `path`. Format: resources/help/runs.md. A record that is damaged
/// does not hide the others: it says so itself. Throws Error: nonsense, on `path`, for a file that is no run
/// and a version that is not read; failed for a list of records that is malformed.
RecordedRun runOf(TensorFile file, const std::string& path);

/// Opens the file, too. Throws as openTensorFile() beside.
RecordedRun openRun(const std::string& path);

}  // namespace normscope
