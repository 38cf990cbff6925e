#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/model/against.h"
#include "core/model/axis_order.h"
#include "core/model/tensor_difference.h"
#include "core/text/number.h"

namespace normscope {
namespace {

std::string callText(const RunRecord& record) {
  return "'" + record.layer + "'" + (record.call > 0 ? " (call " + std::to_string(record.call) + ")" : "");
}

/// A pair of records with their tensors, those of the second in the order of the first one's axes.
class Pair {
 public:
  Pair(const CheckedRun& first, const CheckedRun& second, const LayerPair& places, const Progress& progress)
      : first_(first.run.records[places.first]),
        second_(second.run.records[places.second]),
        a_(first.layers[places.first]),
        b_(second.layers[places.second]),
        axes_(axesOf(second_.whole.layout(), first_.whole.layout())),
        firstTensors_(readRecord(first.run, first_, progress)),
        secondTensors_(readRecord(second.run, second_, progress)) {}

  /// How x differs, in words.
  std::optional<std::string> xDiffers() const {
    if (!axes_ || !haveOneShape(first_.whole, second_.whole)) {
      return "it is " + first_.whole.layout().letters() + " " + toText(first_.whole.extents()) +
             " in the first run and " + second_.whole.layout().letters() + " " +
             toText(second_.whole.extents()) + " in the second";
    }
    if (!keepTheSame()) return std::nullopt;
    return differenceInWords(firstTensors_.x, reordered(secondTensors_.x, *axes_));
  }

  /// How the norm differs where x does not, in words.
  std::optional<std::string> normDiffers() const {
    if (auto told = declaredOtherwise()) return told;
    if (auto told = holdsInOne()) return told;
    if (auto told = parametersDiffer()) return told;
    if (!keepTheSame()) return std::nullopt;
    const auto y = differenceInWords(firstTensors_.y, reordered(secondTensors_.y, *axes_));
    if (!y) return std::nullopt;
    return "y of the second run is another: " + *y + "; in the first " + a_.verdict + "; in the second " +
           b_.verdict;
  }

 private:
  bool keepTheSame() const {
    if (!axes_) return false;
    for (int axis = 0; axis < first_.whole.rank(); ++axis) {
      const auto at = static_cast<std::size_t>(axis);
      if (first_.kept[at] != second_.kept[static_cast<std::size_t>((*axes_)[at])]) return false;
    }
    return true;
  }

  std::optional<std::string> declaredOtherwise() const {
    if (!a_.declared.spec || !b_.declared.spec) return std::nullopt;
    const NormSpec& a = *a_.declared.spec;
    const NormSpec& b = *b_.declared.spec;
    const bool alike = a.kind == b.kind;
    if (!alike ||
        (a.eps == b.eps && a.mode == b.mode && a.groups == b.groups && a.zeroCentered == b.zeroCentered))
      return std::nullopt;
    return "it declares " + toText(a) + " in the first run and " + toText(b) + " in the second";
  }

  std::optional<std::string> holdsInOne() const {
    const auto told = [](const char* where, const LayerVerdict& layer) {
      return std::string("in the ") + where + " run " + layer.verdict;
    };
    if (a_.ok != false && b_.ok == false) return told("second", b_);
    if (a_.ok == false && b_.ok != false) return told("first", a_);
    if (a_.ok != false || a_.found == b_.found) return std::nullopt;
    return told("first", a_) + "; " + told("second", b_);
  }

  std::optional<std::string> parametersDiffer() const {
    const auto differs = [](const char* name, const std::optional<Tensor>& a,
                            const std::optional<Tensor>& b) -> std::optional<std::string> {
      if (a.has_value() != b.has_value())
        return std::string("only the ") + (a ? "first" : "second") + " run has a " + name;
      if (!a || a->extents() != b->extents()) return std::nullopt;
      const auto words = differenceInWords(*a, *b);
      return words ? std::optional("its " + std::string(name) + " differs: " + *words) : std::nullopt;
    };
    if (auto told = differs("weight", firstTensors_.affine.weight, secondTensors_.affine.weight)) return told;
    if (auto told = differs("bias", firstTensors_.affine.bias, secondTensors_.affine.bias)) return told;
    if (!usesRunning(a_) || !usesRunning(b_)) return std::nullopt;
    const auto tensorOf = [](const std::optional<RunningStatistics>& running, auto&& part) {
      if (!running) return std::optional<Tensor>();
      const std::vector<double>& values = part(*running);
      return std::optional(
          Tensor::of<double>(DType::float32, {static_cast<std::int64_t>(values.size())}, values));
    };
    const auto mean = [](const RunningStatistics& running) -> const std::vector<double>& {
      return running.mean;
    };
    const auto variance = [](const RunningStatistics& running) -> const std::vector<double>& {
      return running.variance;
    };
    const auto& a = firstTensors_.running;
    const auto& b = secondTensors_.running;
    if (auto told = differs("running mean", tensorOf(a, mean), tensorOf(b, mean))) return told;
    return differs("running variance", tensorOf(a, variance), tensorOf(b, variance));
  }

  static bool usesRunning(const LayerVerdict& layer) {
    return layer.declared.spec && layer.declared.spec->usesRunningStatistics();
  }

  const RunRecord& first_;
  const RunRecord& second_;
  const LayerVerdict& a_;
  const LayerVerdict& b_;
  std::optional<std::vector<int>> axes_;
  RecordTensors firstTensors_, secondTensors_;
};

std::string betweenText(const RunRecord* before) {
  return before == nullptr ? "what differs comes before the first norm"
                           : "what differs lies behind " + callText(*before) + ", the last layer that agrees";
}

}  // namespace

std::optional<Parting> firstParting(const CheckedRun& first, const CheckedRun& second,
                                    const Progress& progress) {
  const std::vector<LayerPair> pairs = pairedLayers(first.run, second.run);
  if (pairs.empty()) {
    throw nonsense(second.run.path,
                   "none of its layers is in " + first.run.path + " by its name or its shape",
                   "give two runs of one model");
  }
  const RunRecord* before = nullptr;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    progress.step(static_cast<double>(i) / static_cast<double>(pairs.size()));
    const RunRecord& record = first.run.records[pairs[i].first];
    const Pair pair(first, second, pairs[i], {progress.stop, {}});
    if (const auto words = pair.xDiffers()) {
      return Parting{record.layer, record.call, true,
                     "x differs already at " + callText(record) + ": " + *words + "; " + betweenText(before)};
    }
    if (const auto words = pair.normDiffers()) {
      return Parting{record.layer, record.call, false,
                     "x is the same at " + callText(record) + ", and the norm differs: " + *words};
    }
    before = &record;
  }
  return std::nullopt;
}

}  // namespace normscope
