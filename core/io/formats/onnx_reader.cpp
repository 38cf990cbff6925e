#include "core/io/formats/onnx_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/error.h"
#include "core/io/formats/stored_data.h"
#include "core/io/formats/wire_reader.h"
#include "core/tensor/memory_limit.h"

namespace normscope {
namespace {

const char* const exportAgain = "export the model again";
constexpr std::size_t mostOnnxAxes = 32;

/// TensorProto.DataType.
struct OnnxType {
  std::uint64_t code;
  std::string_view name;
  std::optional<StoredType> type;  ///< nothing: it is not read
};

constexpr std::array<OnnxType, 26> onnxTypes = {{
    {1, "FLOAT", StoredType{DType::float32}},
    {2, "UINT8", StoredType{DType::uint8}},
    {3, "INT8", StoredType{DType::int8}},
    {4, "UINT16", StoredType{DType::uint16}},
    {5, "INT16", StoredType{DType::int16}},
    {6, "INT32", StoredType{DType::int32}},
    {7, "INT64", StoredType{DType::int64}},
    {8, "STRING", std::nullopt},
    {9, "BOOL", StoredType{DType::boolean}},
    {10, "FLOAT16", StoredType{DType::float16}},
    {11, "DOUBLE", StoredType{DType::float64}},
    {12, "UINT32", StoredType{DType::uint32}},
    {13, "UINT64", StoredType{DType::uint64}},
    {14, "COMPLEX64", std::nullopt},
    {15, "COMPLEX128", std::nullopt},
    {16, "BFLOAT16", StoredType{DType::bfloat16}},
    {17, "FLOAT8E4M3FN", StoredType{DType::float32, Encoding::float8e4m3fn}},
    {18, "FLOAT8E4M3FNUZ", std::nullopt},
    {19, "FLOAT8E5M2", StoredType{DType::float32, Encoding::float8e5m2}},
    {20, "FLOAT8E5M2FNUZ", std::nullopt},
    {21, "UINT4", std::nullopt},
    {22, "INT4", std::nullopt},
    {23, "FLOAT4E2M1", std::nullopt},
    {24, "FLOAT8E8M0", std::nullopt},
    {25, "UINT2", std::nullopt},
    {26, "INT2", std::nullopt},
}};

// Numbers of fields in onnx.proto.
namespace model {
constexpr std::uint32_t graph = 7;
}
namespace graph {
constexpr std::uint32_t initializer = 5, sparseInitializer = 15;
}
namespace tensor {
constexpr std::uint32_t dims = 1, dataType = 2, segment = 3, floatData = 4, int32Data = 5, stringData = 6,
                        int64Data = 7, name = 8, rawData = 9, doubleData = 10, uint64Data = 11,
                        externalData = 13, dataLocation = 14;
}

/// What a TensorProto says. Views are into the file.
struct OnnxTensor {
  std::string name;
  Extents extents;
  std::uint64_t type = 0;
  std::optional<std::string_view> raw;
  std::vector<WireField> values;  ///< of the fields for numbers, packed or one by one
  std::uint32_t valuesIn = 0;     ///< the field that they are of
  bool isExternal = false;
  std::map<std::string, std::string> external;
};

class OnnxParser {
 public:
  OnnxParser(std::string_view file, const std::string& subject) : file_(file), subject_(subject) {}

  /// The graph of a model; nothing where the message has none.
  std::vector<OnnxTensor> parseModel(std::vector<std::string>& notices) {
    std::vector<OnnxTensor> tensors;
    WireReader reader(file_, file_, subject_);
    while (const auto field = reader.next()) {
      if (field->number != model::graph) continue;
      requireKind(*field, WireField::Kind::bytes, "graph");
      parseGraph(field->bytes, tensors, notices);
    }
    return tensors;
  }

  OnnxTensor parseTensor(std::string_view message) {
    OnnxTensor result;
    WireReader reader(file_, message, subject_);
    while (const auto field = reader.next()) takeField(*field, result);
    return result;
  }

 private:
  Error refusal(const WireField& field, const std::string& reason) const {
    return failure(subject_, "at byte " + std::to_string(field.at) + " " + reason, exportAgain);
  }

  void requireKind(const WireField& field, WireField::Kind kind, const char* name) const {
    if (field.kind != kind) throw refusal(field, "the field '" + std::string(name) + "' is of another kind");
  }

