#include "core/io/formats/zip_archive.h"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "core/io/formats/little_endian.h"
#include "core/tensor/memory_limit.h"

namespace normscope {
namespace {

constexpr std::uint32_t localSignature = 0x04034b50;
constexpr std::uint32_t centralSignature = 0x02014b50;
constexpr std::uint32_t endSignature = 0x06054b50;
constexpr std::uint32_t end64Signature = 0x06064b50;
constexpr std::uint32_t locator64Signature = 0x07064b50;
constexpr std::size_t localSize = 30, centralSize = 46, endSize = 22, end64Size = 56, locator64Size = 20;
constexpr std::uint32_t full32 = 0xffffffff;
constexpr std::uint16_t full16 = 0xffff;
constexpr std::uint16_t encryptedFlag = 1, sizesFollowFlag = 8;
constexpr std::size_t readAtOnce = std::size_t{1} << 20;

/// What deflate can make of a byte at most (zlib's own figure); a few bytes more for short streams.
constexpr std::size_t largestExpansion = 1032;

const char* const getAgain = "copy or save the file again";

/// Where the central directory is and what it holds.
struct Directory {
  std::uint64_t count = 0, size = 0, offset = 0;
  std::size_t end = 0;  ///< the byte behind it, by where its own end record stands
};

/// Reads an archive, with bounds.
class ZipReader {
 public:
  ZipReader(std::string_view archive, const std::string& subject) : archive_(archive), subject_(subject) {}

  std::vector<ZipEntry> entries() {
    const Directory directory = findDirectory();
    if (directory.size > directory.end || directory.offset != directory.end - directory.size)
      throw refusal("the central directory is not where its end record says");
    std::vector<ZipEntry> entries;
    std::size_t at = directory.offset;
    for (std::uint64_t i = 0; i < directory.count; ++i) {
      ZipEntry entry = readCentral(at, directory);
      if (!entry.name.ends_with('/')) entries.push_back(std::move(entry));
    }
    if (at != directory.end) throw refusal("the central directory is longer than its entries");
    requireApart(entries, directory.offset);
    return entries;
  }

 private:
  Error refusal(const std::string& reason, const char* advice = getAgain) const {
    return failure(subject_, reason, advice);
  }

  template <typename Number>
  Number number(std::size_t at) const {
    return littleEndian<Number>(archive_, at);
  }

  bool holds(std::size_t at, std::size_t bytes) const {
    return at <= archive_.size() && bytes <= archive_.size() - at;
  }

  /// The end record stands at the end, with a comment behind it at most.
  std::size_t findEnd() const {
    for (std::size_t comment = 0; comment <= full16 && holds(0, endSize + comment); ++comment) {
      const std::size_t at = archive_.size() - endSize - comment;
      if (number<std::uint32_t>(at) == endSignature && number<std::uint16_t>(at + 20) == comment) return at;
    }
    throw refusal("the zip archive has no central directory, or it is cut off");
  }

  Directory findDirectory() const {
    const std::size_t end = findEnd();
    const std::uint32_t disks = number<std::uint16_t>(end + 4) | number<std::uint16_t>(end + 6) << 8;
    if (disks != 0 && disks != (full16 | full16 << 8))
      throw refusal("the zip archive is one of several parts", "join the parts first");
    const Directory directory{number<std::uint16_t>(end + 10), number<std::uint32_t>(end + 12),
                              number<std::uint32_t>(end + 16), end};
    const bool is64 = directory.count == full16 || directory.size == full32 || directory.offset == full32;
    const bool hasLocator =
        end >= locator64Size && number<std::uint32_t>(end - locator64Size) == locator64Signature;
    if (!is64 && !hasLocator) return directory;
    if (!hasLocator) throw refusal("the zip64 end record of the archive is missing");
    return find64(end - locator64Size);
  }

  Directory find64(std::size_t locator) const {
    const auto at = number<std::uint64_t>(locator + 8);
    if (at > locator || !holds(at, end64Size) || locator - at < end64Size ||
        number<std::uint32_t>(at) != end64Signature) {
      throw refusal("the zip64 end record of the archive is not where its locator says");
    }
    return {number<std::uint64_t>(at + 32), number<std::uint64_t>(at + 40), number<std::uint64_t>(at + 48),
            static_cast<std::size_t>(at)};
  }

  /// Sizes and offset that do not fit into 32 bits stand in an extra field, in this order and only then.
  void readExtra64(std::size_t at, std::size_t bytes, std::uint64_t& size, std::uint64_t& compressed,
                   std::uint64_t* offset) const {
    const std::size_t end = at + bytes;
    while (end - at >= 4) {
      const auto id = number<std::uint16_t>(at);
      const std::size_t length = number<std::uint16_t>(at + 2);
      at += 4;
      if (length > end - at) throw refusal("an extra field of the zip archive is cut off");
      if (id == 1) {
        std::size_t field = at;
        for (std::uint64_t* value : {&size, &compressed, offset}) {
          if (value == nullptr || *value != full32) continue;
          if (at + length - field < 8) throw refusal("a zip64 field of the archive is cut off");
          *value = number<std::uint64_t>(field);
          field += 8;
        }
        return;
      }
      at += length;
    }
  }

