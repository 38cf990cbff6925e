#pragma once

#include <string>

#include "core/document/parameters.h"

namespace normscope {

/// FILE of the command line for what was typed for a weight or a bias ("weight", "bias") of this shape: one
/// number for all of it, one for each element, parted by commas or blanks; else the text as it is, without
/// blanks around it. Throws Error (nonsense) for another number of numbers.
std::string parameterFile(const std::string& typed, const Extents& extents, const std::string& name);

/// What would have to be typed: numbers where they are typed, else the text.
std::string typedOf(const LayerParameter& source);

/// A weight or a bias of this shape, drawn at random around `mean`: with another seed than `before`, where
/// that is such a one.
std::string randomParameter(const Extents& extents, double mean, const std::optional<LayerParameter>& before);

}  // namespace normscope
