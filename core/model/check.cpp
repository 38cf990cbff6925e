#include "core/model/check.h"

#include <algorithm>

#include "core/analysis/match/match.h"
#include "core/analysis/match/match_words.h"
#include "core/analysis/match/rounding.h"
#include "core/analysis/summary.h"
#include "core/error.h"
#include "core/model/checkpoint_problems.h"
#include "core/model/declared_by_name.h"
#include "core/model/declared_difference.h"
#include "core/model/momentum.h"
#include "core/norm/reduction_plan.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

std::optional<Tensor> readIfThere(const RecordedRun& run, const std::optional<TensorRef>& ref,
                                  const Progress& progress) {
  return ref ? std::optional(readTensor(*ref, run.file, progress)) : std::nullopt;
}

/// One value per channel of x.
std::vector<double> perChannel(const RecordedRun& run, const RunRecord& record, const TensorRef& ref,
                               const Progress& progress) {
  const Tensor tensor = readTensor(ref, run.file, progress);
  const std::int64_t channels = record.shape.channelCount();
  if (tensor.extents() != Extents{channels}) {
    throw nonsense("tensor '" + *ref.name + "'",
                   "its shape " + toText(tensor.extents()) + " is not " + toText(Extents{channels}) +
                       ", the channels of x",
                   "record one value for every channel that is kept");
  }
  std::vector<double> values;
  for (std::int64_t i = 0; i < channels; ++i) values.push_back(tensor.at(i));
  tensor.requireIntact();
  return values;
}

/// Specs of what is kept, as those of the whole layer: of as many groups more as there are channels.
NormSpec ofWhole(const RunRecord& record, NormSpec spec) {
  const std::int64_t kept = record.shape.channelCount();
  if (spec.groups > 0 && kept > 0) spec.groups = spec.groups * record.whole.channelCount() / kept;
  return spec;
}

std::string goodVerdict(double maxAbs) {
  return "it is what it says: the largest difference, " + rounded(maxAbs, 2) + ", is rounding";
}

/// Judges one record by what was found.
class Judge {
 public:
  Judge(const RunRecord& record, const MatchRequest& request, const MatchResult& result,
        const std::optional<DeclaredDifference>& difference, LayerVerdict& verdict)
      : record_(record), request_(request), result_(result), difference_(difference), verdict_(verdict) {}

  void judge(const Progress& progress) {
    names_ = [this](const NormSpec& spec) { return toText(ofWhole(record_, spec)); };
    verdict_.ok = isAsDeclared();
    if (const Match* best = explaining(); best != nullptr && !best->candidate.has(Mistake::identity))
      verdict_.found = ofWhole(record_, appliedSpec(best->candidate));
    if (!result_.matches.empty()) {
      verdict_.maxAbs = result_.matches.front().maxAbs;
      verdict_.bound = result_.matches.front().bound;
    }
    if (difference_ && (verdict_.ok != true || provesNothing())) {
      verdict_.maxAbs = difference_->maxAbs;
      verdict_.bound = difference_->bound;
    }
    updated_ = difference_ && verdict_.ok == false && explaining() == nullptr &&
               isByUpdatedStatistics(request_, progress);
    say();
  }

 private:
  const Match* explaining() const {
    if (result_.nothingTold || !result_.explained()) return nullptr;
    return &result_.matches.front();
  }

  bool provesNothing() const { return !result_.matches.empty() && result_.matches.front().provesNothing; }

  std::optional<bool> isAsDeclared() const {
    if (!verdict_.declared.spec) return std::nullopt;
    if (isWithinRounding() && provesNothing()) return true;
    if (result_.asMeant == false) return false;
    if (castsOtherwise()) return false;
    if (result_.asMeant == true || result_.meantExplains) return true;
    return std::nullopt;
  }

  /// Statistics that are rounded to a narrow dtype, as PyTorch's BatchNorm on a CPU keeps them, come out to
  /// the bit only with a scale and a shift for every set, which show no norm; that is no reason against this
  /// one.
  bool isWithinRounding() const { return difference_ && difference_->maxAbs <= difference_->bound; }

