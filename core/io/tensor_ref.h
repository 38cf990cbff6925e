#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/io/formats/open_tensor_file.h"
#include "core/io/formats/slice.h"

namespace normscope {

/// What FILE of the command line says where it is a file: PATH, PATH::NAME, or - for standard input, each
/// also with a slice as NumPy writes it.
struct TensorRef {
  std::string path;
  std::optional<std::string> name;  ///< of the tensor in the file; not given, it is the only one
  Slice slice;
  std::optional<RawForm> raw;  ///< what a file without a header holds; not a part of the text

  bool operator==(const TensorRef&) const = default;
};

/// Whether a text names a file, neither a sample nor a generated tensor.
bool isFileText(std::string_view text);

/// The file in a text, and what follows its path: nothing, "::NAME", "::NAME[SLICE]" or "[SLICE]". A file of
/// exactly that name comes first; the first "::" behind a path that exists separates; a slice follows a path
/// that exists. Where nothing of it exists, all up to the first "::" is the path.
struct FileText {
  std::string path;
  std::string rest;
};
FileText splitFileText(const std::string& text);

/// Reads the text with the names of the file at hand: a tensor of exactly that name comes before a slice.
/// Throws Error: as openTensorFile(), and nonsense for a name that is not there, which is told from those
/// that are, for several tensors of which none is named, and for what is no slice.
TensorRef parseTensorRef(const std::string& text, const TensorFile& file);

/// The text that is read as the same.
std::string toText(const TensorRef& ref);

/// The place in file.entries. Throws Error as parseTensorRef().
std::size_t entryOf(const TensorRef& ref, const TensorFile& file);

/// The values that `ref` names in its opened file. Throws Error as TensorEntry::read, nonsense for a slice
/// that does not fit the shape.
Tensor readTensor(const TensorRef& ref, const TensorFile& file, const Progress& progress = {});

}  // namespace normscope
