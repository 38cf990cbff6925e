#include "core/io/npz.h"

#include <zip.h>

#include <algorithm>
#include <deque>
#include <memory>

#include "core/error.h"
#include "core/io/atomic_file.h"
#include "core/io/npy.h"
#include "core/tensor/result_vector.h"

namespace normscope {
namespace {

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct DiscardArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Source = std::unique_ptr<zip_source_t, FreeSource>;
using Archive = std::unique_ptr<zip_t, DiscardArchive>;

/// A zip without times is the same at each run; 1 January 1980 is the earliest the format can say.
constexpr zip_uint16_t earliestDate = (1 << 5) | 1;

/// Bytes of what stands around an entry, without its name twice, and at the end of the archive: at most.
constexpr std::size_t roomForHeads = 256;
constexpr std::size_t roomForEnd = 256;

/// The archive as libzip writes it, which goes back to complete what stands before an entry: memory of
/// results, so that it takes no more private memory than they may.
class ArchiveBytes {
 public:
  ArchiveBytes() { zip_error_init(&error_); }
  ~ArchiveBytes() { zip_error_fini(&error_); }
  ArchiveBytes(const ArchiveBytes&) = delete;
  ArchiveBytes& operator=(const ArchiveBytes&) = delete;

  /// Once and at the beginning: memory that grows would be copied.
  void reserve(std::size_t bytes) { bytes_.reserve(bytes); }

  std::span<const std::byte> bytes() const { return bytes_; }

  /// What libzip asks of a source; `state` is this.
  static zip_int64_t answer(void* state, void* data, zip_uint64_t length, zip_source_cmd_t command) {
    return static_cast<ArchiveBytes*>(state)->answer(data, length, command);
  }

 private:
  zip_int64_t answer(void* data, zip_uint64_t length, zip_source_cmd_t command) {
    switch (command) {
      case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_SUPPORTS, ZIP_SOURCE_STAT, ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
            ZIP_SOURCE_ERROR, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_WRITE,
            ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE,
            ZIP_SOURCE_REMOVE, -1);
      case ZIP_SOURCE_STAT:
        return stat(static_cast<zip_stat_t*>(data));
      case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&error_, data, length);
      case ZIP_SOURCE_BEGIN_WRITE:
      case ZIP_SOURCE_OPEN:
        at_ = 0;
        return 0;
      case ZIP_SOURCE_READ:
        return read(static_cast<std::byte*>(data), length);
      case ZIP_SOURCE_WRITE:
        return write(static_cast<const std::byte*>(data), length);
      case ZIP_SOURCE_SEEK:
      case ZIP_SOURCE_SEEK_WRITE:
        return seek(data, length);
      case ZIP_SOURCE_TELL:
      case ZIP_SOURCE_TELL_WRITE:
        return static_cast<zip_int64_t>(at_);
      default:  // nothing has to be done
        return 0;
    }
  }

  zip_int64_t stat(zip_stat_t* stat) const {
    zip_stat_init(stat);
    stat->valid = ZIP_STAT_SIZE;
    stat->size = bytes_.size();
    return sizeof(*stat);
  }

  zip_int64_t read(std::byte* to, zip_uint64_t length) {
    const std::size_t count = std::min<std::size_t>(length, bytes_.size() - at_);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), count, to);
    at_ += count;
    return static_cast<zip_int64_t>(count);
  }

  /// libzip is C, and no exception may pass through it.
  zip_int64_t write(const std::byte* from, zip_uint64_t length) {
    try {
      if (at_ + length > bytes_.size()) bytes_.resize(at_ + length);
    } catch (const std::exception&) {
      zip_error_set(&error_, ZIP_ER_MEMORY, 0);
      return -1;
    }
    std::copy_n(from, length, bytes_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ += length;
    return static_cast<zip_int64_t>(length);
  }

  zip_int64_t seek(void* data, zip_uint64_t length) {
    const zip_int64_t to = zip_source_seek_compute_offset(at_, bytes_.size(), data, length, &error_);
    if (to < 0) return -1;
    at_ = static_cast<std::size_t>(to);
    return 0;
  }

  ResultVector<std::byte> bytes_;
  std::size_t at_ = 0;
  zip_error_t error_ = {};
};

