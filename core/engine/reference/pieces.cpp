#include "core/engine/reference/pieces.h"

namespace normscope::reference {

using Eigen::ArrayXd;
using Eigen::Index;

ArrayXd valuesOf(const Tensor& tensor, const Piece& piece) {
  ArrayXd values(piece.length);
  visitDType(tensor.dtype(), [&](auto tag) {
    const auto* first = tensor.values<typename decltype(tag)::type>().data() + piece.offset;
    for (Index i = 0; i < piece.length; ++i) values[i] = static_cast<double>(first[i * piece.stride]);
  });
  return values;
}

ArrayXd parametersOf(const std::optional<Tensor>& parameters, const Piece& piece, double absent) {
  if (!parameters) return ArrayXd::Constant(piece.length, absent);
  ArrayXd values(piece.length);
  for (Index i = 0; i < piece.length; ++i)
    values[i] = parameters->at(piece.parameter + i * piece.parameterStride);
  return values;
}

}  // namespace normscope::reference
