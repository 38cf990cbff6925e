#include "tests/core/match_pairs.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
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
  found.spec.affine = truth.spec.affine = Affine::none;
  return found.spec == truth.spec && found.layout == truth.layout && found.average == truth.average &&
         sorted(found.differences) == sorted(truth.differences);
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

bool isFound(const MatchPair& pair, const MatchResult& result) {
  if (!result.explained()) return false;
  const Match& first = result.matches.front();
  return isTruth(pair, first.candidate) ||
         std::any_of(first.equivalents.begin(), first.equivalents.end(),
                     [&](const MatchCandidate& candidate) { return isTruth(pair, candidate); });
}

}  // namespace normscope