  void parseGraph(std::string_view message, std::vector<OnnxTensor>& tensors,
                  std::vector<std::string>& notices) {
    std::set<std::string> names;
    std::size_t sparse = 0;
    WireReader reader(file_, message, subject_);
    while (const auto field = reader.next()) {
      sparse += field->number == graph::sparseInitializer ? 1 : 0;
      if (field->number != graph::initializer) continue;
      requireKind(*field, WireField::Kind::bytes, "initializer");
      tensors.push_back(parseTensor(field->bytes));
      if (!names.insert(tensors.back().name).second)
        throw refusal(*field, "the initializer '" + tensors.back().name + "' stands twice");
    }
    if (sparse > 0) notices.push_back(std::to_string(sparse) + " sparse initializers were skipped");
  }

  void takeField(const WireField& field, OnnxTensor& result) {
    using Kind = WireField::Kind;
    switch (field.number) {
      case tensor::dims:
        return takeDims(field, result);
      case tensor::dataType:
        requireKind(field, Kind::varint, "data_type");
        result.type = field.value;
        return;
      case tensor::segment:
        throw refusal(field, "the tensor is in segments");
      case tensor::floatData:
      case tensor::int32Data:
      case tensor::int64Data:
      case tensor::doubleData:
      case tensor::uint64Data:
        if (result.valuesIn != 0 && result.valuesIn != field.number)
          throw refusal(field, "the tensor has values in two fields");
        result.valuesIn = field.number;
        result.values.push_back(field);
        return;
      case tensor::name:
        requireKind(field, Kind::bytes, "name");
        result.name = field.bytes;
        return;
      case tensor::rawData:
        requireKind(field, Kind::bytes, "raw_data");
        result.raw = field.bytes;
        return;
      case tensor::externalData:
        requireKind(field, Kind::bytes, "external_data");
        return takeExternal(field, result);
      case tensor::dataLocation:
        requireKind(field, Kind::varint, "data_location");
        result.isExternal = field.value == 1;
        return;
      default:
        return;
    }
  }

  void takeDims(const WireField& field, OnnxTensor& result) {
    const auto add = [&](std::uint64_t extent) {
      if (static_cast<std::int64_t>(extent) < 0)
        throw refusal(
            field, "the tensor has the negative extent " + std::to_string(static_cast<std::int64_t>(extent)));
      if (result.extents.size() == mostOnnxAxes)
        throw refusal(field, "the tensor has more than " + std::to_string(mostOnnxAxes) + " axes");
      result.extents.push_back(static_cast<std::int64_t>(extent));
    };
    if (field.kind == WireField::Kind::varint) return add(field.value);
    requireKind(field, WireField::Kind::bytes, "dims");
    WireReader packed(file_, field.bytes, subject_);
    while (packed.left()) add(packed.varint());
  }

  void takeExternal(const WireField& field, OnnxTensor& result) {
    std::string key, value;
    WireReader reader(file_, field.bytes, subject_);
    while (const auto part = reader.next()) {
      if (part->number != 1 && part->number != 2) continue;
      requireKind(*part, WireField::Kind::bytes, "external_data");
      (part->number == 1 ? key : value) = part->bytes;
    }
    result.external[key] = value;
  }

