#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/io/formats/stored_data.h"

namespace normscope {

/// A tensor in the pickle of a PyTorch file: which elements of which storage it shows.
struct PickledTensor {
  std::string name;  ///< the keys that lead to it, joined by dots; empty where it is all there is
  StoredType type;
  Extents extents;
  std::vector<std::int64_t> strides;  ///< in elements, 0 or more
  std::int64_t offset = 0;            ///< of the first element, in elements
  std::string storage;                ///< its key, the name of a file in the archive
  std::int64_t storageBytes = 0;      ///< as declared
};

/// Reads data.pkl of a PyTorch file without executing anything: a machine that knows the instructions that
/// tensors in nested dicts, lists and tuples need, with numbers and texts beside them (which are left out),
/// and the names of storages, dtypes, OrderedDict and the functions that rebuild tensors. Every other
/// instruction and name is refused by its name. Throws Error (failed, on `subject`) that says at which byte.
std::vector<PickledTensor> readTorchPickle(std::string_view pickle, const std::string& subject);

/// "GLOBAL" of 0x63; empty for a byte that is no instruction.
std::string_view pickleInstruction(unsigned char code);

}  // namespace normscope
