#pragma once

#include <cstring>
#include <memory>
#include <string>

#include "core/io/npy.h"

namespace normscope {

inline const std::string npyMagic = "\x93NUMPY";

/// The first bytes of a .npy file of version 1.0 whose header is `header`, as it stands.
inline std::string npyOf(const std::string& header) {
  std::string bytes = npyMagic;
  bytes += {'\x01', '\0', static_cast<char>(header.size() % 256), static_cast<char>(header.size() / 256)};
  return bytes + header;
}

/// A header with the given values, in the usual order.
inline std::string npyHeaderOf(const std::string& descr, const std::string& order, const std::string& shape) {
  return "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
}

inline Tensor decodeBytes(const std::string& bytes) {
  const std::shared_ptr<Buffer> file = Buffer::allocate(bytes.size());
  if (!bytes.empty()) std::memcpy(file->data(), bytes.data(), bytes.size());
  return decodeNpy(file, "x.npy");
}

}  // namespace normscope