  std::string_view file_;
  const std::string& subject_;
};

const OnnxType& onnxTypeOf(const OnnxTensor& found, const std::string& subject) {
  const auto type = std::find_if(onnxTypes.begin(), onnxTypes.end(),
                                 [&](const OnnxType& entry) { return entry.code == found.type; });
  if (type == onnxTypes.end())
    throw failure(subject, "its data type " + std::to_string(found.type) + " is unknown", exportAgain);
  return *type;
}

/// Where raw bytes of a tensor lie.
struct OnnxPlace {
  std::shared_ptr<const Buffer> file;
  std::size_t offset = 0, bytes = 0;
};

std::size_t externalNumber(const OnnxTensor& found, const std::string& key, std::size_t missing,
                           const std::string& subject) {
  const auto entry = found.external.find(key);
  if (entry == found.external.end()) return missing;
  std::size_t number = 0;
  const char* const end = entry->second.data() + entry->second.size();
  const auto [stop, error] = std::from_chars(entry->second.data(), end, number);
  if (error == std::errc{} && stop == end) return number;
  throw failure(subject, "the " + key + " '" + entry->second + "' of its external data is no whole number",
                exportAgain);
}

/// The external file lies in the folder of the model, or in one of its folders.
std::string externalPath(const OnnxTensor& found, const std::string& modelPath, const std::string& subject) {
  const auto location = found.external.find("location");
  const std::string name = location == found.external.end() ? "" : location->second;
  const std::filesystem::path relative = std::filesystem::path(name).lexically_normal();
  const bool isInside = !name.empty() && name.find('\0') == name.npos && relative.is_relative() &&
                        *relative.begin() != ".." && relative.has_filename() && relative != ".";
  if (!isInside)
    throw failure(subject, "its external data '" + name + "' is not in the folder of the model",
                  "put the file beside the model");
  return (std::filesystem::path(modelPath).parent_path() / relative).string();
}

OnnxPlace externalPlace(const OnnxTensor& found, std::size_t needed, const std::string& modelPath,
                        const std::string& subject) {
  const std::string path = externalPath(found, modelPath, subject);
  const auto file = Buffer::mapFile(path);
  const std::size_t offset = externalNumber(found, "offset", 0, subject);
  const std::size_t behind = offset > file->size() ? 0 : file->size() - offset;
  const std::size_t length = externalNumber(found, "length", std::min(needed, behind), subject);
  if (offset > file->size() || length > behind) {
    throw failure(subject,
                  "its external data takes " + std::to_string(length) + " bytes from byte " +
                      std::to_string(offset) + " of '" + path + "' on, which has " +
                      std::to_string(file->size()),
                  exportAgain);
  }
  return {file, offset, length};
}

/// A number of a field that is not raw, by its kind.
template <typename Take>
void forEachValue(std::string_view file, const OnnxTensor& found, const std::string& subject, Take&& take) {
  const std::size_t size = found.valuesIn == tensor::floatData    ? 4
                           : found.valuesIn == tensor::doubleData ? 8
                                                                  : 0;  // varints
  const auto single = size == 4   ? WireField::Kind::fixed32
                      : size == 8 ? WireField::Kind::fixed64
                                  : WireField::Kind::varint;
  for (const WireField& field : found.values) {
    if (field.kind == single) {
      take(field.value);
      continue;
    }
    if (field.kind != WireField::Kind::bytes || (size > 0 && field.bytes.size() % size != 0))
      throw failure(subject, "its values are of another kind than their field", exportAgain);
    if (size == 0) {
      WireReader packed(file, field.bytes, subject);
      while (packed.left()) take(packed.varint());
      continue;
    }
    for (std::size_t at = 0; at < field.bytes.size(); at += size) {
      std::uint64_t bits = 0;
      std::memcpy(&bits, field.bytes.data() + at, size);
      take(bits);
    }
  }
}

/// The field that holds the values of a type where they are not raw.
std::uint32_t fieldOfType(const StoredType& type) {
  if (type == StoredType{DType::float32}) return tensor::floatData;
  if (type == StoredType{DType::float64}) return tensor::doubleData;
  if (type == StoredType{DType::int64}) return tensor::int64Data;
  const bool isUnsigned = type == StoredType{DType::uint32} || type == StoredType{DType::uint64};
  return isUnsigned ? tensor::uint64Data : tensor::int32Data;
}

std::string sizeReason(const std::string& what, std::size_t found, std::size_t needed) {
  return "its " + what + " has " + std::to_string(found) + " bytes and its shape takes " +
         std::to_string(needed);
}

/// Values from the fields for numbers, as the bytes of raw_data.
OnnxPlace placeOfValues(std::string_view file, const OnnxTensor& found, const StoredType& type,
                        std::size_t needed, const std::string& subject) {
  const std::size_t size = type.size();
  const std::size_t count = needed / size;
  if (count > 0 && found.valuesIn != fieldOfType(type))
    throw failure(subject, "its values are not in the field of its type", exportAgain);
  // A value takes a byte at least.
  std::size_t present = 0;
  for (const WireField& field : found.values) present += std::max<std::size_t>(field.bytes.size(), 1);
  if (present < count) {
    throw failure(subject, "it has fewer values than the " + std::to_string(count) + " of its shape",
                  exportAgain);
  }
  requireWithinMemoryLimit(needed, subject);
  const std::shared_ptr<Buffer> copy = Buffer::allocate(needed);
  std::size_t made = 0;
  forEachValue(file, found, subject, [&](std::uint64_t bits) {
    if (made < count) std::memcpy(copy->data() + made * size, &bits, size);
    ++made;
  });
  if (made != count) {
    throw failure(subject,
                  "it has " + std::to_string(made) + " values and its shape takes " + std::to_string(count),
                  exportAgain);
  }
  return {copy, 0, needed};
}

/// What reading a tensor of the model needs.
struct OnnxSource {
  std::shared_ptr<const Buffer> file;
  OnnxTensor found;
  StoredType type;
  std::size_t needed = 0;
  std::string path, subject;
};

Tensor readOnnxTensor(const OnnxSource& source, const Progress& progress) {
  const std::string_view file(reinterpret_cast<const char*>(source.file->data()), source.file->size());
  const OnnxTensor& found = source.found;
  OnnxPlace place;
  if (found.isExternal) {
    place = externalPlace(found, source.needed, source.path, source.subject);
  } else if (found.raw) {
    place = {source.file, static_cast<std::size_t>(found.raw->data() - file.data()), found.raw->size()};
  } else {
    place = readIntact(
        *source.file, [&] { return placeOfValues(file, found, source.type, source.needed, source.subject); });
  }
  if (place.bytes != source.needed) {
    throw failure(source.subject,
                  sizeReason(found.isExternal ? "external data" : "raw_data", place.bytes, source.needed),
                  exportAgain);
  }
  return loadStored({source.type, found.extents, place.file, place.offset}, source.subject, progress);
}

TensorEntry entryOfOnnx(const std::shared_ptr<const Buffer>& file, OnnxTensor found, const std::string& path,
                        const std::string& subject) {
  const std::string where = subject + (found.name.empty() ? "" : "::" + found.name);
  const OnnxType& type = onnxTypeOf(found, where);
  TensorEntry entry{found.name, std::string(type.type ? type.type->name() : type.name), found.extents, {}};
  if (!type.type) {
    entry.read = [where, name = type.name](const Progress&) -> Tensor {
      throw failure(where, "its data type " + std::string(name) + " is not read",
                    "convert it to FLOAT first");
    };
    return entry;
  }
  const auto needed = storedBytesOf(*type.type, found.extents);
  if (!needed)
    throw failure(where, "its shape " + toText(found.extents) + " takes more than 2^63 bytes", exportAgain);
  if (!found.isExternal && found.raw && found.raw->size() != *needed)
    throw failure(where, sizeReason("raw_data", found.raw->size(), *needed), exportAgain);
  if (found.isExternal) externalPath(found, path, where);  // refused before anybody reads it
  entry.read = [source = OnnxSource{file, std::move(found), *type.type, *needed, path, where}](
                   const Progress& progress) { return readOnnxTensor(source, progress); };
  return entry;
}

using FieldKinds = std::set<std::pair<std::uint32_t, WireField::Kind>>;

/// Which fields a message has, as long as it is one.
FieldKinds fieldsOf(std::string_view bytes) {
  FieldKinds fields;
  try {
    const std::string subject;
    WireReader reader(bytes, bytes, subject);
    while (const auto field = reader.next()) fields.emplace(field->number, field->kind);
  } catch (const Error&) {
    // Up to here it looked like one.
  }
  return fields;
}

/// Where a tensor has its data type, a model has the name of its producer.
bool isTensor(const FieldKinds& fields) {
  constexpr std::array places = {tensor::rawData,     tensor::floatData,  tensor::int32Data,
                                 tensor::int64Data,   tensor::doubleData, tensor::uint64Data,
                                 tensor::externalData};
  const bool hasData = std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
    return std::find(places.begin(), places.end(), field.first) != places.end();
  });
  return fields.contains({tensor::dataType, WireField::Kind::varint}) && hasData;
}

