#include "ui/workspace/parameter_values.h"

#include <algorithm>

#include "core/error.h"
#include "core/io/source.h"

namespace normscope {
namespace {

constexpr std::size_t mostKept = 16;

}  // namespace

std::shared_ptr<const Tensor> ParameterValues::find(const std::string& text) const {
  const auto found =
      std::find_if(values_.begin(), values_.end(), [&](const Entry& entry) { return entry.text == text; });
  return found == values_.end() ? nullptr : found->values;
}

void ParameterValues::put(const std::string& text, Tensor values) {
  std::erase_if(values_, [&](const Entry& entry) { return entry.text == text; });
  if (values_.size() == mostKept) values_.erase(values_.begin());
  values_.push_back({text, std::make_shared<const Tensor>(std::move(values))});
}

Tensor readParameter(const LayerParameter& source, const Progress& progress) {
  Tensor values = loadTensor(source.text, std::nullopt, progress).tensor;
  if (values.extents() == source.extents) return values;
  throw nonsense(source.text,
                 "its shape " + toText(values.extents()) + " is no longer " + toText(source.extents) +
                     ", which it had when it was taken",
                 "take it again");
}

}  // namespace normscope
