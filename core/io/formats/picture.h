#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/tensor/tensor.h"

namespace normscope {

/// What the header of a picture says.
struct PictureForm {
  std::int64_t channels = 0, height = 0, width = 0;
  DType dtype = DType::uint8;  ///< or uint16

  bool operator==(const PictureForm&) const = default;
  Extents extents() const { return {channels, height, width}; }
  std::size_t bytes() const { return static_cast<std::size_t>(channels * height * width) * sizeOf(dtype); }
};

bool isPng(std::string_view file);
bool isJpeg(std::string_view file);

/// Reads the header, and holds it to the limits. Throws Error (failed, on `subject`).
PictureForm pngForm(std::string_view file, const std::string& subject);
PictureForm jpegForm(std::string_view file, const std::string& subject);

/// The values in the order of the file, [H, W, C], into form.bytes() bytes. Throws Error (failed, on
/// `subject`).
void decodePng(std::string_view file, const PictureForm& form, std::byte* to, const std::string& subject);
void decodeJpeg(std::string_view file, const PictureForm& form, std::byte* to, const std::string& subject);

/// Throws Error (failed, on `subject`) for more pixels than are read, and for more than `most`, what the
/// bytes of the file can hold.
void requirePossiblePixels(std::uint64_t width, std::uint64_t height, std::uint64_t most,
                           const std::string& subject);

}  // namespace normscope
