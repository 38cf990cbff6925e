#include "tests/core/match_pairs.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "core/analysis/comparison.h"
#include "core/analysis/match/match_words.h"
#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/error.h"
#include "core/io/generate.h"

namespace normscope {
namespace {

struct Source {
  std::string text;
  std::string layout;
};

const std::vector<Source> sources = {
    {"normal:8,6,7,5:seed=11", "NCHW"},       {"normal:4,12,6,6:seed=12,mean=3,std=2", "NCHW"},
    {"uniform:6,5,7,8:seed=13", "NHWC"},      {"normal:5,9,12:seed=14,mean=-1", "BTF"},
    {"normal:6,10,7:seed=15,std=0.1", "NCL"}, {"normal:3,4,5,3,6:seed=16", "NCDHW"},
};

Tensor tensorOf(const std::vector<double>& values, const Extents& extents, DType dtype) {
  return Tensor::of<double>(dtype, extents, values);
}

std::vector<double> valuesOf(const Tensor& tensor) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(tensor.at(i));
  return values;
}

/// y by plain loops over numbers of sets, which need not come from a plan.
std::vector<double> normalized(const std::vector<double>& x, const std::vector<std::int64_t>& set, double eps,
                               bool unbiased, const RunningAverage& average) {
  std::map<std::int64_t, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < x.size(); ++i) members[set[i]].push_back(i);
  std::vector<double> y(x.size());
  for (const auto& [number, own] : members) {
    double mean = 0, variance = 0;
    for (const std::size_t i : own) mean += x[i] / static_cast<double>(own.size());
    for (const std::size_t i : own) variance += (x[i] - mean) * (x[i] - mean);
    variance /= static_cast<double>(own.size()) - (unbiased ? 1 : 0);
    mean *= average.weight;
    variance = average.weight * variance + (1 - average.weight) * average.startVariance;
    for (const std::size_t i : own) y[i] = (x[i] - mean) / std::sqrt(variance + eps);
  }
  return y;
}

std::vector<std::int64_t> setsOf(const ReductionPlan& plan) {
  std::vector<std::int64_t> sets;
  for (std::int64_t i = 0; i < plan.shape().elementCount(); ++i) sets.push_back(plan.setOf(i));
  return sets;
}

std::vector<double> half(std::vector<double> values) {
  for (double& value : values)
    value = static_cast<double>(static_cast<Eigen::half>(static_cast<float>(value)));
  return values;
}

class Maker {
 public:
  explicit Maker(const Source& source) : source_(source) {
    x_ = generate(parseGenerated(source.text));
    shape_ = Shape(Layout::parse(source.layout), x_.extents());
  }

  std::vector<MatchPair> all() {
    for (const std::string& spec : norms()) plain(spec, source_.layout, {});
    for (const std::string& sets : {norms()[0], norms()[2], norms()[4]}) {
      for (const std::string arithmetic : {"eps=0.001", "eps=1e-6", "eps=1e-12", "eps=0.001,eps_at=outside",
                                           "variance=unbiased", "eps=0.001,variance=unbiased", "eps=0.0371"})
        plain(sets + (sets.find(':') == std::string::npos ? ":" : ",") + arithmetic, source_.layout, {});
    }
    averages();
    otherLayout();
    reshapes();
    halves();
    parameters();
    relations();
    folded();
    powers();
    interleaved();
    chunks();
    untouched();
    broken();
    bits();
    return std::move(pairs_);
  }

 private:
  std::int64_t groups() const { return divisorsOf(shape_.channelCount())[1]; }
  std::string group() const { return "group:groups=" + std::to_string(groups()); }
  char channel() const { return shape_.axis(*shape_.layout().find(AxisRole::channel)).letter; }