  ZipEntry readCentral(std::size_t& at, const Directory& directory) {
    if (directory.end - at < centralSize || number<std::uint32_t>(at) != centralSignature)
      throw refusal("the central directory ends before its last entry");
    const std::size_t nameSize = number<std::uint16_t>(at + 28);
    const std::size_t extraSize = number<std::uint16_t>(at + 30);
    const std::size_t commentSize = number<std::uint16_t>(at + 32);
    if (directory.end - at - centralSize < nameSize + extraSize + commentSize)
      throw refusal("the central directory ends before its last entry");
    ZipEntry entry;
    entry.name = archive_.substr(at + centralSize, nameSize);
    const auto flags = number<std::uint16_t>(at + 8);
    const auto method = number<std::uint16_t>(at + 10);
    std::uint64_t size = number<std::uint32_t>(at + 24);
    std::uint64_t compressed = number<std::uint32_t>(at + 20);
    std::uint64_t local = number<std::uint32_t>(at + 42);
    readExtra64(at + centralSize + nameSize, extraSize, size, compressed, &local);
    entry.crc = number<std::uint32_t>(at + 16);
    at += centralSize + nameSize + extraSize + commentSize;
    requireReadable(entry.name, flags, method);
    entry.isDeflated = method == 8;
    entry.size = size;
    entry.compressedSize = compressed;
    readLocal(entry, local, flags, method, directory.offset);
    requirePossibleSize(entry);
    return entry;
  }

  std::string inArchive(const std::string& name) const { return "the entry '" + name + "' of the archive "; }

  void requireReadable(const std::string& name, std::uint16_t flags, std::uint16_t method) {
    if (!names_.insert(name).second) throw refusal("the archive holds '" + name + "' twice", "save it again");
    const bool namesDrive =
        name.size() > 2 && name.substr(1, 2) == ":/";  // a colon elsewhere is TensorFlow's
    if (name.empty() || name.front() == '/' || namesDrive || name.find('\\') != name.npos ||
        name.find('\0') != name.npos || ("/" + name + "/").find("/../") != name.npos) {
      throw refusal(inArchive(name) + "leaves it by its name", "save it again with plain names");
    }
    if ((flags & encryptedFlag) != 0) throw refusal(inArchive(name) + "is encrypted", "save it without");
    if (method != 0 && method != 8) {
      throw refusal(inArchive(name) + "is compressed by method " + std::to_string(method) +
                        ", neither stored nor deflated",
                    "save it again with numpy.savez or numpy.savez_compressed");
    }
  }

  void readLocal(ZipEntry& entry, std::uint64_t at, std::uint16_t flags, std::uint16_t method,
                 std::uint64_t directory) const {
    if (at > directory || directory - at < localSize || number<std::uint32_t>(at) != localSignature)
      throw refusal(inArchive(entry.name) + "has no local header where the directory says");
    const std::size_t nameSize = number<std::uint16_t>(at + 26);
    const std::size_t extraSize = number<std::uint16_t>(at + 28);
    entry.header = at;
    entry.offset = at + localSize + nameSize + extraSize;
    if (entry.offset > directory || directory - entry.offset < entry.compressedSize)
      throw refusal(inArchive(entry.name) + "ends behind its place in the file");
    const auto crc = number<std::uint32_t>(at + 14);
    std::uint64_t size = number<std::uint32_t>(at + 22);
    std::uint64_t compressed = number<std::uint32_t>(at + 18);
    readExtra64(at + localSize + nameSize, extraSize, size, compressed, nullptr);
    // Writers that can't go back leave them to the directory.
    const bool sizesFollow = (flags & sizesFollowFlag) != 0 && crc == 0;
    const bool sameSizes =
        sizesFollow || (crc == entry.crc && size == entry.size && compressed == entry.compressedSize);
    const bool same = archive_.substr(at + localSize, nameSize) == entry.name && sameSizes &&
                      number<std::uint16_t>(at + 8) == method && number<std::uint16_t>(at + 6) == flags;
    if (!same) throw refusal(inArchive(entry.name) + "has two headers that disagree");
  }

  void requirePossibleSize(const ZipEntry& entry) const {
    if (!entry.isDeflated && entry.size != entry.compressedSize)
      throw refusal(inArchive(entry.name) + "is stored and declares two sizes");
    if (entry.isDeflated && entry.size / largestExpansion > entry.compressedSize) {
      throw refusal(inArchive(entry.name) + "declares " + std::to_string(entry.size) +
                    " bytes, more than its " + std::to_string(entry.compressedSize) + " can expand to");
    }
  }

  void requireApart(std::vector<ZipEntry> entries, std::size_t end) const {
    std::sort(entries.begin(), entries.end(),
              [](const ZipEntry& a, const ZipEntry& b) { return a.header < b.header; });
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::size_t next = i + 1 < entries.size() ? entries[i + 1].header : end;
      if (entries[i].offset + entries[i].compressedSize > next)
        throw refusal(inArchive(entries[i].name) + "shares bytes with another");
    }
  }

