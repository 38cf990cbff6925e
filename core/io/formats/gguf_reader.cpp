#include "core/io/formats/gguf_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "core/error.h"
#include "core/io/formats/little_endian.h"
#include "core/io/formats/stored_data.h"

namespace normscope {
namespace {

const char* const makeAgain = "copy or make the file again";
constexpr std::uint32_t mostGgufAxes = 32;
constexpr int deepestArray = 8;
constexpr std::uint32_t usualAlignment = 32;

/// A type of tensors: blocks of elements.
struct GgmlType {
  std::uint32_t code;
  std::string_view name;
  std::uint32_t blockElements, blockBytes;
  std::optional<StoredType> type;  ///< nothing: quantized
};

/// ggml.h and ggml-common.h of ggml; numbers that were given up are left out.
constexpr std::array<GgmlType, 34> ggmlTypes = {{
    {0, "F32", 1, 4, StoredType{DType::float32}},
    {1, "F16", 1, 2, StoredType{DType::float16}},
    {2, "Q4_0", 32, 18, std::nullopt},
    {3, "Q4_1", 32, 20, std::nullopt},
    {6, "Q5_0", 32, 22, std::nullopt},
    {7, "Q5_1", 32, 24, std::nullopt},
    {8, "Q8_0", 32, 34, std::nullopt},
    {9, "Q8_1", 32, 36, std::nullopt},
    {10, "Q2_K", 256, 84, std::nullopt},
    {11, "Q3_K", 256, 110, std::nullopt},
    {12, "Q4_K", 256, 144, std::nullopt},
    {13, "Q5_K", 256, 176, std::nullopt},
    {14, "Q6_K", 256, 210, std::nullopt},
    {15, "Q8_K", 256, 292, std::nullopt},
    {16, "IQ2_XXS", 256, 66, std::nullopt},
    {17, "IQ2_XS", 256, 74, std::nullopt},
    {18, "IQ3_XXS", 256, 98, std::nullopt},
    {19, "IQ1_S", 256, 50, std::nullopt},
    {20, "IQ4_NL", 32, 18, std::nullopt},
    {21, "IQ3_S", 256, 110, std::nullopt},
    {22, "IQ2_S", 256, 82, std::nullopt},
    {23, "IQ4_XS", 256, 136, std::nullopt},
    {24, "I8", 1, 1, StoredType{DType::int8}},
    {25, "I16", 1, 2, StoredType{DType::int16}},
    {26, "I32", 1, 4, StoredType{DType::int32}},
    {27, "I64", 1, 8, StoredType{DType::int64}},
    {28, "F64", 1, 8, StoredType{DType::float64}},
    {29, "IQ1_M", 256, 56, std::nullopt},
    {30, "BF16", 1, 2, StoredType{DType::bfloat16}},
    {34, "TQ1_0", 256, 54, std::nullopt},
    {35, "TQ2_0", 256, 66, std::nullopt},
    {39, "MXFP4", 32, 17, std::nullopt},
    {40, "NVFP4", 64, 36, std::nullopt},
    {41, "Q1_0", 128, 18, std::nullopt},
}};

struct GgufTensor {
  std::string name;
  Extents extents;
  const GgmlType* type = nullptr;
  std::uint64_t offset = 0;  ///< in the data
  std::size_t bytes = 0;
};

class GgufParser {
 public:
  GgufParser(std::string_view file, const std::string& subject) : file_(file), subject_(subject) {}

  std::vector<GgufTensor> parse() {
    if (take(4, "its magic word") != "GGUF") throw refusal(0, "the magic word GGUF is missing");
    const std::uint32_t version = number<std::uint32_t>("the version");
    if (version != 2 && version != 3)
      throw refusal(4, "the version is " + std::to_string(version) + ", neither 2 nor 3");
    const auto tensors = number<std::uint64_t>("the count of tensors");
    const auto values = number<std::uint64_t>("the count of values");
    requireRoom(8, tensors, 24, "tensors");
    requireRoom(16, values, 13, "values");
    for (std::uint64_t i = 0; i < values; ++i) passValue();
    std::vector<GgufTensor> result;
    for (std::uint64_t i = 0; i < tensors; ++i) result.push_back(parseTensor());
    // Without tensors nothing needs to be aligned.
    dataStart_ = tensors == 0 ? at_ : at_ + (alignment_ - at_ % alignment_) % alignment_;
    for (const GgufTensor& tensor : result) requireInside(tensor);
    requireApart(result);
    return result;
  }

