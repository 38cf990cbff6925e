#include "core/model/momentum.h"

#include <algorithm>
#include <cmath>

#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/error.h"
#include "core/text/number.h"

namespace normscope {
namespace {

constexpr double momentumTolerance = 1e-4;  ///< of the larger one: float32, and statistics of narrow x

const RunRecord* nextCallOf(const RecordedRun& run, const RunRecord& record) {
  const auto found = std::find_if(run.records.begin(), run.records.end(), [&](const RunRecord& other) {
    return other.layer == record.layer && other.call == record.call + 1;
  });
  const bool fits = found != run.records.end() && !found->isDamaged() && found->runningMean &&
                    found->whole.channelCount() == record.whole.channelCount() &&
                    found->shape.channelCount() == record.shape.channelCount();
  return fits ? &*found : nullptr;
}

/// The statistics of one channel before, those of the batch, and those after.
struct Move {
  double before, batch, after;

  bool isBy(double momentum) const {
    const double predicted = before + momentum * (batch - before);
    return std::abs(after - predicted) <= momentumTolerance * std::max(std::abs(before), std::abs(batch));
  }
};

std::vector<Move> movesOf(const std::vector<double>& before, const std::vector<double>& batch,
                          const std::vector<double>& after) {
  std::vector<Move> moves;
  for (std::size_t i = 0; i < before.size(); ++i) moves.push_back({before[i], batch[i], after[i]});
  return moves;
}

bool areBy(double momentum, const std::vector<Move>& moves) {
  return std::all_of(moves.begin(), moves.end(), [&](const Move& move) { return move.isBy(momentum); });
}

/// By least squares; 0 where nothing moved or could.
double fittedMomentum(const std::vector<Move>& moves) {
  double product = 0, square = 0;
  for (const Move& move : moves) {
    product += (move.after - move.before) * (move.batch - move.before);
    square += (move.batch - move.before) * (move.batch - move.before);
  }
  return square > 0 ? product / square : 0;
}

/// What the running statistics would be if nothing were left of those before.
std::optional<RunningStatistics> statisticsOfBatch(const RunRecord& record, const RecordTensors& tensors,
                                                   NormSpec declared, const Progress& progress) {
  declared.momentum = 1;
  ReferenceEngine engine;
  return normalize({tensors.x, record.shape, declared, tensors.affine, tensors.running}, engine, progress)
      .running;
}

bool isComparable(const RunRecord& record, const RecordTensors& tensors, const NormSpec& declared) {
  const bool tracks = declared.kind == NormKind::batch || declared.kind == NormKind::instance;
  return tracks && record.training && !declared.usesRunningStatistics() && tensors.running &&
         record.type.starts_with("torch.nn.");
}

}  // namespace

std::optional<std::string> momentumInWords(const RecordedRun& run, const RunRecord& record,
                                           const RecordTensors& tensors, const NormSpec& declared,
                                           const Progress& progress) {
  if (!isComparable(record, tensors, declared)) return std::nullopt;
  const RunRecord* next = nextCallOf(run, record);
  if (next == nullptr) return std::nullopt;
  const auto after = readRecord(run, *next, progress).running;
  const auto batch = statisticsOfBatch(record, tensors, declared, progress);
  if (!after || !batch) return std::nullopt;
  const double momentum =
      declared.momentum.value_or(1 / static_cast<double>(tensors.running->batchesTracked + 1));
  const std::vector<Move> means = movesOf(tensors.running->mean, batch->mean, after->mean);
  const std::vector<Move> variances = movesOf(tensors.running->variance, batch->variance, after->variance);
  if (areBy(momentum, means) && areBy(momentum, variances)) return std::nullopt;
  const double fitted = fittedMomentum(means);
  if (!(fitted > 0 && fitted <= 1) || !areBy(fitted, means) || !areBy(fitted, variances)) return std::nullopt;
  return "the running statistics moved by momentum " + rounded(fitted, 3) + ", not " + rounded(momentum, 3);
}

}  // namespace normscope