  std::vector<std::string> norms() const {
    const std::string letter(1, channel());
    const char spatial =
        source_.layout == "BTF" || source_.layout == "NHWC" ? source_.layout[1] : source_.layout.back();
    return {"batch",
            "batch:workers=" + std::to_string(divisorsOf(shape_.extent(0))[1]),
            group(),
            "instance",
            "layer",
            "layer:over=" + letter,
            "rms",
            "custom:over=" + source_.layout.substr(0, 1) + "+" + letter,
            "custom:over=" + std::string(1, spatial) + ",center=false",
            "rms:over=" + letter + "+" + spatial,
            "l2",
            "l2:over=" + letter + "+" + spatial + ",eps=0.5",
            "layer:eps=1e-6,eps_at=max"};
  }

  NormalizeRequest requestFor(const std::string& spec, const Shape& shape) const {
    NormalizeRequest request{x_, shape, parseNormSpec(spec), {}, {}};
    return request;
  }

  std::vector<double> computed(const NormalizeRequest& request) const {
    NormalizeRequest wide = request;
    wide.x = tensorOf(valuesOf(request.x), request.x.extents(), DType::float64);
    ReferenceEngine engine;
    return valuesOf(normalize(wide, engine).y);
  }

  MatchPair& add(const std::string& name, const std::vector<double>& y, const std::string& spec,
                 const std::string& layout, std::vector<Mistake> mistakes) {
    MatchPair pair;
    pair.name = source_.text + " " + source_.layout + " " + name;
    pair.request = {x_, tensorOf(y, x_.extents(), DType::float32), shape_, {}, {}};
    pair.truth = {parseNormSpec(spec), Layout::parse(layout), std::move(mistakes), {}};
    pairs_.push_back(std::move(pair));
    return pairs_.back();
  }

  void plain(const std::string& spec, const std::string& layout, const std::vector<Mistake>& mistakes) {
    add(spec, computed(requestFor(spec, Shape(Layout::parse(layout), x_.extents()))), spec, layout, mistakes);
  }

  void averages() {
    for (const std::string& spec : {norms()[0], norms()[2], norms()[3], norms()[4]}) {
      for (const RunningAverage average :
           {RunningAverage{1 - 1e-4, 0}, RunningAverage{0.9, 1}, RunningAverage{0.1, 1}}) {
        for (const bool unbiased : {false, true}) {
          const std::string text = spec + (unbiased ? (spec.find(':') == std::string::npos ? ":" : ",") +
                                                          std::string("variance=unbiased")
                                                    : "");
          const auto y =
              normalized(valuesOf(x_), setsOf(plan(shape_, parseNormSpec(spec))), 1e-5, unbiased, average);
          add(text + " running average " + std::to_string(average.weight), y, text, source_.layout,
              {Mistake::runningAverage})
              .truth.average = average;
        }
      }
    }
  }

  void otherLayout() {
    std::string letters = source_.layout;
    const std::size_t at = letters.find(channel());
    letters.erase(at, 1);
    letters.insert(at == 1 ? letters.size() : 1, 1, channel());
    const Shape other(Layout::parse(letters), x_.extents());
    const std::string groups = "group:groups=" + std::to_string(divisorsOf(other.channelCount())[1]);
    for (const std::string& spec : {std::string("batch"), std::string("instance"), groups,
                                    std::string("layer:over=") + channel(), std::string("rms")})
      plain(spec, letters, {Mistake::layout});
  }

  /// [N, ..., C] reshaped to [N, G, ..., C/G] without a transpose.
  void reshapes() {
    if (source_.layout.back() != channel()) return;
    const std::int64_t sample = x_.elementCount() / shape_.extent(0);
    std::vector<std::int64_t> sets;
    for (std::int64_t i = 0; i < x_.elementCount(); ++i) sets.push_back(i / (sample / groups()));
    for (const bool unbiased : {false, true}) {
      const std::string spec = group() + (unbiased ? ",variance=unbiased" : "");
      add(spec + " reshaped", normalized(valuesOf(x_), sets, 1e-5, unbiased, {}), spec, source_.layout,
          {Mistake::nhwcReshape});
    }
  }

