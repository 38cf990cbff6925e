#pragma once

#include <string_view>
#include <vector>

#include "core/norm/norm_spec.h"

namespace normscope {

/// One kind of norm, described once for the parser, the command line's help, the window and the tests.
struct NormInfo {
  NormKind kind;
  std::string_view name;               ///< in specs: "group"
  std::string_view title;              ///< for people: "Group Norm"
  std::string_view description;        ///< one line
  std::string_view source;             ///< the paper that defines it
  std::vector<std::string_view> keys;  ///< allowed in its spec, in the order in which a spec prints
  Affine defaultAffine;
  std::vector<Affine> allowedAffine;
  bool tracksByDefault;  ///< keeps running statistics unless told otherwise
  bool mayTrack;         ///< can keep them when they are given

  bool hasKey(std::string_view key) const;
};

/// All kinds, in the order in which they are shown.
const std::vector<NormInfo>& normRegistry();

const NormInfo& infoOf(NormKind kind);

/// "batch, layer, instance, group, rms or custom"
std::string normNames();

}  // namespace normscope
