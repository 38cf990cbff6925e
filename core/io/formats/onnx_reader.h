#pragma once

#include <memory>
#include <string>

#include "core/io/formats/tensor_file.h"

namespace normscope {

/// Whether it is an ONNX model or a TensorProto: a protobuf message with a graph, or with a data type and
/// data.
bool looksLikeOnnx(std::string_view bytes);

/// An ONNX model (.onnx, onnx.proto of ONNX 1.19): the initializers of its graph; or a single TensorProto
/// (.pb). Tensors in raw_data or in an external file beside the model are mapped where they are aligned.
/// Types that are not read (complex, text, 4 bits, other float8) are listed, and refused when they are read.
/// `path` is that of the model. Throws Error (failed) for a malformed message, dims that are negative or
/// overflow, data of another size, and, when it is read, for external data that lies elsewhere or does not
/// hold it.
TensorFile openOnnx(const std::shared_ptr<const Buffer>& file, const std::string& path,
                    const std::string& subject);

}  // namespace normscope