  void halves() {
    for (const std::string& spec : {norms()[0], norms()[2], norms()[4], group() + ",variance=unbiased"}) {
      const NormalizeRequest request = requestFor(spec, shape_);
      add(spec + " y rounded to half", half(computed(request)), spec, source_.layout,
          {Mistake::halfRounding});
      NormalizeRequest rounded = request;
      rounded.x = tensorOf(half(valuesOf(x_)), x_.extents(), DType::float64);
      add(spec + " x rounded to half", computed(rounded), spec, source_.layout, {Mistake::halfRounding});
    }
  }

  void parameters() {
    const std::string count = std::to_string(shape_.channelCount());
    const Tensor weight = generate(parseGenerated("uniform:" + count + ":seed=21,low=0.5,high=2"));
    const Tensor bias = generate(parseGenerated("normal:" + count + ":seed=22"));
    for (const std::string& spec :
         {norms()[0], norms()[2], norms()[3], std::string("layer:affine=channel")}) {
      NormalizeRequest request = requestFor(spec, shape_);
      request.affine = {weight, bias};
      add(spec + " with weight and bias", computed(request), spec, source_.layout, {}).request.affine = {
          weight, bias};
      add(spec + " fitted", computed(request), spec, source_.layout, {}).fitted = true;
      request.affine = {bias, weight};
      add(spec + " swapped", computed(request), spec, source_.layout, {Mistake::gammaBetaSwapped})
          .request.affine = {weight, bias};
    }
  }

  Tensor weights() const {
    return generate(
        parseGenerated("uniform:" + std::to_string(shape_.channelCount()) + ":seed=21,low=0.5,high=2"));
  }
  Tensor biases() const {
    return generate(parseGenerated("normal:" + std::to_string(shape_.channelCount()) + ":seed=22"));
  }

  /// x̂ under a norm, times and plus what the channel says.
  std::vector<double> applied(const std::vector<double>& xhat,
                              const std::function<double(std::int64_t)>& weight,
                              const std::function<double(std::int64_t)>& bias) const {
    const ReductionPlan channels =
        plan(shape_, parseNormSpec("custom:over=" + source_.layout.substr(0, 1) + ",affine=channel"));
    std::vector<double> y;
    for (std::size_t i = 0; i < xhat.size(); ++i) {
      const std::int64_t channel = channels.parameterOf(static_cast<std::int64_t>(i));
      y.push_back(xhat[i] * weight(channel) + bias(channel));
    }
    return y;
  }

  /// What became of a weight and a bias that are known.
  void relations() {
    const Tensor weight = weights(), bias = biases();
    const auto one = [](std::int64_t) { return 1.0; };
    const auto zero = [](std::int64_t) { return 0.0; };
    const auto w = [&](std::int64_t c) { return weight.at(c); };
    const auto b = [&](std::int64_t c) { return bias.at(c); };
    for (const std::string& spec : {norms()[0], norms()[2], std::string("rms:affine=channel")}) {
      const std::vector<double> xhat = computed(requestFor(spec, shape_));
      const auto addWith = [&](const std::string& name, const std::vector<double>& y,
                               std::vector<Mistake> mistakes) {
        MatchPair& pair = add(spec + " " + name, y, spec, source_.layout, std::move(mistakes));
        pair.request.affine = {weight, bias};
        return &pair;
      };
      MatchPair* pair = addWith("1 + weight",
                                applied(
                                    xhat, [&](auto c) { return 1 + w(c); }, b),
                                {Mistake::zeroCentered});
      pair->weight = Relation::givenPlusOne;
      pair->bias = Relation::equal;
      pair = addWith("weight ignored", applied(xhat, one, b), {});
      pair->weight = Relation::ignored;
      pair->bias = Relation::equal;
      pair = addWith("bias ignored", applied(xhat, w, zero), {});
      pair->weight = Relation::equal;
      pair->bias = Relation::ignored;
      pair = addWith("both ignored", xhat, {});
      pair->weight = pair->bias = Relation::ignored;
      add(spec + " times 1.7",
          applied(
              xhat, [](auto) { return 1.7; }, zero),
          spec, source_.layout, {})
          .weight = Relation::scalar;
      add(spec + " plus 0.3", applied(xhat, one, [](auto) { return 0.3; }), spec, source_.layout, {}).bias =
          Relation::scalar;
    }
  }

