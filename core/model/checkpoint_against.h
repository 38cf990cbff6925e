#pragma once

#include <string>

#include "core/model/checkpoint_values.h"

namespace normscope {

/// How the tensors of one layer are made from those of another.
enum class TensorRelation {
  equal,
  plusOne,           ///< the other's weight is this one + 1, exactly
  minusOne,          ///< the other's weight is this one − 1, exactly
  bfloat16Rounding,  ///< one is the other, rounded to bfloat16
  float16Rounding,
  scaled,  ///< the other's weight is this one times a number
  differs
};

/// "equal", "given_plus_one", "given_minus_one", "bfloat16_rounding", "float16_rounding", "scaled", "differs"
const char* nameOf(TensorRelation relation);

struct AgainstResult {
  TensorRelation relation = TensorRelation::equal;
  double maxAbs = 0;  ///< the largest |other − this| of all tensors that both have; NaN where one value is
  std::string otherName = {};  ///< of the layer in the other file
  std::string words = {};      ///< a sentence
};

/// Compares the layers' weights, biases and running statistics. Exactly means: to the bit, after the sum is
/// rounded to the dtype that it is kept in. A layer is equal where all its tensors are; where only the weight
/// is not, the relation is the weight's; a rounding may be that of all.
AgainstResult compareLayers(const LayerValues& layer, const LayerValues& other);

}  // namespace normscope
