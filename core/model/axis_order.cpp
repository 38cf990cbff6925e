#include "core/model/axis_order.h"

#include <algorithm>
#include <cstring>

namespace normscope {
namespace {

/// The axes of a layout by what they are: batch, channel, then the others.
std::vector<int> byRole(const Layout& layout) {
  std::vector<int> axes;
  for (const AxisRole role : {AxisRole::batch, AxisRole::channel, AxisRole::spatial}) {
    for (int axis = 0; axis < layout.rank(); ++axis) {
      if (roleOf(layout.letters()[static_cast<std::size_t>(axis)]) == role) axes.push_back(axis);
    }
  }
  return axes;
}

}  // namespace

std::optional<std::vector<int>> axesOf(const Layout& from, const Layout& to) {
  if (from.rank() != to.rank() ||
      from.find(AxisRole::batch).has_value() != to.find(AxisRole::batch).has_value() ||
      from.find(AxisRole::channel).has_value() != to.find(AxisRole::channel).has_value())
    return std::nullopt;
  const std::vector<int> own = byRole(from), wanted = byRole(to);
  std::vector<int> axes(own.size());
  for (std::size_t i = 0; i < own.size(); ++i) axes[static_cast<std::size_t>(wanted[i])] = own[i];
  return axes;
}

bool haveOneShape(const Shape& a, const Shape& b) {
  const auto axes = axesOf(a.layout(), b.layout());
  if (!axes) return false;
  for (int axis = 0; axis < b.rank(); ++axis) {
    if (a.extent((*axes)[static_cast<std::size_t>(axis)]) != b.extent(axis)) return false;
  }
  return true;
}

Tensor reordered(const Tensor& tensor, const std::vector<int>& axes) {
  if (std::is_sorted(axes.begin(), axes.end())) return tensor;
  const std::size_t rank = axes.size();
  Extents strides(rank, 1), extents(rank), own(rank);
  for (std::size_t axis = rank - 1; axis > 0; --axis)
    strides[axis - 1] = strides[axis] * tensor.extents()[axis];
  for (std::size_t i = 0; i < rank; ++i) {
    extents[i] = tensor.extents()[static_cast<std::size_t>(axes[i])];
    own[i] = strides[static_cast<std::size_t>(axes[i])];
  }
  Tensor result = Tensor::allocate(tensor.dtype(), extents);
  const std::size_t size = sizeOf(tensor.dtype());
  std::byte* to = result.editBytes();
  Extents at(rank, 0);
  std::int64_t from = 0;
  for (std::int64_t done = 0; done < tensor.elementCount(); ++done, to += size) {
    std::memcpy(to, tensor.bytes() + static_cast<std::size_t>(from) * size, size);
    for (std::size_t axis = rank; axis-- > 0;) {
      from += own[axis];
      if (++at[axis] < extents[axis]) break;
      from -= own[axis] * extents[axis];
      at[axis] = 0;
    }
  }
  return result;
}

}  // namespace normscope
