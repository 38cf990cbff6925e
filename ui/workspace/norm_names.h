#pragma once

#include <QString>

#include "core/norm/norm_spec.h"

namespace normscope {

/// What a norm is called in tools and tables, with all that its spec says: "Group Norm, G = 2, ε = 0.001, no
/// γ and β". Different specs have different names.
QString nameOfNorm(const NormSpec& spec);

/// The same for core's sentences.
NormNames normNames();

}  // namespace normscope
