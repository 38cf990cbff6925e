#pragma once

#include "core/io/generate.h"

namespace normscope {

/// Throws Error (nonsense) unless the numbers make sense together: see parseGenerated().
void checkGenerated(const GeneratedTensor& generated, const std::string& subject);

}  // namespace normscope
