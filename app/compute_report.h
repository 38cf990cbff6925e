#pragma once

#include <optional>
#include <string>

#include "app/compute_input.h"
#include "app/output.h"
#include "core/analysis/result_text.h"

namespace normscope::app {

/// What `compute --json` prints.
Json resultAsJson(const NormalizeRequest& request, const NormalizeResult& result,
                  const std::optional<Verified>& verified);

/// What `compute` prints for a person.
std::string resultAsText(const ComputeArguments& arguments, const NormalizeRequest& request,
                         const NormalizeResult& result, const std::optional<Verified>& verified);

}  // namespace normscope::app
