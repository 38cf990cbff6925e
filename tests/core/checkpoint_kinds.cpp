#include "tests/core/checkpoint_kinds.h"

#include <cstring>
#include <map>

#include "core/tensor/tensor.h"
#include "tests/core/zip_bytes.h"

namespace normscope {
namespace checkpoint_kinds {

using Tensors = std::vector<StoredTensor>;

std::string u32(std::uint32_t value) {
  return littleEndianBytes(value);
}
std::string u64(std::uint64_t value) {
  return littleEndianBytes(value);
}

// .safetensors

std::string safetensorsBytes(const Tensors& tensors) {
  static const std::map<std::string, std::string> types = {
      {"float32", "F32"}, {"float16", "F16"}, {"bfloat16", "BF16"},
      {"int8", "I8"},     {"int64", "I64"},   {"float8_e4m3fn", "F8_E4M3"}};
  std::string header, data;
  for (const StoredTensor& tensor : tensors) {
    header += (header.empty() ? "\"" : ",\"") + tensor.name + R"(":{"dtype":")" + types.at(tensor.dtype) +
              R"(","shape":)" + toText(tensor.extents) + R"(,"data_offsets":[)" +
              std::to_string(data.size()) + "," + std::to_string(data.size() + tensor.bytes.size()) + "]}";
    data += tensor.bytes;
  }
  header = "{" + header + "}";
  return u64(header.size()) + header + data;
}

std::string writeSafetensors(const TemporaryFolder& folder, const Tensors& tensors) {
  return folder.fileOf("model.safetensors", safetensorsBytes(tensors));
}

/// So that the tensors of one layer lie in both parts.
std::string writeParts(const TemporaryFolder& folder, const Tensors& tensors) {
  Tensors parts[2];
  std::string map;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    parts[i % 2].push_back(tensors[i]);
    map += (map.empty() ? "\"" : ",\"") + tensors[i].name + "\":\"model-" + std::to_string(i % 2) +
           ".safetensors\"";
  }
  for (const int i : {0, 1})
    folder.fileOf("model-" + std::to_string(i) + ".safetensors", safetensorsBytes(parts[i]));
  return folder.fileOf("model.safetensors.index.json", R"({"metadata":{},"weight_map":{)" + map + "}}");
}

// .pt

std::string pickled(const std::string& text) {
  return "X" + u32(static_cast<std::uint32_t>(text.size())) + text;
}

std::string pickled(std::int64_t number) {
  return "J" + u32(static_cast<std::uint32_t>(number));
}

/// As torch.save writes it: a storage of its own for each tensor.
std::string pickled(const StoredTensor& tensor, const std::string& storageKey) {
  static const std::map<std::string, std::string> storages = {{"float32", "FloatStorage"},
                                                              {"float16", "HalfStorage"},
                                                              {"bfloat16", "BFloat16Storage"},
                                                              {"int8", "CharStorage"},
                                                              {"int64", "LongStorage"}};
  const bool isUntyped = tensor.dtype.starts_with("float8");
  const std::string type =
      isUntyped ? "ctorch.storage\nUntypedStorage\n" : "ctorch\n" + storages.at(tensor.dtype) + "\n";
  std::int64_t count = 1;
  for (const std::int64_t extent : tensor.extents) count *= extent;
  const std::string storage =
      "(" + pickled("storage") + type + pickled(storageKey) + pickled("cpu") + pickled(count) + "tQ";
  std::string size = "(", stride = "(";
  for (const std::int64_t extent : tensor.extents) size += pickled(extent), stride += pickled(1);
  const std::string shared =
      storage + pickled(0) + size + "t" + stride + "t\x89" + "ccollections\nOrderedDict\n)R";
  if (!isUntyped) return "ctorch._utils\n_rebuild_tensor_v2\n(" + shared + "tR";
  return "ctorch._utils\n_rebuild_tensor_v3\n(" + storage + pickled(0) + size + "t" + stride + "t\x89" +
         "ccollections\nOrderedDict\n)Rctorch\n" + tensor.dtype + "\ntR";
}

std::string torchBytes(const Tensors& tensors, const std::string& outerKey) {
  std::string dict = "}(";
  std::vector<ZipPiece> pieces;
  for (const StoredTensor& tensor : tensors) {
    const std::string key = std::to_string(pieces.size());
    dict += pickled(tensor.name) + pickled(tensor, key);
    pieces.push_back(ZipPiece::stored("model/data/" + key, tensor.bytes));
  }
  dict += "u";
  if (!outerKey.empty()) dict = "}(" + pickled("epoch") + pickled(3) + pickled(outerKey) + dict + "u";
  pieces.insert(pieces.begin(), ZipPiece::stored("model/data.pkl", "\x80\x02" + dict + "."));
  return zipOf(pieces);
}

std::string writeTorch(const TemporaryFolder& folder, const Tensors& tensors) {
  return folder.fileOf("model.pt", torchBytes(tensors, ""));
}

std::string writeTorchWithin(const TemporaryFolder& folder, const Tensors& tensors) {
  return folder.fileOf("checkpoint.pt", torchBytes(tensors, "state_dict"));
}

// GGUF

std::string ggufText(const std::string& text) {
  return u64(text.size()) + text;
}

void padTo32(std::string& bytes) {
  bytes.append((32 - bytes.size() % 32) % 32, '\0');
}

std::string writeGguf(const TemporaryFolder& folder, const Tensors& tensors) {
  static const std::map<std::string, std::uint32_t> types = {{"float32", 0}, {"float16", 1}, {"bfloat16", 30},
                                                             {"int8", 24},   {"int64", 27},  {"Q8_0", 8}};
  std::string bytes = "GGUF" + u32(3) + u64(tensors.size()) + u64(1) + ggufText("general.architecture") +
                      u32(8) + ggufText("llama");
  std::string data;
  for (const StoredTensor& tensor : tensors) {
    padTo32(data);
    bytes += ggufText(tensor.name) + u32(static_cast<std::uint32_t>(tensor.extents.size()));
    for (auto extent = tensor.extents.rbegin(); extent != tensor.extents.rend(); ++extent)
      bytes += u64(static_cast<std::uint64_t>(*extent));
    bytes += u32(types.at(tensor.dtype)) + u64(data.size());
    data += tensor.bytes;
  }
  padTo32(bytes);
  return folder.fileOf("model.gguf", bytes + data);
}

// ONNX

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes + static_cast<char>(value);
}
std::string onnxNumber(std::uint32_t field, std::uint64_t value) {
  return varint(field << 3) + varint(value);
}
std::string onnxBytes(std::uint32_t field, const std::string& value) {
  return varint(field << 3 | 2) + varint(value.size()) + value;
}

/// A model of initializers alone.
std::string writeOnnx(const TemporaryFolder& folder, const Tensors& tensors) {
  static const std::map<std::string, std::uint64_t> types = {
      {"float32", 1}, {"float16", 10}, {"bfloat16", 16}, {"int8", 3}, {"int64", 7}, {"float8_e4m3fn", 17}};
  std::string graph;
  for (const StoredTensor& tensor : tensors) {
    std::string proto;
    for (const std::int64_t extent : tensor.extents)
      proto += onnxNumber(1, static_cast<std::uint64_t>(extent));
    proto += onnxNumber(2, types.at(tensor.dtype)) + onnxBytes(8, tensor.name) + onnxBytes(9, tensor.bytes);
    graph += onnxBytes(5, proto);
  }
  return folder.fileOf("model.onnx", onnxNumber(1, 8) + onnxBytes(2, "test") + onnxBytes(7, graph));
}

}  // namespace checkpoint_kinds