  /// With running statistics: right, and folded into a scale and a shift that is wrong.
  void folded() {
    const Tensor weight = weights(), bias = biases();
    const std::int64_t count = shape_.channelCount();
    RunningStatistics running = RunningStatistics::fresh(count);
    for (std::int64_t c = 0; c < count; ++c) {
      running.mean[static_cast<std::size_t>(c)] = 0.3 + 0.1 * static_cast<double>(c % 5);
      running.variance[static_cast<std::size_t>(c)] = 0.5 + 0.25 * static_cast<double>(c % 7);
    }
    const auto at = [](const std::vector<double>& values, std::int64_t c) {
      return values[static_cast<std::size_t>(c)];
    };
    const auto scale = [&](std::int64_t c) {
      return weight.at(c) / std::sqrt(at(running.variance, c) + 1e-5);
    };
    const auto addWith = [&](const std::string& name, const std::function<double(std::int64_t)>& shift,
                             std::vector<Mistake> mistakes) {
      MatchPair& pair = add("batch:mode=eval " + name, applied(valuesOf(x_), scale, shift), "batch:mode=eval",
                            source_.layout, std::move(mistakes));
      pair.request.affine = {weight, bias};
      pair.request.running = running;
    };
    addWith("with running statistics", [&](auto c) { return bias.at(c) - at(running.mean, c) * scale(c); },
            {});
    addWith("mean not scaled", [&](auto c) { return bias.at(c) - at(running.mean, c); },
            {Mistake::biasNotScaled});
    addWith("mean without the weight",
            [&](auto c) { return bias.at(c) - at(running.mean, c) * scale(c) / weight.at(c); },
            {Mistake::biasNotScaled});
  }

