#pragma once

#include "core/model/run_file.h"
#include "core/norm/norm_spec.h"

namespace normscope {

/// A norm of the whole layer as that of what is kept of a record: of as many groups as are kept there. Throws
/// Error (nonsense) where its sets are not whole there, and what plan() does.
NormSpec specOnKept(const RunRecord& record, const NormSpec& spec);

}  // namespace normscope
