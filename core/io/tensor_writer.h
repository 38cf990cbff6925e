#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "core/io/atomic_file.h"
#include "core/io/output_format.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// Hands the bytes of a file with one tensor, .npy or .safetensors, to `sink`, piece by piece. `name` is the
/// tensor's in a .safetensors file.
void encodeTensor(const Tensor& tensor, OutputFormat format, const std::string& name,
                  const std::function<void(std::span<const std::byte>)>& sink);

/// The file of one tensor, .npy or .safetensors, complete or not there (AtomicFile). Every function throws
/// Error (failed) that names the path.
class TensorWriter {
 public:
  TensorWriter(const std::string& path, OutputFormat format, std::string name);

  /// A tensor that lies in the file, so that what is computed into it is written. Nothing where the file
  /// can't be mapped, or stores its elements in another way (bfloat16 in .npy): then write() it.
  std::optional<Tensor> tensorInFile(DType dtype, const Extents& extents);

  /// Nothing is left to do for the tensor of tensorInFile().
  void write(const Tensor& tensor);

  /// To be called on each of several files before the first of them is committed.
  void close() { file_.close(); }
  void commit() { file_.commit(); }

 private:
  AtomicFile file_;
  OutputFormat format_;
  std::string name_;
  std::optional<Tensor> inFile_;
};

/// The whole file at once.
void writeTensor(const std::string& path, OutputFormat format, const std::string& name, const Tensor& tensor);

}  // namespace normscope