  std::string_view archive_;
  const std::string& subject_;
  std::set<std::string> names_;
};

/// A deflated entry, piece by piece.
class Inflater {
 public:
  Inflater(std::string_view archive, const ZipEntry& entry, const std::string& subject)
      : left_(archive.substr(entry.offset, entry.compressedSize)), subject_(subject) {
    if (::inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { ::inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Fills `to` as far as there are bytes; gives how many.
  std::size_t read(std::byte* to, std::size_t size) {
    std::size_t made = 0;
    while (made < size && !isOver_) {
      const std::size_t taken = std::min(left_.size(), readAtOnce);
      const std::size_t room = std::min(size - made, readAtOnce);
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(left_.data()));
      stream_.avail_in = static_cast<uInt>(taken);
      stream_.next_out = reinterpret_cast<Bytef*>(to + made);
      stream_.avail_out = static_cast<uInt>(room);
      const int result = ::inflate(&stream_, Z_NO_FLUSH);
      left_.remove_prefix(taken - stream_.avail_in);
      made += room - stream_.avail_out;
      if (result == Z_MEM_ERROR) throw std::bad_alloc();
      isOver_ = result == Z_STREAM_END;
      const bool isStuck = result == Z_BUF_ERROR && stream_.avail_in == 0 && left_.empty();
      if ((result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) || isStuck)
        throw failure(subject_, "its compressed data is damaged", getAgain);
    }
    return made;
  }

  /// Whether all of it came out and was used.
  bool isFinished() const { return isOver_ && left_.empty(); }

 private:
  std::string_view left_;
  const std::string& subject_;
  z_stream stream_{};
  bool isOver_ = false;
};

std::uint32_t addToCrc(std::uint32_t crc, const std::byte* bytes, std::size_t size) {
  return static_cast<std::uint32_t>(::crc32_z(crc, reinterpret_cast<const Bytef*>(bytes), size));
}

std::uint32_t crcOf(const std::byte* bytes, std::size_t size, const Progress& progress) {
  std::uint32_t crc = 0;
  for (std::size_t at = 0; at < size; at += readAtOnce) {
    progress.step(static_cast<double>(at) / static_cast<double>(size));
    crc = addToCrc(crc, bytes + at, std::min(readAtOnce, size - at));
  }
  return crc;
}

std::string_view textOfArchive(const Buffer& archive) {
  return {reinterpret_cast<const char*>(archive.data()), archive.size()};
}

/// Into memory, with its CRC.
std::shared_ptr<const Buffer> inflated(std::string_view archive, const ZipEntry& entry,
                                       const std::string& subject, const Progress& progress,
                                       std::uint32_t& crc) {
  requireWithinMemoryLimit(entry.size, subject);
  const std::shared_ptr<Buffer> buffer = Buffer::allocate(entry.size);
  Inflater inflater(archive, entry, subject);
  for (std::size_t at = 0; at < entry.size; at += readAtOnce) {
    progress.step(static_cast<double>(at) / static_cast<double>(entry.size));
    const std::size_t size = std::min(readAtOnce, entry.size - at);
    const std::size_t made = inflater.read(buffer->data() + at, size);
    crc = addToCrc(crc, buffer->data() + at, made);
    if (made < size)
      throw failure(subject, "it expands to fewer bytes than the " + std::to_string(entry.size) + " declared",
                    getAgain);
  }
  std::byte more;
  if (inflater.read(&more, 1) != 0)
    throw failure(subject, "it expands to more bytes than the " + std::to_string(entry.size) + " declared",
                  getAgain);
  if (!inflater.isFinished()) throw failure(subject, "bytes follow its compressed data", getAgain);
  return buffer;
}

}  // namespace

std::vector<ZipEntry> readZipDirectory(std::string_view archive, const std::string& subject) {
  return ZipReader(archive, subject).entries();
}

std::string readZipStart(std::string_view archive, const ZipEntry& entry, std::size_t most,
                         const std::string& subject) {
  const std::size_t size = std::min(most, entry.size);
  if (!entry.isDeflated) return std::string(archive.substr(entry.offset, size));
  std::string start(size, '\0');
  Inflater inflater(archive, entry, subject);
  start.resize(inflater.read(reinterpret_cast<std::byte*>(start.data()), size));
  return start;
}

ZipBytes readZipEntry(const std::shared_ptr<const Buffer>& archive, const ZipEntry& entry,
                      const std::string& subject, const Progress& progress) {
  std::uint32_t crc = 0;
  ZipBytes bytes{archive, entry.offset, entry.size};
  if (entry.isDeflated) {
    bytes = {inflated(textOfArchive(*archive), entry, subject, progress, crc), 0, entry.size};
  } else {
    crc = crcOf(archive->data() + entry.offset, entry.size, progress);
  }
  if (crc != entry.crc) throw failure(subject, "its checksum (CRC-32) is wrong", getAgain);
  return bytes;
}

}  // namespace normscope
