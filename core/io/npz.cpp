#include "core/io/npz.h"

#include <zip.h>

#include <deque>
#include <memory>

#include "core/error.h"
#include "core/io/atomic_file.h"
#include "core/io/npy.h"

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

/// What is handed on at once.
constexpr std::size_t pieceBytes = std::size_t{1} << 16;

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
    result_.reset(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (result_) archive_.reset(zip_open_from_source(result_.get(), ZIP_TRUNCATE, &error));
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (!archive_) throw refusal(reason);
    zip_source_keep(result_.get());  // the archive takes one reference with it when it is closed
  }

  /// The pieces must live until finish(), one after the other the bytes of the entry.
  void add(const std::string& name, std::span<zip_buffer_fragment_t> pieces) {
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

  void finish(const std::function<void(std::span<const std::byte>)>& sink) {
    if (zip_close(archive_.get()) != 0) throw archiveError();
    static_cast<void>(archive_.release());
    if (zip_source_open(result_.get()) != 0) throw sourceError();
    std::vector<std::byte> piece(pieceBytes);
    zip_int64_t read = 0;
    while ((read = zip_source_read(result_.get(), piece.data(), piece.size())) > 0)
      sink(std::span(piece).first(static_cast<std::size_t>(read)));
    zip_source_close(result_.get());
    if (read < 0) throw sourceError();
  }

 private:
  Error refusal(const std::string& reason) const {
    return failure(subject_, "the archive cannot be made (" + reason + ")", "write fewer or smaller arrays");
  }
  Error archiveError() const { return refusal(zip_strerror(archive_.get())); }
  Error sourceError() const { return refusal(zip_error_strerror(zip_source_error(result_.get()))); }

  const std::string& subject_;
  Source result_;
  Archive archive_;
};

}  // namespace

void encodeNpz(const std::string& subject, const std::vector<std::pair<std::string, Tensor>>& arrays,
               const std::function<void(std::span<const std::byte>)>& sink) {
  std::deque<NpyPieces> entries;
  ZipWriter zip(subject);
  for (const auto& [name, tensor] : arrays) zip.add(name + ".npy", entries.emplace_back(tensor).pieces());
  zip.finish(sink);
}

void writeNpz(const std::string& path, const std::vector<std::pair<std::string, Tensor>>& arrays) {
  AtomicFile file(path);
  encodeNpz(path, arrays, [&](std::span<const std::byte> bytes) { file.write(bytes); });
  file.commit();
}

}  // namespace normscope
