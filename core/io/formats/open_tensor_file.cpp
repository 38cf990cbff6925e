#include "core/io/formats/open_tensor_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <string_view>

#include "core/error.h"
#include "core/io/formats/npy_reader.h"

namespace normscope {
namespace {

struct UnreadFormat {
  std::string_view magic;
  const char* seems;
  const char* advice;
};

constexpr const char* saveAsNpy = "save it as .npy, with numpy.save";
constexpr const char* saveOneArray = "save one array of it as .npy, with numpy.save";

/// Files that people are likely to try.
constexpr std::array<UnreadFormat, 11> unreadFormats = {
    {{"PK\x03\x04", "a zip archive, such as .npz or a PyTorch file", saveOneArray},
     {"\x89HDF\r\n\x1a\n", "an HDF5 file", saveOneArray},
     {"\x80\x02", "a Python pickle", saveOneArray},
     {"\x80\x03", "a Python pickle", saveOneArray},
     {"\x80\x04", "a Python pickle", saveOneArray},
     {"\x80\x05", "a Python pickle", saveOneArray},
     {"\x89PNG", "a PNG image", saveAsNpy},
     {"\xff\xd8\xff", "a JPEG image", saveAsNpy},
     {"GIF8", "a GIF image", saveAsNpy},
     {"BM", "a BMP image", saveAsNpy},
     {"%PDF", "a PDF document", saveAsNpy}}};

bool startsAs(std::string_view bytes, std::string_view magic) {
  return bytes.substr(0, magic.size()) == magic.substr(0, bytes.size());
}

[[noreturn]] void refuseFormat(std::string_view bytes, const std::string& subject) {
  for (const UnreadFormat& format : unreadFormats) {
    if (bytes.starts_with(format.magic))
      throw failure(subject, "it seems to be " + std::string(format.seems) + ", which is not read",
                    format.advice);
  }
  throw failure(subject, "its format is unknown",
                "give a .npy file, or say with --dtype and --shape what raw binary holds");
}

TensorFile openByContent(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  const std::string_view bytes(reinterpret_cast<const char*>(file->data()), file->size());
  if (startsAs(bytes, "\x93NUMPY")) return openNpy(file, subject);
  refuseFormat(bytes, subject);
}

std::shared_ptr<const Buffer> standardInput() {
  static std::atomic<bool> isRead = false;
  if (isRead.exchange(true)) {
    throw nonsense("standard input", "it can be read once, and it is named twice", "save it to a file first");
  }
  return Buffer::readStream(STDIN_FILENO, "standard input");
}

std::shared_ptr<const Buffer> contentOf(const std::string& path) {
  if (path == standardInputPath) return standardInput();
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
    throw failure(path, "there is no such file",
                  "give a path, sample:NAME or a generated tensor such as normal:20,6,10,10");
  }
  if (S_ISDIR(status.st_mode)) throw failure(path, "it is a folder", "give the path of a file in it");
  return Buffer::mapFile(path);
}

}  // namespace

std::string subjectOf(const std::string& path) {
  return path == standardInputPath ? "standard input" : path;
}

TensorFile openTensorFile(const std::string& path, const std::optional<RawForm>& raw) {
  const auto file = contentOf(path);
  const std::string subject = subjectOf(path);
  return readIntact(*file, [&] { return raw ? openRaw(file, *raw, subject) : openByContent(file, subject); });
}

}  // namespace normscope