StoredTensor storedVector(const std::string& name, const std::vector<double>& values, DType dtype) {
  const Tensor tensor = Tensor::of<double>(dtype, {static_cast<std::int64_t>(values.size())}, values);
  return {name,
          std::string(nameOf(dtype)),
          tensor.extents(),
          {reinterpret_cast<const char*>(tensor.bytes()), tensor.byteCount()}};
}

StoredTensor storedFloat8(const std::string& name, const std::string& bits) {
  return {name, "float8_e4m3fn", {static_cast<std::int64_t>(bits.size())}, bits};
}

StoredTensor storedCount(const std::string& name, std::int64_t count) {
  return {name, "int64", {}, littleEndianBytes(count)};
}

const std::vector<CheckpointKind>& checkpointKinds() {
  static const std::vector<CheckpointKind> kinds = {
      {"safetensors", checkpoint_kinds::writeSafetensors, true},
      {"an index with its parts", checkpoint_kinds::writeParts, true},
      {"pt", checkpoint_kinds::writeTorch, true},
      {"pt within a dict", checkpoint_kinds::writeTorchWithin, true},
      {"gguf", checkpoint_kinds::writeGguf, false},
      {"onnx", checkpoint_kinds::writeOnnx, true},
  };
  return kinds;
}

}  // namespace normscope
