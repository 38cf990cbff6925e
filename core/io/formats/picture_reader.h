#pragma once

#include <memory>
#include <string>

#include "core/io/formats/tensor_file.h"

namespace normscope {

/// Whether the first bytes are those of a PNG or JPEG.
bool looksLikePicture(std::string_view bytes);

/// A PNG or JPEG as a tensor of shape [1, C, H, W]: uint8, or uint16 for PNGs of 16 bits. C is 1 for grey, 3
/// for colours (palettes included), and one more with an alpha channel. Values are those in the file, without
/// gamma. Throws Error (failed) for what the picture libraries refuse, with their reason, for more than 2^28
/// pixels and for a size that the file's bytes can't hold.
TensorFile openPicture(const std::shared_ptr<const Buffer>& file, const std::string& subject);

/// The pictures in a folder as one tensor [N, C, H, W], in the order of their names; other files are skipped
/// with a notice. Throws Error (failed) where there is none, and, when it is read, where one differs in size,
/// channels or dtype.
TensorFile openPictureFolder(const std::string& path);

}  // namespace normscope
