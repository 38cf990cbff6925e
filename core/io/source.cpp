#include "core/io/source.h"

#include <string_view>

#include "core/error.h"
#include "core/io/samples.h"
#include "core/json/strict_json.h"

namespace normscope {
namespace {

constexpr std::string_view samplePrefix = "sample:";

/// What the Python module writes beside a tensor that it shows.
std::optional<Layout> layoutIn(const TensorFile& file, const Tensor& tensor, const std::string& subject) {
  const auto kind = file.metadata.find("normscope");
  const auto letters = file.metadata.find("layout");
  if (kind == file.metadata.end() || kind->second != "tensor" || letters == file.metadata.end())
    return std::nullopt;
  const Layout layout = inFile(subject, [&] { return Layout::parse(letters->second); });
  return layout.rank() == static_cast<int>(tensor.extents().size()) ? std::optional(layout) : std::nullopt;
}

LoadedTensor loadFile(const std::string& text, const std::optional<RawForm>& raw, const Progress& progress) {
  const TensorFile file = openTensorFile(splitFileText(text).path, raw);
  TensorRef ref = parseTensorRef(text, file);
  ref.raw = raw;
  Tensor tensor = readTensor(ref, file, progress);
  const std::optional<Layout> layout = layoutIn(file, tensor, subjectOf(ref.path));
  return {text, std::move(tensor), layout, std::nullopt, std::move(ref), file.notices};
}

}  // namespace

LoadedTensor loadTensor(const std::string& text, const std::optional<RawForm>& raw,
                        const Progress& progress) {
  if (text.empty()) {
    throw nonsense("FILE", "it is empty",
                   "give a path, sample:NAME or a generated tensor such as normal:20,6,10,10");
  }
  if (isFileText(text)) return loadFile(text, raw, progress);
  if (raw) {
    throw nonsense("tensor '" + text + "'", "it is no file, and says itself what it holds",
                   "leave dtype and shape out");
  }
  if (text.starts_with(samplePrefix)) {
    const Sample& sample = findSample(text.substr(samplePrefix.size()));
    return {text, loadSample(sample), sample.layout, std::nullopt, std::nullopt, {}};
  }
  const GeneratedTensor generated = parseGenerated(text);
  return {text, generate(generated), std::nullopt, generated, std::nullopt, {}};
}

}  // namespace normscope
