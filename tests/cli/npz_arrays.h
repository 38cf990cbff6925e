#pragma once

#include <map>
#include <string>

#include "core/tensor/tensor.h"

namespace normscope {

/// The arrays of a .npz file by name, read with libzip and not with the code under test.
std::map<std::string, Tensor> npzArrays(const std::string& path);

}  // namespace normscope
