#include "core/io/source.h"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "core/error.h"
#include "core/io/npy.h"
#include "core/io/samples.h"

namespace normscope {
namespace {

constexpr std::string_view samplePrefix = "sample:";

struct Format {
  std::string_view magic;
  const char* seems;
  const char* advice;
};

constexpr const char* saveAsNpy = "save it as .npy, with numpy.save";
constexpr const char* saveOneArray = "save one array of it as .npy, with numpy.save";

/// Files that people are likely to try.
constexpr std::array<Format, 12> formats = {
    {{"PK\x03\x04", "a zip archive, such as .npz or a PyTorch file", saveOneArray},
     {"PK\x05\x06", "an empty zip archive", saveOneArray},
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

/// 8 bytes of length, then a JSON object that long.
bool looksLikeSafetensors(std::string_view bytes) {
  if (bytes.size() < 10 || bytes[8] != '{') return false;
  std::uint64_t length = 0;
  for (std::size_t i = 8; i-- > 0;) length = length * 256 + static_cast<unsigned char>(bytes[i]);
  return length >= 2 && length <= bytes.size() - 8;
}

bool looksLikeText(std::string_view bytes) {
  for (const char c : bytes.substr(0, 512)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x7e || (byte < 0x20 && c != '\n' && c != '\r' && c != '\t')) return false;
  }
  return true;
}

/// Does nothing for .npy, or for what might have been one.
void refuseOtherFormats(std::string_view bytes, const std::string& path) {
  constexpr std::string_view npyMagic = "\x93NUMPY";
  if (bytes.substr(0, npyMagic.size()) == npyMagic.substr(0, bytes.size())) return;
  for (const Format& format : formats) {
    if (bytes.starts_with(format.magic)) {
      throw failure(path, "it seems to be " + std::string(format.seems) + " and only .npy is read",
                    format.advice);
    }
  }
  if (looksLikeSafetensors(bytes))
    throw failure(path, "it seems to be a safetensors file and only .npy is read", saveOneArray);
  if (looksLikeText(bytes)) throw failure(path, "it seems to be text and only .npy is read", saveAsNpy);
  throw failure(path, "its format is unknown and only .npy is read", saveAsNpy);
}

Tensor loadFile(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
    throw failure(path, "there is no such file",
                  "give a path, sample:NAME or a generated tensor such as normal:20,6,10,10");
  }
  if (S_ISDIR(status.st_mode)) throw failure(path, "it is a folder", "give the path of a file in it");
  const auto file = Buffer::mapFile(path);
  return readIntact(*file, [&] {
    refuseOtherFormats({reinterpret_cast<const char*>(file->data()), file->size()}, path);
    return decodeNpy(file, path);
  });
}

}  // namespace

LoadedTensor loadTensor(const std::string& text) {
  if (text.empty()) {
    throw nonsense("FILE", "it is empty",
                   "give a path, sample:NAME or a generated tensor such as normal:20,6,10,10");
  }
  if (text.starts_with(samplePrefix)) {
    const Sample& sample = findSample(text.substr(samplePrefix.size()));
    return {text, loadSample(sample), sample.layout, std::nullopt, {}};
  }
  if (isGenerated(text)) {
    const GeneratedTensor generated = parseGenerated(text);
    return {text, generate(generated), std::nullopt, generated, {}};
  }
  return {text, loadFile(text), std::nullopt, std::nullopt, {}};
}

}  // namespace normscope