/// The bytes of NAME.npy: those of the tensor as they lie, and what is made for it.
class NpyPieces {
 public:
  explicit NpyPieces(const Tensor& tensor) {
    encodeNpy(tensor, [&](std::span<const std::byte> bytes) {
      const bool isOfTensor = bytes.data() == tensor.bytes();
      pieces_.push_back({isOfTensor ? unchanged(bytes) : copied(bytes), bytes.size()});
    });
  }

  std::span<zip_buffer_fragment_t> pieces() { return pieces_; }

 private:
  /// libzip takes bytes that it only reads for writable ones.
  static zip_uint8_t* unchanged(std::span<const std::byte> bytes) {
    return reinterpret_cast<zip_uint8_t*>(const_cast<std::byte*>(bytes.data()));
  }
  zip_uint8_t* copied(std::span<const std::byte> bytes) {
    return unchanged(copies_.emplace_back(bytes.begin(), bytes.end()));
  }

  std::deque<std::vector<std::byte>> copies_;
  std::vector<zip_buffer_fragment_t> pieces_;
};

/// Calls of libzip that throw their reason.
class ZipWriter {
 public:
  explicit ZipWriter(const std::string& subject) : subject_(subject) {
    zip_error_t error;
    zip_error_init(&error);
    Source result(zip_source_function_create(&ArchiveBytes::answer, &result_, &error));
    if (result) archive_.reset(zip_open_from_source(result.get(), ZIP_TRUNCATE, &error));
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (!archive_) throw refusal(reason);
    static_cast<void>(result.release());  // now the archive's
  }

  /// The pieces must live until finish(), one after the other the bytes of the entry.
  void add(const std::string& name, std::span<zip_buffer_fragment_t> pieces) {
    bytes_ += 2 * name.size() + roomForHeads;
    for (const zip_buffer_fragment_t& piece : pieces) bytes_ += piece.length;
    zip_error_t error;
    zip_error_init(&error);
    Source source(zip_source_buffer_fragment_create(pieces.data(), pieces.size(), 0, &error));
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (!source) throw refusal(reason);
    const zip_int64_t index = zip_file_add(archive_.get(), name.c_str(), source.get(), ZIP_FL_ENC_UTF_8);
    if (index < 0) throw archiveError();
    static_cast<void>(source.release());  // now the archive's
    const auto entry = static_cast<zip_uint64_t>(index);
    if (zip_set_file_compression(archive_.get(), entry, ZIP_CM_STORE, 0) != 0) throw archiveError();
    if (zip_file_set_dostime(archive_.get(), entry, 0, earliestDate, 0) != 0) throw archiveError();
  }

  /// The whole archive; it lives as long as this.
  std::span<const std::byte> finish() {
    result_.reserve(bytes_);
    if (zip_close(archive_.get()) != 0) throw archiveError();
    static_cast<void>(archive_.release());
    return result_.bytes();
  }

 private:
  Error refusal(const std::string& reason) const {
    return failure(subject_, "the archive cannot be made (" + reason + ")", "write fewer or smaller arrays");
  }
  Error archiveError() const { return refusal(zip_strerror(archive_.get())); }

  const std::string& subject_;
  std::size_t bytes_ = roomForEnd;  ///< of the archive, and some more
  ArchiveBytes result_;
  Archive archive_;  // let go of first: it writes to the result
};

}  // namespace

void encodeNpz(const std::string& subject, const std::vector<std::pair<std::string, Tensor>>& arrays,
               const std::function<void(std::span<const std::byte>)>& sink) {
  std::deque<NpyPieces> entries;
  ZipWriter zip(subject);
  for (const auto& [name, tensor] : arrays) zip.add(name + ".npy", entries.emplace_back(tensor).pieces());
  sink(zip.finish());
}

void writeNpz(const std::string& path, const std::vector<std::pair<std::string, Tensor>>& arrays) {
  AtomicFile file(path);
  encodeNpz(path, arrays, [&](std::span<const std::byte> bytes) { file.write(bytes); });
  file.commit();
}

}  // namespace normscope
