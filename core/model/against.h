#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/check.h"
#include "core/model/run_file.h"

namespace normscope {

/// One call of one layer in two runs of a model: places in RecordedRun::records.
struct LayerPair {
  std::size_t first;
  std::size_t second;

  bool operator==(const LayerPair&) const = default;
};

/// The calls of two runs that belong together: by name and call first; of the others those of one shape, in
/// order. Shapes are compared by the roles of their axes, so that NCHW meets NHWC. Damaged records are left
/// out.
std::vector<LayerPair> pairedLayers(const RecordedRun& first, const RecordedRun& second);

/// Where two runs part.
struct Parting {
  std::string layer;  ///< its name in the first run
  std::int64_t call = 0;
  bool xDiffers = false;  ///< it gets another x; else the norm itself differs
  std::string verdict;    ///< one sentence
};

/// What is compared of a run: the file and what is said of its records, in their order.
struct CheckedRun {
  RecordedRun run;
  std::vector<LayerVerdict> layers;
};

/// The first layer that parts. Tensors are the same where they agree in half of the digits of their dtype, to
/// √u of the largest value: rounding grows from layer to layer, and in other orders of summation. A norm that
/// gets the same x differs where its y, its weight, bias or running statistics do, where it declares another
/// norm, or where it is what it says in one run alone. Throws Error (nonsense, on the second run) where no
/// layer is in both. Throws Cancelled, and what readRecord() throws.
std::optional<Parting> firstParting(const CheckedRun& first, const CheckedRun& second,
                                    const Progress& progress = {});

}  // namespace normscope
