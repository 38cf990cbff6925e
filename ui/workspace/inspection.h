#pragma once

#include <QString>

#include "ui/workspace/workspace.h"

namespace normscope {

/// The numbers of the selected element and how they come about, in full.
struct Inspection {
  bool complete = false;  ///< false while only x is known
  double x = 0;
  double mean = 0;
  double variance = 0;
  double squares = 0;     ///< under the root: the variance, or what the norm has in its place
  double normalized = 0;  ///< x̂
  double weight = 1;
  double bias = 0;
  double y = 0;
};

/// Reads an element's numbers out of a finished computation.
Inspection inspect(const Computation& computation, std::int64_t element);

/// The arithmetic with the element's numbers: "y = (0.4967 − (−0.0213)) / √(0.9581 + 10⁻⁵) · 1 + 0 = 0.5292".
QString formulaText(const Inspection& numbers, const NormSpec& spec);

/// The element by axis name: "n 3 · c 1 · h 2 · w 0".
QString elementText(const ReductionPlan& plan, std::int64_t element);

/// What the inspector says about the selected element, one thing a line; empty where there is none.
QString inspectionText(const Workspace& workspace);

/// The index of an element as it is typed: "3, 1, 2, 0".
QString indexText(const Shape& shape, std::int64_t element);

/// The element, by its position in memory, of a typed index: a whole number for each axis, within its extent,
/// parted by commas, spaces or what elementText() writes between them. Nothing for any other text.
std::optional<std::int64_t> elementOf(const Shape& shape, const QString& typed);

/// "set 7 (of 0 to 39), 150 elements": sets count from 0.
QString setText(const ReductionPlan& plan, std::int64_t element);

}  // namespace normscope
