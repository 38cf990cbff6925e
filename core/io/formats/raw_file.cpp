#include "core/io/formats/raw_file.h"

#include <array>
#include <vector>

#include "core/error.h"
#include "core/text/list.h"

namespace normscope {
namespace {

constexpr std::array rawTypes = {StoredType{DType::float16},
                                 StoredType{DType::bfloat16},
                                 StoredType{DType::float32},
                                 StoredType{DType::float64},
                                 StoredType{DType::int8},
                                 StoredType{DType::int16},
                                 StoredType{DType::int32},
                                 StoredType{DType::int64},
                                 StoredType{DType::uint8},
                                 StoredType{DType::uint16},
                                 StoredType{DType::uint32},
                                 StoredType{DType::uint64},
                                 StoredType{DType::boolean},
                                 StoredType{DType::float32, Encoding::float8e4m3fn},
                                 StoredType{DType::float32, Encoding::float8e5m2}};

}  // namespace

StoredType parseStoredType(std::string_view name) {
  std::vector<std::string> names;
  for (const StoredType& type : rawTypes) {
    if (type.name() == name) return type;
    names.emplace_back(type.name());
  }
  throw nonsense("dtype '" + std::string(name) + "'", "it is unknown", "give " + joinOr(names));
}

TensorFile openRaw(const std::shared_ptr<const Buffer>& file, const RawForm& form,
                   const std::string& subject) {
  const std::string what = std::string(form.type.name()) + " of the shape " + toText(form.extents);
  const auto bytes = storedBytesOf(form.type, form.extents);
  if (!bytes) throw nonsense(subject, what + " takes more than 2^63 bytes", "give smaller extents");
  if (*bytes != file->size()) {
    throw nonsense(
        subject,
        "it has " + std::to_string(file->size()) + " bytes and " + what + " takes " + std::to_string(*bytes),
        "give the dtype and the shape that fit");
  }
  const StoredData data{form.type, form.extents, file, 0};
  const auto read = [data, subject](const Progress& progress) { return loadStored(data, subject, progress); };
  return {"raw", {{"", std::string(form.type.name()), form.extents, read}}, {}};
}

}  // namespace normscope
