#include "core/io/statistics_file.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/io/atomic_file.h"
#include "core/io/npz.h"
#include "core/io/safetensors.h"
#include "core/text/number.h"

namespace normscope {
namespace {

using NamedArrays = std::vector<std::pair<std::string, Tensor>>;
using Sink = std::function<void(std::span<const std::byte>)>;

/// Text that is handed on in pieces.
class TextSink {
 public:
  explicit TextSink(const Sink& sink) : sink_(sink) {}

  TextSink& operator<<(std::string_view text) {
    text_ += text;
    if (text_.size() >= pieceBytes) flush();
    return *this;
  }
  void flush() {
    sink_(std::as_bytes(std::span(text_)));
    text_.clear();
  }

 private:
  static constexpr std::size_t pieceBytes = std::size_t{1} << 16;

  const Sink& sink_;
  std::string text_;
};

std::string numberOf(const Tensor& tensor, std::int64_t at) {
  if (!isFloating(tensor.dtype())) return std::to_string(static_cast<std::int64_t>(tensor.at(at)));
  const double value = tensor.at(at);
  return std::isfinite(value) ? nlohmann::json(value).dump() : "null";
}

/// The part of the tensor from a position on, below an axis; `at` moves behind it.
void writeNested(const Tensor& tensor, std::size_t axis, std::int64_t& at, TextSink& text) {
  if (axis == tensor.extents().size()) {
    text << numberOf(tensor, at++);
    return;
  }
  text << "[";
  for (std::int64_t i = 0; i < tensor.extents()[axis]; ++i) {
    if (i > 0) text << ",";
    writeNested(tensor, axis + 1, at, text);
  }
  text << "]";
}

void writeJson(const NamedArrays& arrays, TextSink text) {
  const char* before = "{";
  for (const auto& [name, tensor] : arrays) {
    text << std::exchange(before, ",") << nlohmann::json(name).dump() << ":";
    std::int64_t at = 0;
    writeNested(tensor, 0, at, text);
  }
  text << (arrays.empty() ? "{}\n" : "}\n");
  text.flush();
}

std::string indexWords(const Extents& extents, std::int64_t at) {
  std::string text;
  for (std::size_t axis = extents.size(); axis-- > 0;) {
    if (!text.empty()) text.insert(0, 1, ' ');
    text.insert(0, std::to_string(at % extents[axis]));
    at /= extents[axis];
  }
  return text;
}

void writeCsv(const NamedArrays& arrays, TextSink text) {
  text << "array,index,value\n";
  for (const auto& [name, tensor] : arrays) {
    for (std::int64_t at = 0; at < tensor.elementCount(); ++at)
      text << name << "," << indexWords(tensor.extents(), at) << "," << shortest(tensor.at(at)) << "\n";
  }
  text.flush();
}

}  // namespace

void encodeStatistics(OutputFormat format, const std::string& subject, const NamedArrays& arrays,
                      const Sink& sink) {
  if (format == OutputFormat::safetensors) return encodeSafetensors(arrays, sink);
  if (format == OutputFormat::json) return writeJson(arrays, TextSink(sink));
  if (format == OutputFormat::csv) return writeCsv(arrays, TextSink(sink));
  encodeNpz(subject, arrays, sink);
}

void writeStatistics(const std::string& path, const NamedArrays& arrays) {
  const OutputFormat format = statisticsFormatOf(path, path);
  AtomicFile file(path);
  encodeStatistics(format, path, arrays, [&](std::span<const std::byte> bytes) { file.write(bytes); });
  file.commit();
}

}  // namespace normscope
