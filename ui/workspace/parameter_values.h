#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/document/parameters.h"
#include "core/engine/progress.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// The values of weights and biases that were read, by their text. A few of before stay, so that undo shows
/// its numbers at once.
class ParameterValues {
 public:
  /// Null where they were not read yet.
  std::shared_ptr<const Tensor> find(const std::string& text) const;
  void put(const std::string& text, Tensor values);
  void clear() { values_.clear(); }

 private:
  struct Entry {
    std::string text;
    std::shared_ptr<const Tensor> values;
  };

  std::vector<Entry> values_;  ///< the newest last
};

/// Reads a weight or a bias. Throws as loadTensor(), and Error (nonsense) where it has no longer the shape
/// that it had when it was taken.
Tensor readParameter(const LayerParameter& source, const Progress& progress);

}  // namespace normscope