  std::size_t dataStart() const { return dataStart_; }

 private:
  Error refusal(std::size_t at, const std::string& reason) const {
    return failure(subject_, "at byte " + std::to_string(at) + " " + reason, makeAgain);
  }

  std::string_view take(std::uint64_t count, const char* what) {
    if (count > file_.size() - at_) {
      throw failure(subject_,
                    "it ends at byte " + std::to_string(file_.size()) + ", before " + what + " ends",
                    makeAgain);
    }
    const std::string_view bytes = file_.substr(at_, count);
    at_ += count;
    return bytes;
  }

  template <typename Number>
  Number number(const char* what) {
    return littleEndian<Number>(take(sizeof(Number), what), 0);
  }

  std::string_view text(const char* what) {
    const std::size_t start = at_;
    const auto length = number<std::uint64_t>(what);
    if (length > file_.size() - at_) {
      throw refusal(start, std::string(what) + " is declared " + std::to_string(length) +
                               " bytes long and the file has " + std::to_string(file_.size() - at_) +
                               " more");
    }
    return take(length, what);
  }

  /// A count is believed where so many of the smallest fit into the file.
  void requireRoom(std::size_t at, std::uint64_t count, std::size_t least, const char* of) const {
    if (count > file_.size() / least) {
      throw refusal(at, "the file is declared to hold " + std::to_string(count) + " " + of +
                            ", more than its bytes can");
    }
  }

  void passValue() {
    const std::size_t start = at_;
    const std::string_view key = text("a key");
    if (!keys_.insert(std::string(key)).second)
      throw refusal(start, "the key '" + std::string(key) + "' stands twice");
    const auto type = number<std::uint32_t>("the type of a value");
    const std::size_t valueAt = at_;
    if (key == "general.alignment" && type != 4) throw refusal(valueAt, "general.alignment is no uint32");
    passOne(type, 0);
    if (key != "general.alignment") return;
    alignment_ = littleEndian<std::uint32_t>(file_, valueAt);
    if (alignment_ == 0 || alignment_ % 8 != 0 || (alignment_ & (alignment_ - 1)) != 0)
      throw refusal(valueAt,
                    "general.alignment is " + std::to_string(alignment_) + ", no power of two from 8 on");
  }

  void passOne(std::uint32_t type, int depth) {
    constexpr std::array<std::size_t, 13> sizes = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    constexpr std::uint32_t textType = 8, arrayType = 9;
    if (type >= sizes.size()) throw refusal(at_, "a value has the unknown type " + std::to_string(type));
    if (type == textType) {
      text("a text");
    } else if (type == arrayType) {
      passArray(depth + 1);
    } else {
      take(sizes[type], "a value");
    }
  }

  void passArray(int depth) {
    if (depth > deepestArray)
      throw refusal(at_, "lists are nested deeper than " + std::to_string(deepestArray) + " levels");
    const auto type = number<std::uint32_t>("the type of a list");
    const std::size_t start = at_;
    const auto count = number<std::uint64_t>("the length of a list");
    if (count > file_.size() - at_) {
      throw refusal(
          start, "a list is declared to hold " + std::to_string(count) + " values, more than the bytes left");
    }
    for (std::uint64_t i = 0; i < count; ++i) passOne(type, depth);
    // An unknown type is refused in an empty list, too.
    if (count == 0 && type > 12)
      throw refusal(start - 4, "a list has the unknown type " + std::to_string(type));
  }

  GgufTensor parseTensor() {
    const std::size_t start = at_;
    GgufTensor tensor;
    tensor.name = text("the name of a tensor");
    if (!names_.insert(tensor.name).second)
      throw refusal(start, "the tensor '" + tensor.name + "' stands twice");
    const std::size_t axesAt = at_;
    const auto axes = number<std::uint32_t>("the rank of a tensor");
    if (axes > mostGgufAxes)
      throw refusal(axesAt, "tensor '" + tensor.name + "' has " + std::to_string(axes) +
                                " axes and at most " + std::to_string(mostGgufAxes) + " are read");
    for (std::uint32_t i = 0; i < axes; ++i) {
      const auto extent = number<std::uint64_t>("the shape of a tensor");
      if (extent > INT64_MAX)
        throw refusal(at_ - 8, "tensor '" + tensor.name + "' has the extent " + std::to_string(extent) +
                                   ", over 2^63 - 1");
      tensor.extents.insert(tensor.extents.begin(), static_cast<std::int64_t>(extent));
    }
    const std::size_t typeAt = at_;
    const auto code = number<std::uint32_t>("the type of a tensor");
    const auto found = std::find_if(ggmlTypes.begin(), ggmlTypes.end(),
                                    [&](const GgmlType& type) { return type.code == code; });
    if (found == ggmlTypes.end())
      throw refusal(typeAt, "tensor '" + tensor.name + "' has the unknown type " + std::to_string(code));
    tensor.type = &*found;
    tensor.bytes = bytesOf(tensor);
    tensor.offset = number<std::uint64_t>("the offset of a tensor");
    return tensor;
  }

