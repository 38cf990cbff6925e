#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "core/tensor/tensor.h"
#include "ui/base/latest_job.h"
#include "ui/draw/cube/cube_row.h"

namespace normscope {

/// The mean of every cell of one cube, in the order of its grid.
struct CubeGrid {
  std::int64_t base;  ///< CubeFrame::base() of the cube that it belongs to
  std::array<std::size_t, 3> size;
  std::vector<double> means;
};

/// The mean of x over every cell of every cube of a row, one pass over x. Throws Cancelled.
std::vector<CubeGrid> cubeGrids(const Tensor& x, const CubeRow& row, const Progress& progress);

/// The values that the cells of one plan's cubes show: read at once where that is quick, else in the
/// background.
class CubeValues : public QObject {
  Q_OBJECT

 public:
  explicit CubeValues(QObject* parent = nullptr);
  ~CubeValues() override;

  /// The values of x in the cells of cubeRow() with these arguments. Nothing is read again where they lead to
  /// the same cells, and nothing at all of an x whose extents are not those of the plan, as a result that
  /// came before a change.
  void set(const Tensor& x, std::shared_ptr<const ReductionPlan> plan, std::int64_t selected,
           const CubeRowOptions& options);
  void clear();

  /// What CubeContent::value asks, for the values that are there now; usable in any thread, and after this is
  /// gone. It finds nothing while the values are being read, nor in a cube of another shape or layout.
  std::function<std::optional<double>(const CubeGeometry&, const CubeCell&)> reader() const;

 signals:
  void ready();

 private:
  using Grids = std::vector<CubeGrid>;
  std::optional<Tensor> x_;  ///< kept, so that no other tensor can have its address
  std::shared_ptr<const ReductionPlan> plan_;
  std::vector<std::int64_t> bases_;
  std::shared_ptr<const Grids> grids_;
  LatestJob reading_;
};

}  // namespace normscope
