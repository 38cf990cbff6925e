#include "core/view/cube/cube_patches.h"

#include <algorithm>
#include <tuple>

namespace normscope {
namespace {

/// Cells from low to high, inclusive, along the two axes of a plane.
struct Block {
  CubeAxis normal;
  int plane;
  std::array<int, 2> low;
  std::array<int, 2> high;
};

std::size_t firstAcross(CubeAxis normal) {
  return normal == batchAxis ? channelAxis : batchAxis;
}

std::size_t secondAcross(CubeAxis normal) {
  return normal == spaceAxis ? channelAxis : spaceAxis;
}

/// Joins blocks that touch along one of the two axes and have the same extent along the other.
std::vector<Block> joined(std::vector<Block> blocks, std::size_t along) {
  const std::size_t across = 1 - along;
  const auto key = [&](const Block& block) {
    return std::tuple(block.normal, block.plane, block.low[across], block.high[across], block.low[along]);
  };
  std::sort(blocks.begin(), blocks.end(), [&](const Block& a, const Block& b) { return key(a) < key(b); });
  std::vector<Block> result;
  for (const Block& block : blocks) {
    if (!result.empty()) {
      Block& last = result.back();
      const bool beside = last.normal == block.normal && last.plane == block.plane &&
                          last.low[across] == block.low[across] && last.high[across] == block.high[across] &&
                          last.high[along] + 1 == block.low[along];
      if (beside) {
        last.high[along] = block.high[along];
        continue;
      }
    }
    result.push_back(block);
  }
  return result;
}

CubePatch patchOf(const CubeGeometry& geometry, const Block& block, const CubePoint& shift) {
  const auto corner = [&](int first, int second) {
    std::array<int, 3> at{};
    at[static_cast<std::size_t>(block.normal)] = block.plane;
    at[firstAcross(block.normal)] = first;
    at[secondAcross(block.normal)] = second;
    return geometry.corner(at[0], at[1], at[2]) + shift;
  };
  const int right = block.high[0] + 1;
  const int bottom = block.high[1] + 1;
  return {{corner(block.low[0], block.low[1]), corner(right, block.low[1]), corner(right, bottom),
           corner(block.low[0], bottom)},
          {right - block.low[0], bottom - block.low[1]}};
}

}  // namespace

std::vector<CubePatch> cubePatches(const CubeGeometry& geometry, const std::vector<std::size_t>& faces) {
  std::vector<Block> blocks;
  blocks.reserve(faces.size());
  for (const std::size_t index : faces) {
    const CubeFace& face = geometry.faces[index];
    const std::array<int, 2> at = {face.cell[firstAcross(face.normal)], face.cell[secondAcross(face.normal)]};
    blocks.push_back({face.normal, face.plane, at, at});
  }
  std::vector<CubePatch> patches;
  if (faces.empty()) return patches;
  const CubePoint shift = geometry.shiftOf(geometry.faces[faces.front()].cell);
  for (const Block& block : joined(joined(std::move(blocks), 0), 1)) {
    patches.push_back(patchOf(geometry, block, shift));
  }
  return patches;
}

}  // namespace normscope
