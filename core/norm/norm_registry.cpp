#include "core/norm/norm_registry.h"

#include <algorithm>

#include "core/text/list.h"

namespace normscope {
namespace {

using Keys = std::vector<std::string_view>;

/// With the keys that every kind has.
Keys andCommon(Keys own) {
  own.insert(own.end(), {"eps", "eps_at", "variance", "affine", "zero_centered", "bias"});
  return own;
}

constexpr NormSplit workersOfBatch = {.role = AxisRole::batch,
                                      .key = "workers",
                                      .parts = &NormSpec::workers,
                                      .label = "K",
                                      .cutsEmptyAxis = true,
                                      .onePart = std::nullopt,
                                      .allParts = std::nullopt};

constexpr NormSplit groupsOfChannels = {.role = AxisRole::channel,
                                        .key = "groups",
                                        .parts = &NormSpec::groups,
                                        .label = "G",
                                        .cutsEmptyAxis = false,
                                        .onePart = NormKind::layer,
                                        .allParts = NormKind::instance};

/// Without a word about what one group or a group a channel would be: that is for rms over more axes than the
/// channel's.
constexpr NormSplit groupsOfRms = {.role = AxisRole::channel,
                                   .key = "groups",
                                   .parts = &NormSpec::groups,
                                   .label = "G",
                                   .cutsEmptyAxis = false,
                                   .onePart = std::nullopt,
                                   .allParts = std::nullopt};

NormInfo batchRow() {
  return {.kind = NormKind::batch,
          .name = "batch",
          .title = "Batch Norm",
          .description = "one mean and variance per channel, over the batch and all positions",
          .source = "Ioffe and Szegedy 2015",
          .example = "batch",
          .neighbour = "instance",
          .inPaperFigure = true,
          .reduces = {AxisRole::batch, AxisRole::spatial},
          .needs = {AxisRole::batch, AxisRole::channel},
          .split = workersOfBatch,
          .keys = andCommon({"workers", "mode", "momentum"}),
          .defaultAffine = Affine::channel,
          .allowedAffine = {Affine::none, Affine::channel},
          .tracksByDefault = true,
          .mayTrack = true};
}

NormInfo layerRow() {
  return {.kind = NormKind::layer,
          .name = "layer",
          .title = "Layer Norm",
          .description = "one mean and variance per sample, over all other axes or those of over=",
          .source = "Ba, Kiros and Hinton 2016",
          .example = "layer",
          .neighbour = "group:groups=1",
          .inPaperFigure = true,
          .reduces = {AxisRole::channel, AxisRole::spatial},
          .alsoOverChannel = true,
          .keys = andCommon({"over"}),
          .defaultAffine = Affine::element,
          .allowedAffine = {Affine::none, Affine::channel, Affine::element}};
}

NormInfo instanceRow() {
  return {.kind = NormKind::instance,
          .name = "instance",
          .title = "Instance Norm",
          .description = "one mean and variance per sample and channel, over all positions",
          .source = "Ulyanov, Vedaldi and Lempitsky 2016",
          .example = "instance",
          .neighbour = "batch",
          .inPaperFigure = true,
          .reduces = {AxisRole::spatial},
          .needs = {AxisRole::channel, AxisRole::spatial},
          .keys = andCommon({"mode", "momentum"}),
          .defaultAffine = Affine::none,
          .allowedAffine = {Affine::none, Affine::channel},
          .mayTrack = true};
}

NormInfo groupRow() {
  return {.kind = NormKind::group,
          .name = "group",
          .title = "Group Norm",
          .description = "one mean and variance per sample and group of adjacent channels",
          .source = "Wu and He 2018",
          .example = "group:groups=2",
          .neighbour = "layer",
          .inPaperFigure = true,
          .reduces = {AxisRole::spatial},
          .needs = {AxisRole::channel},
          .split = groupsOfChannels,
          .keys = andCommon({"groups", "interleaved"}),
          .required = {"groups"},
          .defaultAffine = Affine::channel,
          .allowedAffine = {Affine::none, Affine::channel, Affine::group}};
}

NormInfo rmsRow() {
  return {.kind = NormKind::rms,
          .name = "rms",
          .title = "RMS Norm",
          .description = "divides by the root mean square over the channel axis or those of over=; no mean",
          .source = "Zhang and Sennrich 2019",
          .example = "rms",
          .neighbour = "layer",
          .reduces = {AxisRole::channel},
          .needs = {AxisRole::channel},
          .split = groupsOfRms,
          .subtractsMean = false,
          .keys = andCommon({"over", "groups"}),
          .defaultAffine = Affine::element,
          .allowedAffine = {Affine::none, Affine::channel, Affine::element},
          .biasByDefault = false};
}

NormInfo customRow() {
  return {.kind = NormKind::custom,
          .name = "custom",
          .title = "Custom",
          .description = "any set of reduced axes",
          .example = "custom:over=N+W",
          .neighbour = "layer",
          .keys = andCommon({"over", "center"}),
          .required = {"over"},
          .defaultAffine = Affine::none,
          .allowedAffine = {Affine::none, Affine::channel, Affine::element}};
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const NormInfo& info : normRegistry()) all.emplace_back(info.name);
  return all;
}

NormInfo l2Row() {
  return {.kind = NormKind::l2,
          .name = "l2",
          .title = "L2 Norm",
          .description =
              "divides by the root of the sum of squares over the channel axis or those of over=; no mean",
          .example = "l2",
          .neighbour = "rms",
          .reduces = {AxisRole::channel},
          .needs = {AxisRole::channel},
          .subtractsMean = false,
          .dividesBySum = true,
          .keys = andCommon({"over"}),
          .eps = 1e-12,
          .epsAt = EpsAt::max,
          .defaultAffine = Affine::none,
          .allowedAffine = {Affine::none, Affine::channel, Affine::element},
          .formatVersion = 2};
}

/// "C, H, W": the letters of a layout whose axes have one of the roles.
std::string lettersOf(const Layout& layout, const std::vector<AxisRole>& roles) {
  std::string text;
  for (const char letter : layout.letters()) {
    if (std::find(roles.begin(), roles.end(), roleOf(letter)) == roles.end()) continue;
    text += (text.empty() ? "" : ", ") + std::string(1, letter);
  }
  return text;
}

}  // namespace

