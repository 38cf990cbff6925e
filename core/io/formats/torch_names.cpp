#include "core/io/formats/torch_names.h"

#include <algorithm>
#include <array>

namespace normscope {
namespace {

using Means = PickledName::Kind;

constexpr StoredType e4m3{DType::float32, Encoding::float8e4m3fn};
constexpr StoredType e5m2{DType::float32, Encoding::float8e5m2};

constexpr std::array<PickledName, 38> pickledNames = {{
    {"collections.OrderedDict", Means::dictionary},
    {"torch._utils._rebuild_tensor", Means::rebuildTensor},
    {"torch._utils._rebuild_tensor_v2", Means::rebuildTensor},
    {"torch._utils._rebuild_tensor_v3", Means::rebuildTensorV3},
    {"torch._utils._rebuild_parameter", Means::rebuildParameter},
    {"torch.Size", Means::size},
    {"torch.FloatStorage", Means::storage, {DType::float32}},
    {"torch.DoubleStorage", Means::storage, {DType::float64}},
    {"torch.HalfStorage", Means::storage, {DType::float16}},
    {"torch.BFloat16Storage", Means::storage, {DType::bfloat16}},
    {"torch.CharStorage", Means::storage, {DType::int8}},
    {"torch.ShortStorage", Means::storage, {DType::int16}},
    {"torch.IntStorage", Means::storage, {DType::int32}},
    {"torch.LongStorage", Means::storage, {DType::int64}},
    {"torch.ByteStorage", Means::storage, {DType::uint8}},
    {"torch.BoolStorage", Means::storage, {DType::boolean}},
    {"torch.UntypedStorage", Means::untyped, {DType::uint8}},
    {"torch.storage.UntypedStorage", Means::untyped, {DType::uint8}},
    {"torch.float32", Means::dtype, {DType::float32}},
    {"torch.float", Means::dtype, {DType::float32}},
    {"torch.float64", Means::dtype, {DType::float64}},
    {"torch.double", Means::dtype, {DType::float64}},
    {"torch.float16", Means::dtype, {DType::float16}},
    {"torch.half", Means::dtype, {DType::float16}},
    {"torch.bfloat16", Means::dtype, {DType::bfloat16}},
    {"torch.int8", Means::dtype, {DType::int8}},
    {"torch.int16", Means::dtype, {DType::int16}},
    {"torch.int32", Means::dtype, {DType::int32}},
    {"torch.int64", Means::dtype, {DType::int64}},
    {"torch.long", Means::dtype, {DType::int64}},
    {"torch.uint8", Means::dtype, {DType::uint8}},
    {"torch.uint16", Means::dtype, {DType::uint16}},
    {"torch.uint32", Means::dtype, {DType::uint32}},
    {"torch.uint64", Means::dtype, {DType::uint64}},
    {"torch.bool", Means::dtype, {DType::boolean}},
    {"torch.float8_e4m3fn", Means::dtype, e4m3},
    {"torch.float8_e5m2", Means::dtype, e5m2},
    {"builtins.dict", Means::dictionary},
}};

}  // namespace

std::optional<std::size_t> pickledNameAt(std::string_view name) {
  const auto found = std::find_if(pickledNames.begin(), pickledNames.end(),
                                  [&](const PickledName& entry) { return entry.name == name; });
  if (found == pickledNames.end()) return std::nullopt;
  return static_cast<std::size_t>(found - pickledNames.begin());
}

const PickledName& pickledName(std::size_t place) {
  return pickledNames[place];
}

}  // namespace normscope
