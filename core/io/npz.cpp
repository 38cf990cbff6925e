#include "core/io/npz.h"

#include <zip.h>

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

  /// `bytes` must live until finish().
  void add(const std::string& name, const std::string& bytes) {
    Source source(zip_source_buffer(archive_.get(), bytes.data(), bytes.size(), 0));
    if (!source) throw archiveError();
    const zip_int64_t index = zip_file_add(archive_.get(), name.c_str(), source.get(), ZIP_FL_ENC_UTF_8);
    if (index < 0) throw archiveError();
    source.release();  // now the archive's
    const auto entry = static_cast<zip_uint64_t>(index);
    if (zip_set_file_compression(archive_.get(), entry, ZIP_CM_STORE, 0) != 0) throw archiveError();
    if (zip_file_set_dostime(archive_.get(), entry, 0, earliestDate, 0) != 0) throw archiveError();
  }

  std::string finish() {
    if (zip_close(archive_.get()) != 0) throw archiveError();
    static_cast<void>(archive_.release());
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_source_stat(result_.get(), &status) != 0 || zip_source_open(result_.get()) != 0)
      throw sourceError();
    std::string bytes(status.size, '\0');
    const zip_int64_t read = zip_source_read(result_.get(), bytes.data(), bytes.size());
    zip_source_close(result_.get());
    if (read != static_cast<zip_int64_t>(bytes.size())) throw sourceError();
    return bytes;
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

std::string encodeNpz(const std::string& subject, const std::vector<std::pair<std::string, Tensor>>& arrays) {
  std::vector<std::string> entries;
  entries.reserve(arrays.size());
  ZipWriter zip(subject);
  for (const auto& [name, tensor] : arrays) {
    std::string& bytes = entries.emplace_back();
    encodeNpy(tensor, [&](std::span<const std::byte> piece) {
      bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    });
    zip.add(name + ".npy", bytes);
  }
  return zip.finish();
}

void writeNpz(const std::string& path, const std::vector<std::pair<std::string, Tensor>>& arrays) {
  writeFileAtomically(path, encodeNpz(path, arrays));
}

}  // namespace normscope