  std::size_t bytesOf(const GgufTensor& tensor) const {
    const GgmlType& type = *tensor.type;
    Extents blocks = tensor.extents;
    if (type.blockElements > 1) {
      if (blocks.empty() || blocks.back() % type.blockElements != 0)
        throw refusal(at_, "tensor '" + tensor.name + "' of " + std::string(type.name) + " and shape " +
                               toText(tensor.extents) + " is not made of blocks of " +
                               std::to_string(type.blockElements));
      blocks.back() /= type.blockElements;
    }
    const auto count = storedBytesOf({DType::uint8}, blocks);
    std::int64_t bytes = 0;
    if (!storedBytesOf({DType::float64}, tensor.extents) || !count ||
        __builtin_mul_overflow(static_cast<std::int64_t>(*count), static_cast<std::int64_t>(type.blockBytes),
                               &bytes)) {
      throw refusal(at_, "tensor '" + tensor.name + "' of shape " + toText(tensor.extents) +
                             " takes more than 2^63 bytes");
    }
    return static_cast<std::size_t>(bytes);
  }

  void requireInside(const GgufTensor& tensor) const {
    const std::string what = "tensor '" + tensor.name + "' ";
    if (tensor.offset % alignment_ != 0) {
      throw failure(subject_,
                    what + "begins at byte " + std::to_string(tensor.offset) +
                        " of the data, no multiple of " + std::to_string(alignment_),
                    makeAgain);
    }
    const std::size_t data = dataStart_ > file_.size() ? 0 : file_.size() - dataStart_;
    if (tensor.offset > data || tensor.bytes > data - tensor.offset) {
      throw failure(subject_,
                    what + "takes " + std::to_string(tensor.bytes) + " bytes from byte " +
                        std::to_string(tensor.offset) + " of the data on, which has " + std::to_string(data),
                    makeAgain);
    }
  }

  void requireApart(const std::vector<GgufTensor>& tensors) const {
    std::vector<const GgufTensor*> sorted;
    for (const GgufTensor& tensor : tensors) sorted.push_back(&tensor);
    std::sort(sorted.begin(), sorted.end(), [](const GgufTensor* a, const GgufTensor* b) {
      return std::pair(a->offset, a->bytes) < std::pair(b->offset, b->bytes);
    });
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      if (sorted[i - 1]->offset + sorted[i - 1]->bytes > sorted[i]->offset) {
        throw failure(
            subject_,
            "tensor '" + sorted[i]->name + "' shares bytes with tensor '" + sorted[i - 1]->name + "'",
            makeAgain);
      }
    }
  }

  std::string_view file_;
  const std::string& subject_;
  std::size_t at_ = 0;
  std::size_t dataStart_ = 0;
  std::uint32_t alignment_ = usualAlignment;
  std::set<std::string> keys_, names_;
};

}  // namespace

TensorFile openGguf(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  GgufParser parser({reinterpret_cast<const char*>(file->data()), file->size()}, subject);
  TensorFile result{"gguf", {}, {}};
  for (const GgufTensor& tensor : parser.parse()) {
    const std::string where = subject + "::" + tensor.name;
    if (!tensor.type->type) {
      const auto refuse = [where, name = tensor.type->name](const Progress&) -> Tensor {
        throw failure(where, "it is quantized as " + std::string(name) + ", which is not read",
                      "convert it to F16 or F32 first");
      };
      result.entries.push_back({tensor.name, std::string(tensor.type->name), tensor.extents, refuse});
      continue;
    }
    const StoredData data{*tensor.type->type, tensor.extents, file, parser.dataStart() + tensor.offset};
    const auto read = [data, where](const Progress& progress) { return loadStored(data, where, progress); };
    result.entries.push_back({tensor.name, std::string(data.type.name()), tensor.extents, read});
  }
  return result;
}

}  // namespace normscope
