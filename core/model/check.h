#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/progress.h"
#include "core/model/run_file.h"
#include "core/norm/affine.h"
#include "core/norm/norm_spec.h"
#include "core/norm/running_statistics.h"

namespace normscope {

/// Where the eps of what a layer declares comes from.
enum class EpsSource {
  layer,      ///< it says so
  framework,  ///< it says none, and the framework's layer has this one then
  nobody      ///< a class of somebody's own that says none: whatever it is, the layer does not contradict it
};

/// What a layer says that it is.
struct DeclaredNorm {
  std::optional<NormSpec> spec;    ///< of the whole layer, and its mode in this call
  std::optional<NormSpec> onKept;  ///< the same for the tensors of the record: of groups as many as are kept
  bool roundsFirst = false;        ///< x̂ is rounded to x's dtype before the weight comes (Llama's order)
  std::string reason;              ///< one line, where there is no spec
  EpsSource eps = EpsSource::layer;
  bool isByName = false;  ///< the class is not known here, and this is what its name may mean

  bool operator==(const DeclaredNorm&) const = default;
};

/// By its attributes, its repr and its type, as Rosetta reads them; a class that no framework known here has
/// declares nothing.
DeclaredNorm declaredNorm(const RunRecord& record);

/// A class of somebody's own that is derived from a LayerNorm or RMSNorm of PyTorch, of one extent, which
/// axis 1 of x has too: the same norm over that axis, which it gets at by permuting x. Nothing for others.
std::optional<DeclaredNorm> declaredOverAxis1(const RunRecord& record);

/// A record's tensors, as far as it has them.
struct RecordTensors {
  Tensor x, y;
  AffineParameters affine;
  std::optional<RunningStatistics> running;  ///< before the call
};

/// Throws Error: what TensorEntry::read does; nonsense for a damaged record and running statistics that are
/// not of x's channels. Throws Cancelled.
RecordTensors readRecord(const RecordedRun& run, const RunRecord& record, const Progress& progress = {});

/// What is said of one call of a layer.
struct LayerVerdict {
  std::string name;
  std::int64_t call = 0;
  DeclaredNorm declared;
  std::optional<NormSpec>
      found;  ///< of the whole layer; nothing where no norm explains y, or none is needed: y is x
  std::optional<double> maxAbs;  ///< largest difference of y from `found`, else from what is declared
  std::optional<double> bound;   ///< what rounding explains
  std::optional<bool> ok;        ///< it is what it says; nothing where the data, or the layer, say too little
  std::string verdict;           ///< one sentence
  std::vector<std::string> words;  ///< more, a line each: what is different, what else explains y
  std::vector<std::string> notes;  ///< what is odd about γ, β and running statistics, whatever y is
};

/// Whether one record is what it says: what is declared beside what findNorms() finds. What is wrong with the
/// record itself, or with its file, becomes the verdict. Throws Cancelled.
LayerVerdict checkRecord(const RecordedRun& run, const RunRecord& record, const Progress& progress = {});

/// All records, several at a time, on as many threads as there are cores. `told` gets each as soon as it and
/// all before it are known, on the thread that asked. Throws Cancelled.
std::vector<LayerVerdict> checkRun(const RecordedRun& run, const Progress& progress = {},
                                   const std::function<void(const LayerVerdict&)>& told = {});

}  // namespace normscope
