#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"

namespace normscope {

/// A key that cuts an axis into equal parts: sets keep to one part, and extend along the positions in it.
struct NormSplit {
  AxisRole role;                     ///< whose axis is cut
  std::string_view key;              ///< that says how many parts, and the word for them: "groups"
  std::int64_t NormSpec::*parts;     ///< the value of that key
  std::string_view label;            ///< of the plan axis that counts the parts: "G"; the rest is "C/G"
  bool cutsEmptyAxis;                ///< whether an axis without positions may have several parts
  std::optional<NormKind> onePart;   ///< the kind whose sets these are with a single part,
  std::optional<NormKind> allParts;  ///< and with a part for every position; nothing where that goes unsaid
};

/// One kind of norm, described once: the parser, the plan, engines, analysis, the command line's help, the
/// window and the tests are made from this row.
struct NormInfo {
  NormKind kind;
  std::string_view name;         ///< in specs: "group"
  std::string_view title;        ///< for people: "Group Norm"
  std::string_view description;  ///< one line
  std::string_view source = {};  ///< the paper that defines it
  std::string_view example;      ///< a spec with all that the kind requires: "group:groups=2"
  std::string_view neighbour;    ///< the spec that it is most often taken for, or compared with
  bool inPaperFigure = false;    ///< one of the four of Figure 2 of the Group Normalization paper

  // Which elements share statistics.
  std::vector<AxisRole> reduces = {};  ///< the axes that sets extend along where no key names them
  std::vector<AxisRole> needs =
      {};  ///< axes without which that has no meaning, in the order they are asked for
  std::optional<NormSplit> split = {};
  bool alsoOverChannel = false;  ///< frameworks mean the channel axis alone where no axes are named

  // How y comes from them.
  bool subtractsMean = true;  ///< unless center=false
  bool dividesBySum = false;  ///< by the root of the sum of the squares, not of their mean

  // Which keys its spec has.
  std::vector<std::string_view> keys;           ///< in the order in which a spec prints
  std::vector<std::string_view> required = {};  ///< those without a default
  double eps = 1e-5;
  EpsAt epsAt = EpsAt::inside;
  Affine defaultAffine;
  std::vector<Affine> allowedAffine;  ///< by name; axes of one's own are possible for every kind
  bool biasByDefault = true;          ///< a weight comes with a bias unless told otherwise

  // What a layer of the kind keeps.
  bool tracksByDefault = false;  ///< keeps running statistics unless told otherwise
  bool mayTrack = false;         ///< can keep them when they are given

  int formatVersion = 1;  ///< of scenes and sessions, from which on they may hold the kind

  bool hasKey(std::string_view key) const;
  bool isRequired(std::string_view key) const;
  bool allows(Affine affine) const;

  /// Whether its default axes are those of this role and no others.
  bool reducesOnly(AxisRole role) const { return reduces == std::vector{role}; }
};

/// All kinds, in the order in which they are shown.
const std::vector<NormInfo>& normRegistry();

const NormInfo& infoOf(NormKind kind);

/// "batch, layer, instance, group, rms, custom or l2"
std::string normNamesOr();

/// "batch, layer, instance, group, rms, custom and l2"
std::string normNamesAnd();

/// The kind with its defaults; keys that it requires are still missing.
NormSpec specOf(NormKind kind);

/// The norm over exactly these axes, "N+W", without weight and bias: the kind that takes any.
NormSpec normOver(const std::string& axes);

/// The norms of Figure 2 of the Group Normalization paper, in its order.
std::vector<NormSpec> figureNorms();

/// What a norm is most often taken for, or compared with.
NormSpec usualNeighbour(const NormSpec& spec);

/// One way to read a kind that names no axes.
struct NormReading {
  std::string over;   ///< what over= says then; empty for the kind's own default
  std::string words;  ///< "the paper's: C, H, W", "the frameworks' default: C"
};

/// Where people mean different axes by one kind, its readings for a layout, the kind's own first; else none.
std::vector<NormReading> readingsOf(NormKind kind, const Layout& layout);

}  // namespace normscope