  /// Where y is so narrow that its bits tell: x̂ was rounded before the weight came, and should not have been,
  /// or the other way round.
  bool castsOtherwise() const {
    if (!match::isJudgedByBits(request_.y) || !request_.affine.weight || explaining() == nullptr)
      return false;
    const Match& best = result_.matches.front();
    const auto isAsMeant = [&](const MatchCandidate& candidate) {
      return candidate.has(Mistake::roundedBeforeWeight) == verdict_.declared.roundsFirst;
    };
    return best.isMeant && !isAsMeant(best.candidate) &&
           std::none_of(best.equivalents.begin(), best.equivalents.end(), isAsMeant);
  }

  std::vector<std::string> differences() const {
    const Match& best = result_.matches.front();
    std::vector<std::string> lines = differencesInWords(request_, best.candidate, names_, &best);
    if (verdict_.declared.roundsFirst && castsOtherwise())
      lines.push_back("x̂ was not rounded to " + std::string(nameOf(request_.y.dtype())) +
                      " before the weight was applied, as " + record_.className + " does");
    for (const std::string& line : findingsInWords(request_, best, names_)) lines.push_back(line);
    const std::string ofFramework = ", not " + shortest(request_.meant ? request_.meant->eps : 0);
    for (std::string& line : lines)
      if (verdict_.declared.eps == EpsSource::framework && line.starts_with("eps is ") &&
          line.ends_with(ofFramework))
        line += ", the framework's default";
    return lines;
  }

  void say() {
    const std::string sentence = matchSentence(request_, result_, names_);
    if (explaining() != nullptr && verdict_.ok != true) verdict_.words = differences();
    if (updated_) {
      verdict_.words = {
          "the running statistics normalized x after their update by it; a layer in training normalizes with "
          "x's own"};
    }
    if (!verdict_.declared.spec) {
      verdict_.verdict = "what it declares is not known; " + sentence;
    } else if (verdict_.ok == true) {
      verdict_.verdict = result_.nothingTold ? sentence : goodVerdict(verdict_.maxAbs.value_or(0));
    } else if (!verdict_.ok) {
      verdict_.verdict = sentence;
    } else {
      std::vector<std::string>& words = verdict_.words;
      const auto reason = std::find_if(words.begin(), words.end(), isReason);
      verdict_.verdict = "it is not " + toText(*verdict_.declared.spec) + ": " +
                         (reason == words.end() ? sentence : *reason);
      if (reason == words.end()) return;
      *reason = sentence;
      std::rotate(words.begin(), reason, reason + 1);  // the whole sentence comes first
    }
  }

  /// Whether a line says what differs: not what agrees, and not how much of y does.
  static bool isReason(const std::string& line) {
    return !line.ends_with("which is the given one") &&
           line.find(" of y comes out to the bit") == line.npos &&
           line.find(" are the same here") == line.npos;
  }

  const RunRecord& record_;
  const MatchRequest& request_;
  const MatchResult& result_;
  const std::optional<DeclaredDifference>& difference_;
  LayerVerdict& verdict_;
  bool updated_ = false;  ///< by the running statistics after their update
  NormNames names_;
};

/// What can't be searched: a layer that makes NaN of good values is none that holds.
void judgeRefused(const Error& error, const RecordTensors& tensors, LayerVerdict& verdict) {
  const bool lost = summarize(tensors.y).finite() == 0 && summarize(tensors.x).finite() > 0;
  if (lost) verdict.ok = false;
  verdict.verdict = lost ? "y has no finite value, and x has" : error.what();
}

void judgeMomentum(const RecordedRun& run, const RunRecord& record, const RecordTensors& tensors,
                   LayerVerdict& verdict, const Progress& progress) {
  const auto words = momentumInWords(run, record, tensors, *verdict.declared.onKept, {progress.stop, {}});
  if (!words) return;
  verdict.ok = false;
  verdict.verdict = "it is not " + toText(*verdict.declared.spec) + ": " + *words;
}

