#include "core/io/formats/npz_reader.h"

#include <string_view>

#include "core/error.h"
#include "core/io/formats/npy_header.h"
#include "core/io/formats/npy_reader.h"

namespace normscope {
namespace {

constexpr std::string_view npyEnding = ".npy";

/// So much holds the header of any array that is not made to be long.
constexpr std::size_t usualPreamble = 256;

NpyHeader headerOfEntry(std::string_view archive, const ZipEntry& entry, const std::string& subject) {
  std::string start = readZipStart(archive, entry, usualPreamble, subject);
  const bool isLonger =
      start.size() >= 12 && start.size() < entry.size &&
      (static_cast<unsigned char>(start[8]) + 256u * static_cast<unsigned char>(start[9]) + 12 >
       usualPreamble);
  if (isLonger) start = readZipStart(archive, entry, longestNpyPreamble, subject);
  return parseNpyHeader(start, entry.size, subject);
}

}  // namespace

TensorFile openNpz(const std::shared_ptr<const Buffer>& archive, const std::vector<ZipEntry>& entries,
                   const std::string& subject) {
  const std::string_view bytes(reinterpret_cast<const char*>(archive->data()), archive->size());
  TensorFile file{"npz", {}, {}};
  for (const ZipEntry& entry : entries) {
    if (!entry.name.ends_with(npyEnding)) {
      file.notices.push_back("the entry '" + entry.name + "' is no .npy and was skipped");
      continue;
    }
    const std::string name = entry.name.substr(0, entry.name.size() - npyEnding.size());
    const std::string where = subject + "::" + name;
    const NpyHeader header = headerOfEntry(bytes, entry, where);
    const auto read = [archive, entry, where](const Progress& progress) {
      return readIntact(*archive, [&] {
        const ZipBytes found = readZipEntry(archive, entry, where, progress);
        return decodeNpy(found.buffer, found.begin, found.size, where);
      });
    };
    file.entries.push_back({name, std::string(nameOf(header.dtype)), header.extents, read});
    if (!header.foreignDescr.empty())
      file.notices.push_back(name + ": " + foreignDescrNotice(header.foreignDescr));
  }
  return file;
}

}  // namespace normscope
