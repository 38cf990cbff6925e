#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/comparison.h"
#include "core/analysis/histogram.h"
#include "core/analysis/summary.h"
#include "core/compute/choose.h"
#include "core/compute/verify.h"
#include "core/engine/normalize.h"
#include "core/io/source.h"
#include "core/view/plots/plot_document.h"

namespace normscope {

/// A tensor that has been read, and what its values look like. Never changes.
struct OpenedTensor {
  LoadedTensor source;
  Summary summary;
  Histogram histogram;
};

/// A finished computation. Never changes.
struct Computation {
  NormalizeRequest request;
  NormalizeResult result;
  Summary summary;      ///< of y
  Histogram histogram;  ///< of y
};

/// A computation with what is too long to be made of it in the thread of the window: it grows with the sets
/// or the channels. Never changes.
struct Computed {
  std::shared_ptr<const Computation> computation;
  PlotDocument statistics;  ///< of all sets, none of them selected
  PlotDocument running;
  PlotDocument parameters;  ///< weight and bias
};

/// The values of one set, before and after.
struct SetValues {
  std::int64_t set;
  Histogram x;
  Histogram y;
};

/// Two norms on one tensor, computed. Never changes.
struct Compared {
  std::shared_ptr<const Computation> a;
  std::shared_ptr<const Computation> b;
  Distance distance;
  Tensor difference;  ///< B - A, of y's shape and dtype
  Summary differenceSummary;
  Histogram differenceHistogram;
  double bound = 0;     ///< what rounding may make of it: roundingBoundOf()
  std::string verdict;  ///< verdictOf()
};

/// What a computation is made of. A result answers the key that it was made for and no other: whatever
/// changes meanwhile, it can't be taken for that of another tensor, layout, norm or device.
struct ResultKey {
  std::shared_ptr<const OpenedTensor> tensor;
  Shape shape;
  NormSpec spec;
  std::shared_ptr<const RunningStatistics> running;  ///< null: a new layer's, or the norm has none
  DeviceChoice device;
  std::shared_ptr<const Tensor> weight = {};  ///< null: none was given, or the norm takes none
  std::shared_ptr<const Tensor> bias = {};

  bool operator==(const ResultKey&) const = default;
};

/// A piece of work, and what it is for.
struct WorkKey {
  enum class Kind { load, parameter, normalize, countSet, compare, verify };

  Kind kind;
  std::string source;         ///< load, parameter: FILE of the command line
  std::uint64_t request = 0;  ///< likewise: a file may be another one each time it is asked for
  std::optional<ResultKey> a = {};
  std::optional<ResultKey> b = {};  ///< compare
  std::int64_t set = -1;            ///< countSet

  /// Work on one result.
  static WorkKey of(Kind kind, const ResultKey& key) { return {kind, {}, 0, key, {}, -1}; }

  bool operator==(const WorkKey&) const = default;
};

/// Reads a tensor with its summary. Throws as loadTensor(), and Cancelled.
OpenedTensor openTensor(const std::string& source, const Progress& progress);

/// Computes what the key asks for, and all that is shown of it. Throws as normalizeOn().
Computed compute(const ResultKey& key, const Progress& progress);

/// The values of one set of a computation on `tensor`, which must have elements. Throws Cancelled.
SetValues countSet(const OpenedTensor& tensor, const Computation& computation, std::int64_t set,
                   const Progress& progress);

/// Throws as distanceOf(), and Cancelled.
std::shared_ptr<const Compared> compare(const std::shared_ptr<const Computation>& a,
                                        const std::shared_ptr<const Computation>& b,
                                        const Progress& progress);

}  // namespace normscope
