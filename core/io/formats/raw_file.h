#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/io/formats/stored_data.h"
#include "core/io/formats/tensor_file.h"

namespace normscope {

/// What a file without a header holds: dense little-endian elements in C order.
struct RawForm {
  StoredType type;
  Extents extents;

  bool operator==(const RawForm&) const = default;
};

/// The type of that name, "float32" or "float8_e5m2". Throws Error (nonsense) that lists the names.
StoredType parseStoredType(std::string_view name);

/// A raw binary file. Throws Error: nonsense, on `subject`, where it has another size; see loadStored().
TensorFile openRaw(const std::shared_ptr<const Buffer>& file, const RawForm& form,
                   const std::string& subject);

}  // namespace normscope
