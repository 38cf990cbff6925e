#include "core/io/source.h"

#include <string_view>

#include "core/error.h"
#include "core/io/samples.h"

namespace normscope {
namespace {

constexpr std::string_view samplePrefix = "sample:";

LoadedTensor loadFile(const std::string& text, const std::optional<RawForm>& raw, const Progress& progress) {
  const TensorFile file = openTensorFile(splitFileText(text).path, raw);
  TensorRef ref = parseTensorRef(text, file);
  ref.raw = raw;
  Tensor tensor = readTensor(ref, file, progress);
  return {text, std::move(tensor), std::nullopt, std::nullopt, std::move(ref), file.notices};
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
