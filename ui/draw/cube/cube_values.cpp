#include "ui/draw/cube/cube_values.h"

#include "core/error.h"
#include "core/view/cube/cell_mean.h"

namespace normscope {
namespace {

/// Fewer elements than this are read within a millisecond.
constexpr std::int64_t quickElements = 1 << 17;

CubeGrid gridOf(const Tensor& x, const CubeGeometry& cube, const Progress& progress, double from, double to) {
  CubeGrid grid{cube.frame.base(), {cube.bins[0].size(), cube.bins[1].size(), cube.bins[2].size()}, {}};
  grid.means.reserve(grid.size[0] * grid.size[1] * grid.size[2]);
  for (std::size_t i = 0; i < grid.size[0]; ++i) {
    progress.step(from + (to - from) * static_cast<double>(i) / static_cast<double>(grid.size[0]));
    for (std::size_t j = 0; j < grid.size[1]; ++j) {
      for (std::size_t k = 0; k < grid.size[2]; ++k) {
        grid.means.push_back(
            meanOfCell(x, cube.frame, {{}, {cube.bins[0][i], cube.bins[1][j], cube.bins[2][k]}}));
      }
    }
  }
  return grid;
}

std::optional<double> meanIn(const CubeGrid& grid, const CubeCell& cell) {
  std::size_t index = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto at = static_cast<std::size_t>(cell.at[axis]);
    if (at >= grid.size[axis]) return std::nullopt;
    index = index * grid.size[axis] + at;
  }
  return grid.means[index];
}

std::vector<std::int64_t> basesOf(const CubeRow& row) {
  std::vector<std::int64_t> bases;
  for (const CubeGeometry& cube : row.cubes) bases.push_back(cube.frame.base());
  return bases;
}

}  // namespace

std::vector<CubeGrid> cubeGrids(const Tensor& x, const CubeRow& row, const Progress& progress) {
  std::vector<CubeGrid> grids;
  if (row.empty()) return grids;
  const auto count = static_cast<double>(row.cubes.size());
  for (const CubeGeometry& cube : row.cubes) {
    const auto done = static_cast<double>(grids.size());
    grids.push_back(gridOf(x, cube, progress, done / count, (done + 1) / count));
  }
  return grids;
}

CubeValues::CubeValues(QObject* parent) : QObject(parent) {}

CubeValues::~CubeValues() = default;

void CubeValues::clear() {
  reading_.cancel();
  grids_.reset();
  plan_.reset();
  x_.reset();
}

void CubeValues::set(const Tensor& x, std::shared_ptr<const ReductionPlan> plan, std::int64_t selected,
                     const CubeRowOptions& options) {
  if (x.extents() != plan->shape().extents()) return clear();
  CubeRow row = cubeRow(*plan, selected, CubeCamera::paper(), options);
  const auto bases = basesOf(row);
  if (x_ && x.bytes() == x_->bytes() && plan == plan_ && bases == bases_) return;
  x_ = x;
  plan_ = std::move(plan);
  bases_ = bases;
  grids_.reset();
  if (x.elementCount() <= quickElements) {
    reading_.cancel();
    grids_ = std::make_shared<const Grids>(cubeGrids(x, row, Progress()));
    return;
  }
  reading_.start([x, row = std::move(row)](const Progress& progress) { return cubeGrids(x, row, progress); },
                 [this](Grids grids) {
                   grids_ = std::make_shared<const Grids>(std::move(grids));
                   emit ready();
                 },
                 [](const Error&) {});  // out of memory: the cells stay empty
}

std::function<std::optional<double>(const CubeGeometry&, const CubeCell&)> CubeValues::reader() const {
  return [grids = grids_, shape = plan_ ? plan_->shape() : Shape()](
             const CubeGeometry& geometry, const CubeCell& cell) -> std::optional<double> {
    if (!grids || !(geometry.frame.shape() == shape)) return std::nullopt;
    for (const CubeGrid& grid : *grids) {
      if (grid.base == geometry.frame.base()) return meanIn(grid, cell);
    }
    return std::nullopt;
  };
}

}  // namespace normscope
