#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/io/formats/stored_data.h"

namespace normscope {

/// A name that the pickle of a PyTorch file may refer to, and what it stands for.
struct PickledName {
  enum class Kind {
    dictionary,
    rebuildTensor,
    rebuildTensorV3,
    rebuildParameter,
    storage,
    untyped,
    dtype,
    size
  };

  std::string_view name;
  Kind kind;
  StoredType type = {};
};

/// The place of a name such as "torch.FloatStorage" among those that tensors need; nothing for another.
std::optional<std::size_t> pickledNameAt(std::string_view name);

const PickledName& pickledName(std::size_t place);

}  // namespace normscope
