#include <turbojpeg.h>

#include <memory>
#include <new>

#include "core/error.h"
#include "core/io/formats/picture.h"

namespace normscope {
namespace {

/// A block of 64 pixels takes more than a bit.
constexpr std::uint64_t mostPixelsOfAByte = 512;

struct FreeJpeg {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using JpegHandle = std::unique_ptr<void, FreeJpeg>;

JpegHandle newHandle() {
  JpegHandle handle(tjInitDecompress());
  if (!handle) throw std::bad_alloc();
  return handle;
}

[[noreturn]] void throwJpegError(const JpegHandle& handle, const std::string& subject) {
  const std::string why = tjGetErrorStr2(handle.get());
  // libjpeg's words, and those of TurboJPEG itself.
  if (why.starts_with("Insufficient memory") || why.find("Memory allocation failure") != std::string::npos)
    throw std::bad_alloc();
  throw failure(subject, "the JPEG is malformed (" + why + ")", "copy or save the file again");
}

const unsigned char* bytesOfJpeg(std::string_view file) {
  return reinterpret_cast<const unsigned char*>(file.data());
}

}  // namespace

bool isJpeg(std::string_view file) {
  return file.starts_with("\xff\xd8\xff");
}

PictureForm jpegForm(std::string_view file, const std::string& subject) {
  const JpegHandle handle = newHandle();
  int width = 0, height = 0, subsampling = 0, colours = 0;
  if (tjDecompressHeader3(handle.get(), bytesOfJpeg(file), file.size(), &width, &height, &subsampling,
                          &colours) != 0)
    throwJpegError(handle, subject);
  if (width <= 0 || height <= 0) {
    throw failure(subject, "the JPEG is malformed (it ends before its size)", "copy or save the file again");
  }
  if (colours != TJCS_GRAY && colours != TJCS_RGB && colours != TJCS_YCbCr) {
    throw failure(subject, "the JPEG holds CMYK colours", "save it again in RGB or grey");
  }
  requirePossiblePixels(static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height),
                        mostPixelsOfAByte * file.size(), subject);
  return {colours == TJCS_GRAY ? 1 : 3, height, width, DType::uint8};
}

void decodeJpeg(std::string_view file, const PictureForm& form, std::byte* to, const std::string& subject) {
  const JpegHandle handle = newHandle();
  const int result = tjDecompress2(handle.get(), bytesOfJpeg(file), file.size(),
                                   reinterpret_cast<unsigned char*>(to), static_cast<int>(form.width), 0,
                                   static_cast<int>(form.height), form.channels == 1 ? TJPF_GRAY : TJPF_RGB,
                                   TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT);
  if (result != 0) throwJpegError(handle, subject);
}

}  // namespace normscope
