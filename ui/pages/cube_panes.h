#pragma once

#include <memory>
#include <vector>

#include "ui/draw/cube/cube_values.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// Keeps the view of the cubes up to date with the workspace.
class CubePanes : public QObject {
  Q_OBJECT

 public:
  CubePanes(Workspace& workspace, CubeView& view, QObject* parent = nullptr);

 private:
  void showNorms();
  void showPlans();
  void showResults();
  void followSelection();
  CubePane paneOf(std::size_t index);
  CubePane paneOfDifference();
  void read(std::size_t pane, const std::optional<Tensor>& values,
            const std::shared_ptr<const ReductionPlan>& plan);
  CubeContent contentOf(std::size_t index);
  std::optional<Tensor> tensorOf(std::size_t index) const;
  bool showsValues() const;

  Workspace& workspace_;
  CubeView& view_;
  std::vector<std::unique_ptr<CubeValues>> values_;
};

}  // namespace normscope
