#pragma once

#include <string_view>

namespace normscope::embedded {

/// resources/python/normscope.py, which records runs.
extern const std::string_view pythonModule;

}  // namespace normscope::embedded