void judgeAsDeclared(const RunRecord& record, const MatchRequest& request, LayerVerdict& verdict,
                     const Progress& progress) {
  const auto difference = declaredDifference(request, verdict.declared.roundsFirst, progress);
  if (!difference || !difference->isSurelyRounding()) {
    const MatchResult result = findNorms(request, progress);
    return Judge(record, request, result, difference, verdict).judge(progress);
  }
  verdict.ok = true;
  verdict.found = verdict.declared.spec;
  verdict.maxAbs = difference->maxAbs;
  verdict.bound = difference->bound;
  verdict.verdict = goodVerdict(difference->maxAbs);
}

MatchRequest requestOf(const RunRecord& record, const RecordTensors& tensors, const DeclaredNorm& declared) {
  return {tensors.x, tensors.y, record.shape, tensors.affine, declared.onKept, tensors.running};
}

/// The same with another reading of what the layer declares; kept where that one holds.
bool judgeOtherwise(const RunRecord& record, const RecordTensors& tensors, const DeclaredNorm& declared,
                    LayerVerdict& verdict, const Progress& progress) {
  LayerVerdict other = verdict;
  other.declared = declared;
  other.words.clear();
  judgeAsDeclared(record, requestOf(record, tensors, declared), other, progress);
  if (other.ok != true) return false;
  verdict = other;
  return true;
}

/// Where a layer says no eps, that of the norm that was found is none that it contradicts.
void judgeWithoutEps(const RunRecord& record, const RecordTensors& tensors, LayerVerdict& verdict,
                     const Progress& progress) {
  if (verdict.declared.eps != EpsSource::nobody || !verdict.found || !verdict.declared.spec) return;
  DeclaredNorm declared = verdict.declared;
  declared.spec->eps = declared.onKept->eps = verdict.found->eps;
  if (declared == verdict.declared || !judgeOtherwise(record, tensors, declared, verdict, progress)) return;
  verdict.verdict += "; it says no eps, and " + shortest(declared.spec->eps) + " fits";
}

void sayByName(LayerVerdict& verdict) {
  verdict.verdict = "by its name it may be " + toText(*verdict.declared.spec) +
                    ", and so it is: the largest difference, " + rounded(verdict.maxAbs.value_or(0), 2) +
                    ", is rounding";
}

/// Those that the name may mean and that the weight and the bias fit.
std::vector<DeclaredNorm> fittingByName(const RunRecord& record, const RecordTensors& tensors) {
  std::vector<DeclaredNorm> fitting;
  for (const DeclaredNorm& declared : declaredByName(record)) {
    const ReductionPlan whole = plan(record.shape, *declared.onKept);
    const auto fits = [&](const std::optional<Tensor>& parameter) {
      return !parameter || parameter->extents() == whole.parameterShape();
    };
    if (fits(tensors.affine.weight) && fits(tensors.affine.bias)) fitting.push_back(declared);
  }
  return fitting;
}

/// A class that nobody knows here: what its name may mean, where y is so near to that that nothing need be
/// searched.
bool isSurelyByName(const RunRecord& record, const RecordTensors& tensors, LayerVerdict& verdict,
                    const Progress& progress) {
  for (const DeclaredNorm& declared : fittingByName(record, tensors)) {
    const MatchRequest request = requestOf(record, tensors, declared);
    const auto difference = declaredDifference(request, declared.roundsFirst, progress);
    if (!difference || !difference->isSurelyRounding()) continue;
    verdict.declared = declared;
    judgeAsDeclared(record, request, verdict, progress);
    sayByName(verdict);
    return true;
  }
  return false;
}

/// The same beside the norm that was found; also of a class that is derived from one that is known.
bool judgeByName(const RunRecord& record, const RecordTensors& tensors, LayerVerdict& verdict,
                 const Progress& progress) {
  if (!verdict.found) return false;
  const NormSpec found = *verdict.found;  // a trial may replace it
  for (DeclaredNorm declared : fittingByName(record, tensors)) {
    if (declared.spec->kind != found.kind) continue;
    if (declared.eps == EpsSource::nobody) declared.spec->eps = declared.onKept->eps = found.eps;
    if (!judgeOtherwise(record, tensors, declared, verdict, progress)) continue;
    sayByName(verdict);
    return true;
  }
  return false;
}

