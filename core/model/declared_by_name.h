#pragma once

#include <vector>

#include "core/model/check.h"

namespace normscope {

/// The norms that the name of a class may mean which no library known here has, the most usual first:
/// GptOssRMSNorm, OlmoLayerNorm, NemotronLayerNorm1P. A name says neither whether x̂ is rounded before the
/// weight comes nor, mostly, whether 1 + weight multiplies; so there are several, and that y is none of them
/// is no mistake of the layer. Nothing where the name says nothing, or says that more is done ("Gated").
std::vector<DeclaredNorm> declaredByName(const RunRecord& record);

}  // namespace normscope
