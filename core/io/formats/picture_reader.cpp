#include "core/io/formats/picture_reader.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/io/formats/picture.h"
#include "core/io/formats/stored_data.h"
#include "core/tensor/memory_limit.h"
#include "core/tensor/open_file.h"

namespace normscope {
namespace {

constexpr std::uint64_t mostPixels = std::uint64_t{1} << 28;

std::string_view textOfPicture(const Buffer& file) {
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

PictureForm pictureForm(std::string_view file, const std::string& subject) {
  return isPng(file) ? pngForm(file, subject) : jpegForm(file, subject);
}

/// From [H, W, C] to [C, H, W].
template <typename Word>
void partChannels(const std::byte* from, const PictureForm& form, std::byte* to) {
  const auto* in = reinterpret_cast<const Word*>(from);
  auto* out = reinterpret_cast<Word*>(to);
  const std::int64_t pixels = form.height * form.width;
  for (std::int64_t channel = 0; channel < form.channels; ++channel) {
    for (std::int64_t pixel = 0; pixel < pixels; ++pixel)
      out[channel * pixels + pixel] = in[pixel * form.channels + channel];
  }
}

void decodePicture(std::string_view file, const PictureForm& form, std::byte* to,
                   const std::string& subject) {
  const auto decode = isPng(file) ? decodePng : decodeJpeg;
  if (form.channels == 1) return decode(file, form, to, subject);
  const std::shared_ptr<Buffer> mixed = Buffer::allocate(form.bytes());
  decode(file, form, mixed->data(), subject);
  if (form.dtype == DType::uint8) return partChannels<std::uint8_t>(mixed->data(), form, to);
  partChannels<std::uint16_t>(mixed->data(), form, to);
}

Extents pictureExtents(const PictureForm& form, std::int64_t pictures) {
  return {pictures, form.channels, form.height, form.width};
}

Tensor pictureTensor(const PictureForm& form, std::int64_t pictures, const std::string& subject) {
  const Extents extents = pictureExtents(form, pictures);
  requireWithinMemoryLimit(storedBytesOf({form.dtype}, extents).value_or(SIZE_MAX), subject);
  return Tensor::allocate(form.dtype, extents);
}

std::string pictureText(const PictureForm& form) {
  return std::string(nameOf(form.dtype)) + " " + toText(form.extents());
}

/// The first bytes of a file, enough to know its format by. What can't be read may be a picture: it is
/// refused.
std::string firstBytesOf(const std::filesystem::path& path) {
  const OpenFile file(path.string());
  std::string start(8, '\0');
  std::size_t used = 0;
  while (used < start.size()) {
    const auto at = static_cast<off_t>(used);
    const ssize_t count = ::pread(file.descriptor(), start.data() + used, start.size() - used, at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw file.cannotRead();
    if (count == 0) break;
    used += static_cast<std::size_t>(count);
  }
  start.resize(used);
  return start;
}

/// Names, sorted; hidden files are not looked at.
struct FolderContent {
  std::vector<std::string> pictures, others;
};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

Error cannotReadFolder(const std::filesystem::path& folder) {
  if (errno == ENOMEM) throw std::bad_alloc();
  return failure(folder.string(), "it cannot be read (" + std::string(std::strerror(errno)) + ")",
                 "check the path and its permissions");
}

/// The system's own calls: std::filesystem's iterator ends the process where memory runs out.
FolderContent folderContentOf(const std::filesystem::path& folder) {
  FolderContent content;
  const std::unique_ptr<DIR, CloseFolder> open(::opendir(folder.c_str()));
  if (!open) throw cannotReadFolder(folder);
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(open.get());
    if (entry == nullptr && errno != 0) throw cannotReadFolder(folder);
    if (entry == nullptr) break;
    const std::string name = entry->d_name;
    const std::filesystem::path path = folder / name;
    std::error_code ignored;
    if (name.starts_with('.') || !std::filesystem::is_regular_file(path, ignored)) continue;
    (looksLikePicture(firstBytesOf(path)) ? content.pictures : content.others).push_back(name);
  }
  std::sort(content.pictures.begin(), content.pictures.end());
  std::sort(content.others.begin(), content.others.end());
  return content;
}

Tensor readFolder(const std::filesystem::path& folder, const std::vector<std::string>& names,
                  const PictureForm& form, const Progress& progress) {
  Tensor tensor = pictureTensor(form, static_cast<std::int64_t>(names.size()), folder.string());
  std::byte* to = tensor.editBytes();
  for (std::size_t i = 0; i < names.size(); ++i) {
    progress.step(static_cast<double>(i) / static_cast<double>(names.size()));
    const std::string path = (folder / names[i]).string();
    const auto file = Buffer::mapFile(path);
    readIntact(*file, [&] {
      const PictureForm found = pictureForm(textOfPicture(*file), path);
      if (!(found == form)) {
        throw failure(
            path, "it is " + pictureText(found) + " and '" + names[0] + "' beside it is " + pictureText(form),
            "give a folder of pictures of one size");
      }
      decodePicture(textOfPicture(*file), form, to, path);
      return true;
    });
    to += form.bytes();
  }
  return tensor;
}

std::string skippedNotice(const std::vector<std::string>& others) {
  if (others.size() == 1) return "'" + others[0] + "' is no picture and was skipped";
  return std::to_string(others.size()) + " files are no pictures and were skipped, the first '" + others[0] +
         "'";
}

}  // namespace

void requirePossiblePixels(std::uint64_t width, std::uint64_t height, std::uint64_t most,
                           const std::string& subject) {
  const std::uint64_t pixels = width * height;  // of 31 bits each
  const std::string declared =
      "the picture is declared " + std::to_string(width) + " by " + std::to_string(height) + " pixels large";
  if (pixels > mostPixels) {
    throw failure(subject, declared + " and at most " + std::to_string(mostPixels) + " pixels are read",
                  "use a smaller one");
  }
  if (pixels > most)
    throw failure(subject, declared + ", more than its bytes can hold", "copy or save the file again");
}

bool looksLikePicture(std::string_view bytes) {
  return isPng(bytes) || isJpeg(bytes);
}

TensorFile openPicture(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  const PictureForm form = pictureForm(textOfPicture(*file), subject);
  const auto read = [file, form, subject](const Progress&) {
    return readIntact(*file, [&] {
      Tensor tensor = pictureTensor(form, 1, subject);
      decodePicture(textOfPicture(*file), form, tensor.editBytes(), subject);
      return tensor;
    });
  };
  return {isPng(textOfPicture(*file)) ? "png" : "jpeg",
          {{"", std::string(nameOf(form.dtype)), pictureExtents(form, 1), read}},
          {}};
}

TensorFile openPictureFolder(const std::string& path) {
  const FolderContent content = folderContentOf(path);
  if (content.pictures.empty()) throw failure(path, "it is a folder", "give the path of a file in it");
  const std::string first = (std::filesystem::path(path) / content.pictures[0]).string();
  const auto file = Buffer::mapFile(first);
  const PictureForm form = readIntact(*file, [&] { return pictureForm(textOfPicture(*file), first); });
  const auto count = static_cast<std::int64_t>(content.pictures.size());
  const auto read = [path, names = content.pictures, form](const Progress& progress) {
    return readFolder(path, names, form, progress);
  };
  TensorFile result{
      "pictures", {{"", std::string(nameOf(form.dtype)), pictureExtents(form, count), read}}, {}};
  if (count > 1) {
    result.notices.push_back(std::to_string(count) + " pictures in the order of their names, from '" +
                             content.pictures.front() + "' to '" + content.pictures.back() + "'");
  }
  if (!content.others.empty()) result.notices.push_back(skippedNotice(content.others));
  return result;
}

}  // namespace normscope