void judge(const RunRecord& record, const RecordTensors& tensors, LayerVerdict& verdict,
           const Progress& progress) {
  if (!verdict.declared.spec && isSurelyByName(record, tensors, verdict, progress)) return;
  judgeAsDeclared(record, requestOf(record, tensors, verdict.declared), verdict, progress);
  if (verdict.ok == true) return;
  if (const auto other = declaredOverAxis1(record); other && *other != verdict.declared)
    if (judgeOtherwise(record, tensors, *other, verdict, progress)) return;
  const bool isOnePlus = record.className.ends_with("1P") && !record.type.ends_with('.' + record.className);
  if ((!verdict.declared.spec || isOnePlus) && judgeByName(record, tensors, verdict, progress)) return;
  if (verdict.ok == false) judgeWithoutEps(record, tensors, verdict, progress);
}

}  // namespace

RecordTensors readRecord(const RecordedRun& run, const RunRecord& record, const Progress& progress) {
  if (record.isDamaged()) throw Error(Fault::nonsense, record.problem.c_str());
  RecordTensors tensors{readTensor(record.x, run.file, progress),
                        readTensor(record.y, run.file, progress),
                        {readIfThere(run, record.weight, progress), readIfThere(run, record.bias, progress)},
                        {}};
  if (record.runningMean) {
    tensors.running = RunningStatistics{perChannel(run, record, *record.runningMean, progress),
                                        perChannel(run, record, *record.runningVar, progress),
                                        record.attributes.batchesTracked.value_or(0)};
  }
  return tensors;
}

namespace {

LayerTensor layerTensor(const Tensor& tensor) {
  LayerTensor layer{{}, std::string(nameOf(tensor.dtype())), tensor.extents()};
  layer.values.reserve(static_cast<std::size_t>(tensor.elementCount()));
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) layer.values.push_back(tensor.at(i));
  return layer;
}

/// What is odd about a record's γ, β and running statistics, by what `normscope layers` says of a
/// checkpoint's.
std::vector<std::string> notesOn(const RunRecord& record, const RecordTensors& tensors,
                                 const DeclaredNorm& declared) {
  LayerValues values;
  if (tensors.affine.weight) values.weight = layerTensor(*tensors.affine.weight);
  if (tensors.affine.bias) values.bias = layerTensor(*tensors.affine.bias);
  if (tensors.running) {
    const Extents channels{static_cast<std::int64_t>(tensors.running->mean.size())};
    values.runningMean = LayerTensor{{}, {}, channels, {}, tensors.running->mean};
    values.runningVariance = LayerTensor{{}, {}, channels, {}, tensors.running->variance};
  }
  for (std::size_t axis = 0; axis < record.kept.size(); ++axis) {
    const bool isCut =
        record.kept[axis] && record.whole.axis(static_cast<int>(axis)).role() == AxisRole::channel;
    if (!isCut) continue;
    for (auto* tensor : {&values.weight, &values.bias, &values.runningMean, &values.runningVariance}) {
      if (*tensor && (*tensor)->values.size() == record.kept[axis]->size())
        (*tensor)->places = *record.kept[axis];
    }
  }
  const auto epsilon = declared.spec ? std::optional(declared.spec->eps) : record.attributes.eps;
  return problemsOfRecord(values, declared.spec.has_value(), epsilon, record.training);
}

}  // namespace

LayerVerdict checkRecord(const RecordedRun& run, const RunRecord& record, const Progress& progress) {
  LayerVerdict verdict;
  verdict.name = record.layer;
  verdict.call = record.call;
  try {
    if (!record.isDamaged()) verdict.declared = declaredNorm(record);
    const RecordTensors tensors = readRecord(run, record, {progress.stop, {}});
    verdict.notes = notesOn(record, tensors, verdict.declared);
    try {
      judge(record, tensors, verdict, progress);
      if (verdict.ok == true) judgeMomentum(run, record, tensors, verdict, progress);
    } catch (const Error& error) {
      if (error.fault() == Fault::failed) throw;
      judgeRefused(error, tensors, verdict);
    }
  } catch (const Error& error) {
    verdict.ok = false;
    verdict.verdict = error.what();
  }
  return verdict;
}

}  // namespace normscope
