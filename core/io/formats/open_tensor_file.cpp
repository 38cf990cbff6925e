#include "core/io/formats/open_tensor_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <string_view>

#include "core/error.h"
#include "core/io/formats/gguf_reader.h"
#include "core/io/formats/npy_reader.h"
#include "core/io/formats/npz_reader.h"
#include "core/io/formats/onnx_reader.h"
#include "core/io/formats/picture_reader.h"
#include "core/io/formats/safetensors_reader.h"
#include "core/io/formats/text_reader.h"
#include "core/io/formats/torch_reader.h"
#include "core/io/formats/zip_archive.h"

namespace normscope {
namespace {

struct UnreadFormat {
  std::string_view magic;
  const char* seems;
  const char* advice;
};

constexpr const char* saveAsNpy = "save it as .npy, with numpy.save";
constexpr const char* saveOneArray = "save one array of it as .npy, with numpy.save";
constexpr const char* saveAsNewTorchDoes = "save a dict of tensors with torch.save of PyTorch 1.6 or later";

/// Files that people are likely to try.
constexpr std::array<UnreadFormat, 9> unreadFormats = {
    {{"\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", "a PyTorch file of before version 1.6",
      saveAsNewTorchDoes},
     {"\x89HDF\r\n\x1a\n", "an HDF5 file", saveOneArray},
     {"\x80\x02", "a Python pickle", saveOneArray},
     {"\x80\x03", "a Python pickle", saveOneArray},
     {"\x80\x04", "a Python pickle", saveOneArray},
     {"\x80\x05", "a Python pickle", saveOneArray},
     {"GIF8", "a GIF image", saveAsNpy},
     {"BM", "a BMP image", saveAsNpy},
     {"%PDF", "a PDF document", saveAsNpy}}};

bool startsAs(std::string_view bytes, std::string_view magic) {
  return bytes.substr(0, magic.size()) == magic.substr(0, bytes.size());
}

bool looksLikeUnread(std::string_view bytes) {
  return std::any_of(unreadFormats.begin(), unreadFormats.end(),
                     [&](const UnreadFormat& format) { return bytes.starts_with(format.magic); });
}

[[noreturn]] void refuseFormat(std::string_view bytes, const std::string& subject) {
  for (const UnreadFormat& format : unreadFormats) {
    if (bytes.starts_with(format.magic))
      throw failure(subject, "it seems to be " + std::string(format.seems) + ", which is not read",
                    format.advice);
  }
  throw failure(
      subject, "its format is unknown",
      "give .npy, .npz, .safetensors, .pt, .gguf, .onnx, PNG, JPEG, a table of numbers, or raw binary "
      "with its dtype and shape");
}

bool isZip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

TensorFile openZip(const std::shared_ptr<const Buffer>& file, std::string_view bytes,
                   const std::string& subject) {
  const std::vector<ZipEntry> entries = readZipDirectory(bytes, subject);
  return looksLikeTorch(entries) ? openTorch(file, entries, subject) : openNpz(file, entries, subject);
}

/// Text is a table of numbers, whatever its name; where it is none, a name says what was expected.
TensorFile openTextNamed(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  try {
    return openText(file, subject);
  } catch (const Error& error) {
    // Its reason, between the subject and the advice.
    std::string reason = std::string(error.what()).substr(subject.size() + 2);
    reason.resize(std::min(reason.size(), reason.rfind("; ")));
    for (const std::string_view ending : {".npy", ".npz", ".pt", ".pth", ".gguf", ".png", ".jpg"}) {
      if (!subject.ends_with(ending)) continue;
      throw failure(
          subject, "it is text and no " + std::string(ending) + " file, and as a table of numbers: " + reason,
          "look what is in it, and save the array again");
    }
    throw;
  }
}

/// A name tells which of two readers complains about a malformed file, and nothing else.
TensorFile openByContent(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  const std::string_view bytes(reinterpret_cast<const char*>(file->data()), file->size());
  if (startsAs(bytes, "\x93NUMPY")) return openNpy(file, subject);
  if (isZip(bytes)) return openZip(file, bytes, subject);
  if (startsAs(bytes, "GGUF")) return openGguf(file, subject);
  if (looksLikePicture(bytes)) return openPicture(file, subject);
  if (bytes.starts_with('{')) return openSafetensorsIndex(bytes, subject);
  if (looksLikeSafetensors(bytes, subject.ends_with(".safetensors"))) return openSafetensors(file, subject);
  if (subject.ends_with(".onnx") || looksLikeOnnx(bytes)) return openOnnx(file, subject, subject);
  if (looksLikeUnread(bytes)) refuseFormat(bytes, subject);
  if (looksLikeText(bytes)) return openTextNamed(file, subject);
  refuseFormat(bytes, subject);
}

std::shared_ptr<const Buffer> standardInput() {
  static std::atomic<bool> isRead = false;
  if (isRead.exchange(true)) {
    throw nonsense("standard input", "it can be read once, and it is named twice", "save it to a file first");
  }
  return Buffer::readStream(STDIN_FILENO, "standard input");
}

bool isFolder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::shared_ptr<const Buffer> contentOf(const std::string& path) {
  if (path == standardInputPath) return standardInput();
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
    throw failure(path, "there is no such file",
                  "give a path, sample:NAME or a generated tensor such as normal:20,6,10,10");
  }
  return Buffer::mapFile(path);
}

}  // namespace

std::string subjectOf(const std::string& path) {
  return path == standardInputPath ? "standard input" : path;
}

TensorFile openTensorFile(const std::string& path, const std::optional<RawForm>& raw) {
  if (isFolder(path)) return openPictureFolder(path);
  const auto file = contentOf(path);
  const std::string subject = subjectOf(path);
  return readIntact(*file, [&] { return raw ? openRaw(file, *raw, subject) : openByContent(file, subject); });
}

}  // namespace normscope
