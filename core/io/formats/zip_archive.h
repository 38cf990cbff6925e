#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/progress.h"
#include "core/tensor/buffer.h"

namespace normscope {

/// A file in a zip archive. Its bytes are in the archive, and no others use them.
struct ZipEntry {
  std::string name;
  bool isDeflated = false;         ///< else stored as it is
  std::uint32_t crc = 0;           ///< of its bytes
  std::size_t size = 0;            ///< of its bytes, as declared
  std::size_t compressedSize = 0;  ///< of what is in the archive
  std::size_t header = 0;          ///< where its local header begins, from the start of the archive
  std::size_t offset = 0;          ///< where that begins
};

/// Reads the central directory of a zip archive (PKWARE's APPNOTE 6.3, zip64 included), and holds it to the
/// file: both headers of an entry agree, entries lie inside, apart, and are stored or deflated, none is
/// encrypted, leaves the archive by its name or has a name twice, and none declares more than its bytes can
/// expand to. Folders are left out. Throws Error (failed, on `subject`).
std::vector<ZipEntry> readZipDirectory(std::string_view archive, const std::string& subject);

/// The first bytes of an entry, at most `most`, without a look at the rest. Throws Error as readZipEntry().
std::string readZipStart(std::string_view archive, const ZipEntry& entry, std::size_t most,
                         const std::string& subject);

/// The bytes of an entry: where they are stored those of the archive itself, else in memory. Throws Error
/// (failed, on `subject`) for data that is damaged, expands to more or less than declared, has another CRC,
/// or takes more than the memory limit; Cancelled.
struct ZipBytes {
  std::shared_ptr<const Buffer> buffer;
  std::size_t begin = 0;
  std::size_t size = 0;
};
ZipBytes readZipEntry(const std::shared_ptr<const Buffer>& archive, const ZipEntry& entry,
                      const std::string& subject, const Progress& progress);

}  // namespace normscope