const std::vector<NormInfo>& normRegistry() {
  static const std::vector<NormInfo> registry = {batchRow(), layerRow(),  instanceRow(), groupRow(),
                                                 rmsRow(),   customRow(), l2Row()};
  return registry;
}

bool NormInfo::hasKey(std::string_view key) const {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool NormInfo::isRequired(std::string_view key) const {
  return std::find(required.begin(), required.end(), key) != required.end();
}

bool NormInfo::allows(Affine affine) const {
  return std::find(allowedAffine.begin(), allowedAffine.end(), affine) != allowedAffine.end();
}

const NormInfo& infoOf(NormKind kind) {
  return normRegistry()[static_cast<std::size_t>(kind)];
}

std::string normNamesOr() {
  return joinOr(names());
}

std::string normNamesAnd() {
  return joinAnd(names());
}

NormSpec specOf(NormKind kind) {
  NormSpec spec;
  spec.kind = kind;
  spec.eps = infoOf(kind).eps;
  spec.epsAt = infoOf(kind).epsAt;
  return spec;
}

NormSpec normOver(const std::string& axes) {
  NormSpec spec = specOf(NormKind::custom);
  spec.over = axes;
  spec.affine = Affine::none;
  return spec;
}

std::vector<NormSpec> figureNorms() {
  std::vector<NormSpec> norms;
  for (const NormInfo& info : normRegistry()) {
    if (info.inPaperFigure) norms.push_back(parseNormSpec(info.example));
  }
  return norms;
}

NormSpec usualNeighbour(const NormSpec& spec) {
  return parseNormSpec(infoOf(spec.kind).neighbour);
}

std::vector<NormReading> readingsOf(NormKind kind, const Layout& layout) {
  const NormInfo& info = infoOf(kind);
  const std::string own = lettersOf(layout, info.reduces);
  const std::string channel = lettersOf(layout, {AxisRole::channel});
  if (!info.alsoOverChannel || channel.empty() || own == channel) return {};
  return {{"", "the paper's: " + own}, {channel, "the frameworks' default: " + channel}};
}

}  // namespace normscope