bool isModel(const FieldKinds& fields) {
  return !isTensor(fields) && fields.contains({1, WireField::Kind::varint}) &&
         fields.contains({model::graph, WireField::Kind::bytes});
}

}  // namespace

bool looksLikeOnnx(std::string_view bytes) {
  const FieldKinds fields = fieldsOf(bytes);
  // A model that is cut off has no whole graph: its version and its producer are there.
  const bool isCutModel = bytes.size() > 3 && bytes[0] == 8 && bytes[2] == 0x12;
  return isModel(fields) || isTensor(fields) || isCutModel;
}

TensorFile openOnnx(const std::shared_ptr<const Buffer>& file, const std::string& path,
                    const std::string& subject) {
  const std::string_view bytes(reinterpret_cast<const char*>(file->data()), file->size());
  OnnxParser parser(bytes, subject);
  TensorFile result{"onnx", {}, {}};
  std::vector<OnnxTensor> tensors;
  if (isTensor(fieldsOf(bytes))) {
    tensors.push_back(parser.parseTensor(bytes));
  } else {
    tensors = parser.parseModel(result.notices);
  }
  for (OnnxTensor& found : tensors)
    result.entries.push_back(entryOfOnnx(file, std::move(found), path, subject));
  return result;
}

}  // namespace normscope
