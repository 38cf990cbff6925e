#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace normscope {

enum class NormKind { batch, layer, instance, group, rms, custom, l2 };
enum class Mode { train, eval };
enum class EpsAt { inside, outside, max };
enum class VarianceEstimator { biased, unbiased };
enum class Affine { none, channel, element, group, axes };

/// What a person asks for, whatever the tensor: a norm and its options. Its text form is
///
///     kind[:key=value[,key=value]...]
///
/// e.g. "group:groups=2", "layer:over=C", "batch:mode=eval"; norm_registry.h lists kinds, keys and defaults.
struct NormSpec {
  NormKind kind = NormKind::batch;
  std::int64_t workers = 1;  ///< batch: statistics are per worker, each with N/workers samples
  Mode mode = Mode::train;   ///< batch, instance: eval takes the running statistics
  std::optional<double> momentum =
      0.1;           ///< batch, instance: weight of the new batch (PyTorch); nothing: cumulative average
  std::string over;  ///< layer, rms, custom: axes joined by '+', as typed; empty: the kind's default
  std::int64_t groups =
      0;  ///< group: how many groups; required there. rms: 0 where the channel axis is not split
  bool interleaved = false;  ///< group: channel c belongs to group c mod G, not c / (C/G)
  bool center = true;        ///< custom: whether the mean is subtracted
  double eps = 1e-5;
  EpsAt epsAt =
      EpsAt::inside;  ///< inside: sqrt(var + eps); outside: sqrt(var) + eps; max: max(sqrt(var), eps)
  VarianceEstimator variance = VarianceEstimator::biased;
  std::optional<Affine>
      affine;  ///< nothing: the kind's default, and the shape of given parameters may decide

  std::string affineAxes =
      {};                     ///< with Affine::axes: those that weight and bias have, joined by '+', as typed
  bool zeroCentered = false;  ///< what multiplies x̂ is 1 + weight (Gemma, layernorm_1p); without a weight 1
  std::optional<bool> bias = {};  ///< whether there is a bias beside the weight; nothing: the kind's default,
                                  ///< and a given bias decides

  Affine affineSharing() const;  ///< `affine`, or the kind's default
  bool hasBias() const;          ///< a bias is added where there are a weight and a bias at all
  bool subtractsMean() const;    ///< the kind does, and center= does not say otherwise

  /// The kind divides by the root of the sum of the squares, not of their mean (or of the variance).
  bool dividesBySum() const;

  /// True where the kind keeps running statistics and the mode reads them instead of computing from x.
  bool usesRunningStatistics() const { return mode == Mode::eval; }

  /// Same norm: axes compared as sets, an affine or bias left out equal to the default.
  bool operator==(const NormSpec& other) const;
};

/// The norm without weight and bias.
NormSpec withoutParameters(NormSpec spec);

/// With this sharing of weight and bias; what is said of them stays where there are any.
NormSpec withSharing(NormSpec spec, Affine affine, const std::string& axes = {});

/// Reads the text form. Throws Error (nonsense) for unknown kinds and keys, repeated keys and values out of
/// range; the line names the offending part and lists what is allowed.
NormSpec parseNormSpec(std::string_view text);

/// The text form: keys in registry order, defaults left out, numbers as short as they read back.
std::string toText(const NormSpec& spec);

/// What sentences call a norm where its spec is not what a person reads. Empty: its spec.
using NormNames = std::function<std::string(const NormSpec&)>;

inline std::string nameOf(const NormSpec& spec, const NormNames& names) {
  return names ? names(spec) : toText(spec);
}

/// The version of scenes and sessions that can say it: 2 for what version 1 did not have (l2, eps_at=max,
/// interleaved groups, groups of rms, affine=AXES, zero_centered, bias).
int formatVersionOf(const NormSpec& spec);

/// "none", "channel", "element", "group", "axes"
std::string_view nameOf(Affine affine);

/// What affine= says: "channel", "N+C".
std::string affineText(const NormSpec& spec);

}  // namespace normscope