  /// y from the mean, the variance and the largest |x| of each set.
  std::vector<double> bySets(const std::vector<std::int64_t>& set, bool centered,
                             const std::function<double(double, double)>& factor) const {
    const std::vector<double> x = valuesOf(x_);
    std::map<std::int64_t, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < x.size(); ++i) members[set[i]].push_back(i);
    std::vector<double> y(x.size());
    for (const auto& [number, own] : members) {
      double mean = 0, variance = 0, largest = 0;
      for (const std::size_t i : own) mean += centered ? x[i] / static_cast<double>(own.size()) : 0;
      for (const std::size_t i : own)
        variance += (x[i] - mean) * (x[i] - mean) / static_cast<double>(own.size());
      for (const std::size_t i : own) largest = std::max(largest, std::abs(x[i]));
      for (const std::size_t i : own) y[i] = (x[i] - mean) * factor(variance, largest);
    }
    return y;
  }

  void powers() {
    for (const std::string& spec : {norms()[4], norms()[2], std::string("rms")}) {
      const ReductionPlan own = plan(shape_, parseNormSpec(spec));
      const bool centered = own.spec().subtractsMean();
      for (const double exponent : {-0.5, 1.0, -2.0}) {
        add(spec + " to the power of " + std::to_string(exponent),
            bySets(setsOf(own), centered,
                   [&](double variance, double) { return std::pow(std::sqrt(variance + 1e-5), exponent); }),
            spec, source_.layout, {Mistake::power})
            .truth.exponent = exponent;
      }
      const std::string text = spec + (spec.find(':') == std::string::npos ? ":" : ",") + "eps=0.001";
      add(text + " scaled",
          bySets(setsOf(own), centered,
                 [](double variance, double largest) {
                   return 1 / std::sqrt(variance + 1e-3 * largest * largest);
                 }),
          text, source_.layout, {Mistake::epsScaled});
    }
  }

  void interleaved() {
    const std::int64_t channels = shape_.channelCount();
    const ReductionPlan byChannel =
        plan(shape_, parseNormSpec("custom:over=" + source_.layout.substr(0, 1) + ",affine=channel"));
    for (const std::int64_t count : divisorsOf(channels)) {
      if (count == 1 || count == channels) continue;
      std::vector<std::int64_t> sets;
      for (std::int64_t i = 0; i < x_.elementCount(); ++i)
        sets.push_back(shape_.indexOf(i).front() * count + byChannel.parameterOf(i) % count);
      const std::string spec = "group:groups=" + std::to_string(count);
      add(spec + " interleaved", normalized(valuesOf(x_), sets, 1e-5, false, {}), spec, source_.layout,
          {Mistake::interleavedGroups});
    }
  }

  /// The batch in chunks, the last one smaller.
  void chunks() {
    const std::int64_t samples = shape_.extent(0);
    const ReductionPlan batch = plan(shape_, parseNormSpec("batch"));
    for (std::int64_t size = 2; size < samples; ++size) {
      if (samples % size == 0 || samples % size == 1) continue;
      std::vector<std::int64_t> sets;
      for (std::int64_t i = 0; i < x_.elementCount(); ++i)
        sets.push_back(shape_.indexOf(i).front() / size * shape_.channelCount() + batch.setOf(i));
      add("batch in chunks of " + std::to_string(size), normalized(valuesOf(x_), sets, 1e-5, false, {}),
          "batch", source_.layout, {Mistake::ghostBatches})
          .truth.ghosts = GhostBatches{size, GhostBatches::Use::each};
    }
  }

  void untouched() {
    std::vector<double> twice = valuesOf(x_);
    for (double& value : twice) value *= 0.8;
    add("nothing", valuesOf(x_), "batch", source_.layout, {Mistake::identity});
    add("0.8 times x", twice, "batch", source_.layout, {Mistake::identity}).weight = Relation::scalar;
  }

  /// A few sets that went wrong.
  void broken() {
    for (const std::string& spec : {norms()[3], norms()[4] + ":eps=1e-6", norms()[5]}) {
      const ReductionPlan own = plan(shape_, parseNormSpec(spec));
      if (own.setCount() < 8) continue;
      for (const double value : {0.0, std::numeric_limits<double>::quiet_NaN()}) {
        std::vector<double> y = computed(requestFor(spec, shape_));
        for (std::size_t i = 0; i < y.size(); ++i) {
          const std::int64_t set = own.setOf(static_cast<std::int64_t>(i));
          if (set == 2 || set == own.setCount() - 1) y[i] = value;
        }
        add(spec + " with two sets of " + std::to_string(value), y, spec, source_.layout, {}).broken = {
            2, own.setCount() - 1};
      }
    }
  }

  /// x and y of a narrow dtype: rounded at the end, or before the weight as well.
  void bits() {
    const Tensor weight = weights();
    for (const DType dtype : {DType::float16, DType::bfloat16}) {
      const Tensor x = tensorOf(valuesOf(x_), x_.extents(), dtype);
      const auto addNarrow = [&](const std::string& name, const std::vector<double>& y,
                                 const std::string& spec, std::vector<Mistake> mistakes) -> MatchPair& {
        MatchPair& pair =
            add(name + " in " + std::string(nameOf(dtype)), y, spec, source_.layout, std::move(mistakes));
        pair.request.x = x;
        pair.request.y = tensorOf(y, x.extents(), dtype);
        return pair;
      };
      for (const std::string& spec : {norms()[0], norms()[4], norms()[2] + ",eps=0.01",
                                      std::string("rms:eps=1e-6"), norms()[3] + ":variance=unbiased"}) {
        NormalizeRequest request = requestFor(spec, shape_);
        request.x = x;
        addNarrow(spec, computed(request), spec, {});
      }
      NormalizeRequest request = requestFor("rms:eps=1e-6", shape_);
      request.x = x;
      const Tensor xhat = tensorOf(computed(request), x.extents(), dtype);
      const std::vector<double> y = applied(
          valuesOf(xhat), [&](auto c) { return weight.at(c); }, [](auto) { return 0.0; });
      addNarrow("rms:eps=1e-6 rounded before the weight", y, "rms:eps=1e-6", {Mistake::roundedBeforeWeight})
          .request.affine.weight = weight;
    }
  }

  Source source_;
  Tensor x_;
  Shape shape_;
  std::vector<MatchPair> pairs_;
};

