#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/norm/reduction_plan.h"
#include "core/view/cube/cube_axis.h"
#include "core/view/cube/cube_camera.h"

namespace normscope {

/// A cell of the box: its place in the grid and the positions it stands for, one entry per CubeAxis.
struct CubeCell {
  std::array<int, 3> at{};
  std::array<CubeRange, 3> ranges{};

  bool operator==(const CubeCell&) const = default;
};

/// Which way a face looks, for its shade. Upper and lower faces are both `top`.
enum class CubeOrientation { left, right, top };

/// One side of one cell.
struct CubeFace {
  std::array<CubePoint, 4> corners;
  CubeOrientation orientation;
  CubeAxis normal;           ///< the axis that the face is perpendicular to
  int plane;                 ///< the grid plane along that axis which it lies in
  std::array<int, 3> cell;   ///< place of its cell in the grid
  double fraction;           ///< share of the cell that belongs to the lit set, in [0, 1]
  double parameterFraction;  ///< share of the cell that has the selected element's weight and bias
  bool glass;                ///< stands before something lit: only its outline may be drawn
  int layer;                 ///< faces of one layer do not overlap; higher layers lie in front
};

/// Where the name of an axis goes: beside the middle of an edge of the box, `outward` being the unit vector
/// away from it.
struct CubeLabel {
  CubeAxis axis;
  std::string text;
  std::string tag;  ///< "kept", "reduced"
  CubePoint anchor;
  CubePoint outward;
};

/// What the cells along one axis stand for.
struct CubeScale {
  std::int64_t positionsPerCell = 1;
  bool equal = true;                    ///< all cells stand for that many, but for the one cut out
  std::optional<CubeRange> drawnAlone;  ///< the selected run, where it is cut out of its range
};

struct CubeOptions {
  int maxCells = 16;            ///< per axis, before the selection is cut out
  bool cutOutSelection = true;  ///< the selected run is drawn by itself, not within a larger cell
  bool revealHidden = true;     ///< cells before a lit one become glass
  /// The box opens there instead: what stands before the lit cells moves towards the viewer until it hides
  /// none of them, what lies behind moves away. Where the set takes up the whole edge there is nothing to
  /// open.
  std::optional<CubeAxis> openAlong;
  std::optional<CubeSlice> slice;  ///< only this part of the tensor
};

/// The parts of an open box, farthest first.
enum class CubeBlock : int { behind, set, before };

/// A box that is open: the cells before the lit ones, which are [low, high), are moved towards the viewer,
/// those behind away.
struct CubeGap {
  bool open = false;
  CubeAxis axis = batchAxis;
  int low = 0;
  int high = 0;
  CubePoint before;    ///< how far the block before the set is moved
  CubePoint behind;    ///< and the one behind it
  bool glass = false;  ///< the block before the set can't be moved off it, and only its outline may be drawn
};

/// All that is needed to draw the cube, as plain numbers. Made by cubeGeometry().
struct CubeGeometry {
  CubeFrame frame;
  std::array<std::vector<CubeRange>, 3> cells;  ///< per axis
  std::array<std::vector<CubeRange>, 3> bins;   ///< the same before the selection was cut out
  std::array<std::int64_t, 3> selected{};       ///< folded position of the selected element
  bool holdsSelected = true;                    ///< false for a slice that the selected element is not in
  std::vector<CubeFace> faces;                  ///< farthest first; glass last
  std::vector<CubeLabel> labels;
  std::array<CubeScale, 3> scales;
  CubePoint origin;                 ///< the corner of position 0, 0, 0
  std::array<CubePoint, 3> steps;   ///< from one grid plane to the next
  std::array<double, 3> lengths{};  ///< of the edges, the longest 1
  std::array<Near, 3> nearEnds{};
  CubeGap gap;
  CubePoint halfSize;         ///< half the width and height of the box as seen
  CubePoint halfSizeTurning;  ///< half the width and height that hold the box while it is turned

  bool empty() const { return faces.empty(); }

  /// How many elements a cell stands for, at most, before the selection is cut out.
  std::int64_t elementsPerCell() const {
    return scales[0].positionsPerCell * scales[1].positionsPerCell * scales[2].positionsPerCell;
  }
  CubeCell cell(const std::array<int, 3>& at) const;
  CubeBlock blockOf(const std::array<int, 3>& at) const;  ///< `set` where the box is not open
  CubePoint shiftOf(const std::array<int, 3>& at) const;
  std::array<int, 3> selectedCell()
      const;  ///< the cell that holds the selected element, in this slice or not
  CubePoint corner(int batch, int channel, int space) const {
    return origin + steps[0] * batch + steps[1] * channel + steps[2] * space;
  }
};

/// The cube of a plan with the set of the element at `selected` (position in memory) lit. Its cost depends on
/// the cells drawn, not on the tensor. Without faces where the tensor has no elements.
CubeGeometry cubeGeometry(const ReductionPlan& plan, std::int64_t selected, const CubeCamera& camera,
                          const CubeOptions& options = {});

/// The front-most cell at a point, glass included.
std::optional<CubeCell> cellAt(const CubeGeometry& geometry, const CubePoint& point);

/// An element of the cell: the selected one where its range, before the cut, holds it; else the first. Axes
/// are taken one by one, so that pointing at one range again and again gives one element.
std::int64_t representativeOf(const CubeGeometry& geometry, const CubeCell& cell);

}  // namespace normscope
