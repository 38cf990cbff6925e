#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/tensor/dtype.h"
#include "core/tensor/shape.h"
#include "tests/core/temporary_folder.h"

namespace normscope {

/// A tensor as a file of any kind may hold it.
struct StoredTensor {
  std::string name;
  std::string
      dtype;  ///< "float32", "float16", "bfloat16", "int8", "int64", "float8_e4m3fn", and "Q8_0" for GGUF
  Extents extents;
  std::string bytes;
};

/// Along one axis, of a dtype that DType has.
StoredTensor storedVector(const std::string& name, const std::vector<double>& values,
                          DType dtype = DType::float32);

/// Of float8, whose values are given as their bits.
StoredTensor storedFloat8(const std::string& name, const std::string& bits);

/// A count without axes, as num_batches_tracked is kept.
StoredTensor storedCount(const std::string& name, std::int64_t count);

using CheckpointWriter = std::string (*)(const TemporaryFolder&, const std::vector<StoredTensor>&);

/// A kind of checkpoint: how files of it are written into a folder; the writer returns what is to be opened.
struct CheckpointKind {
  const char* name;
  CheckpointWriter write;
  bool hasFloat8;
};

/// .safetensors as one file and as an index with two parts, .pt as a state dict and as one within a dict,
/// GGUF and ONNX.
const std::vector<CheckpointKind>& checkpointKinds();

}  // namespace normscope