std::vector<Mistake> sorted(std::vector<Mistake> mistakes) {
  std::sort(mistakes.begin(), mistakes.end());
  return mistakes;
}

bool isTruth(const MatchPair& pair, MatchCandidate found) {
  MatchCandidate truth = pair.truth;
  // Whether a norm without parameters, or a fitted one, names their sharing is no matter.
  found.spec = withoutParameters(found.spec);
  truth.spec = withoutParameters(truth.spec);
  if (truth.has(Mistake::identity)) return found.has(Mistake::identity);
  return found.spec == truth.spec && found.layout == truth.layout && found.average == truth.average &&
         found.ghosts == truth.ghosts && found.exponent == truth.exponent &&
         sorted(found.differences) == sorted(truth.differences);
}

/// Without eps: what a range of eps speaks of.
bool isTruthButForEps(const MatchPair& pair, MatchCandidate found) {
  found.spec.eps = pair.truth.spec.eps;
  return isTruth(pair, std::move(found));
}

/// How far y is from a norm with what was given, in units of what rounding explains, in each set that is not
/// broken; nothing where it can't be computed so.
std::optional<double> excessOf(const MatchPair& pair, const MatchRequest& asked) {
  NormalizeRequest request{tensorOf(valuesOf(asked.x), asked.x.extents(), DType::float64),
                           asked.shape,
                           *asked.meant,
                           asked.affine,
                           {}};
  if (request.spec.usesRunningStatistics())
    request.running = asked.running.value_or(RunningStatistics::fresh(asked.shape.channelCount()));
  ReferenceEngine engine;
  const NormalizeResult right = normalize(request, engine);
  double largestY = 0;
  for (const double value : valuesOf(asked.y))
    if (std::isfinite(value)) largestY = std::max(largestY, std::abs(value));
  double worst = 0;
  for (std::int64_t i = 0; i < asked.y.elementCount(); ++i) {
    const auto set = static_cast<std::size_t>(right.plan.setOf(i));
    const double ratio = std::abs(right.statistics.mean[set]) / std::sqrt(right.statistics.variance[set]);
    const double bound = roundingBound(asked.y.dtype(), std::isfinite(ratio) ? ratio : 0, largestY);
    const double apart = std::abs(right.y.at(i) - asked.y.at(i));
    worst = std::max(worst, std::isfinite(apart) ? apart / bound : 1e9);
  }
  return pair.broken.empty() ? std::optional(worst) : std::optional(1e9);
}

bool isNarrow(DType dtype) {
  return dtype == DType::float16 || dtype == DType::bfloat16;
}

void addAsMeant(const MatchPair& pair, const MatchRequest& asked, const MatchResult& result,
                std::vector<std::string>& claims) {
  if (!result.asMeant) return;
  if (!asked.meant) return claims.push_back("as_meant although nothing was meant");
  const std::optional<double> excess = excessOf(pair, asked);
  if (!excess) return;
  if (*result.asMeant && *excess > 1.01)
    claims.push_back("as_meant is true, and it is off by " + std::to_string(*excess) + " bounds");
  if (!*result.asMeant && *excess <= 1 && !isNarrow(asked.y.dtype()))
    claims.push_back("as_meant is false, and the norm explains y");
  // A narrow y: the norm that it was made by, as it was given, is as meant.
  if (!*result.asMeant && pair.truth.spec == *asked.meant && !pair.fitted && pair.broken.empty() &&
      !pair.weight && !pair.bias &&
      (pair.truth.differences.empty() || pair.truth.has(Mistake::roundedBeforeWeight)))
    claims.push_back("as_meant is false, and it was made so");
  if (!*result.asMeant && pair.fitted && pair.truth.spec == *asked.meant)
    claims.push_back("as_meant is false, and it was made so with a weight that nobody gave");
}

}  // namespace

