#include "core/norm/norm_registry.h"

#include <algorithm>

#include "core/text/list.h"

namespace normscope {

const std::vector<NormInfo>& normRegistry() {
  using enum Affine;
  static const std::vector<NormInfo> registry = {
      {NormKind::batch,
       "batch",
       "Batch Norm",
       "one mean and variance per channel, over the batch and all positions",
       "Ioffe and Szegedy 2015",
       {"workers", "mode", "momentum", "eps", "eps_at", "variance", "affine"},
       channel,
       {none, channel},
       true,
       true},
      {NormKind::layer,
       "layer",
       "Layer Norm",
       "one mean and variance per sample, over all other axes or those of over=",
       "Ba, Kiros and Hinton 2016",
       {"over", "eps", "eps_at", "variance", "affine"},
       element,
       {none, channel, element},
       false,
       false},
      {NormKind::instance,
       "instance",
       "Instance Norm",
       "one mean and variance per sample and channel, over all positions",
       "Ulyanov, Vedaldi and Lempitsky 2016",
       {"mode", "momentum", "eps", "eps_at", "variance", "affine"},
       none,
       {none, channel},
       false,
       true},
      {NormKind::group,
       "group",
       "Group Norm",
       "one mean and variance per sample and group of adjacent channels",
       "Wu and He 2018",
       {"groups", "eps", "eps_at", "variance", "affine"},
       channel,
       {none, channel, group},
       false,
       false},
      {NormKind::rms,
       "rms",
       "RMS Norm",
       "divides by the root mean square over the channel axis or those of over=; no mean",
       "Zhang and Sennrich 2019",
       {"over", "eps", "eps_at", "variance", "affine"},
       element,
       {none, channel, element},
       false,
       false},
      {NormKind::custom,
       "custom",
       "Custom",
       "any set of reduced axes",
       "",
       {"over", "center", "eps", "eps_at", "variance", "affine"},
       none,
       {none, channel, element},
       false,
       false},
  };
  return registry;
}

bool NormInfo::hasKey(std::string_view key) const {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

const NormInfo& infoOf(NormKind kind) {
  return *std::find_if(normRegistry().begin(), normRegistry().end(),
                       [&](const NormInfo& info) { return info.kind == kind; });
}

std::string normNames() {
  std::vector<std::string> names;
  for (const NormInfo& info : normRegistry()) names.emplace_back(info.name);
  return joinOr(names);
}

}  // namespace normscope