std::vector<MatchPair> matchPairs(std::size_t stride) {
  std::vector<MatchPair> chosen;
  std::size_t number = 0;
  for (const Source& source : sources) {
    for (MatchPair& pair : Maker(source).all()) {
      if (number++ % stride == 0) chosen.push_back(std::move(pair));
    }
  }
  return chosen;
}

std::vector<NormSpec> meantNorms(const MatchPair& pair) {
  std::vector<NormSpec> meant = {
      parseNormSpec(pair.truth.spec.kind == NormKind::layer ? "group:groups=1,eps=1e-6" : "layer")};
  try {
    plan(pair.request.shape, pair.truth.spec);
    settleAffine(pair.request.shape, pair.truth.spec, shapesOf(pair.request.affine));
    meant.push_back(pair.truth.spec);
  } catch (const Error&) {
    // In another layout only.
  }
  return meant;
}

bool isFound(const MatchPair& pair, const MatchResult& result) {
  if (result.matches.empty()) return false;
  const Match& first = result.matches.front();
  if (!first.explains && !first.provesNothing) return false;
  if (first.epsRange && isTruthButForEps(pair, first.candidate) && first.epsRange->holds(pair.truth.spec.eps))
    return true;
  return isTruth(pair, first.candidate) ||
         std::any_of(first.equivalents.begin(), first.equivalents.end(),
                     [&](const MatchCandidate& candidate) { return isTruth(pair, candidate); });
}

std::vector<std::string> falseClaims(const MatchPair& pair, const MatchRequest& asked,
                                     const MatchResult& result) {
  std::vector<std::string> claims;
  addAsMeant(pair, asked, result, claims);
  if (result.matches.empty()) return claims;
  const Match& first = result.matches.front();
  const auto claimed = [&](const ParameterFinding& finding, std::optional<Relation> truth, bool given,
                           const std::string& name) {
    if (!first.explains || !finding.relation || pair.fitted) return;
    // One that was given and not spoken of was applied as it is.
    const std::optional<Relation> own = truth ? truth : given ? std::optional(Relation::equal) : std::nullopt;
    const bool swapped = pair.truth.has(Mistake::gammaBetaSwapped);
    if (finding.relation != own && !swapped)
      claims.push_back("the " + name + " is said to be " + std::string(nameOf(*finding.relation)));
  };
  claimed(first.weight, pair.weight, asked.affine.weight.has_value(), "weight");
  claimed(first.bias, pair.bias, asked.affine.bias.has_value(), "bias");
  if (first.explains && isTruth(pair, first.candidate) && !pair.truth.has(Mistake::identity)) {
    std::vector<std::int64_t> broken;
    for (const BrokenSets& some : first.broken)
      broken.insert(broken.end(), some.first.begin(), some.first.end());
    if (broken != pair.broken) claims.emplace_back("other sets are said to be broken");
    if (first.setsExplained + static_cast<std::int64_t>(pair.broken.size()) != first.sets)
      claims.emplace_back("sets_explained is " + std::to_string(first.setsExplained));
  }
  if (first.epsRange && isTruthButForEps(pair, first.candidate) &&
      !first.epsRange->holds(pair.truth.spec.eps))
    claims.push_back("eps is said to be " + std::to_string(first.epsRange->low) + " to " +
                     std::to_string(first.epsRange->high));
  const bool sameSets = asked.meant && toText(pair.truth.spec) == toText(*asked.meant) &&
                        pair.truth.differences.empty() && !pair.weight && !pair.bias;
  for (const std::string& line : differencesInWords(asked, first.candidate, {}, &first)) {
    if (sameSets && first.explains) claims.push_back("as meant, and yet: " + line);
  }
  return claims;
}

}  // namespace normscope
