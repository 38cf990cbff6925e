#pragma once

#include <QString>

#include "core/tensor/shape.h"

namespace normscope {

/// A value as people read it: four decimals near 1, one for large numbers, a power of ten beyond, the true
/// minus sign. "0.4967", "−0.0213", "12345678.3", "3.1·10⁻⁹", "NaN", "∞".
QString valueText(double value);

/// The same in parentheses where it is negative, as formulas need it after an operator.
QString operandText(double value);

/// A sentence of core's with its numbers as the window writes them: "1.2e-7 is rounding" becomes "1.2·10⁻⁷ is
/// rounding". What may be typed stays: specs ("eps=1e-5") and what stands in quotes.
QString withPowers(const QString& sentence);

/// A small constant such as ε: "10⁻⁵", "0.001", "2·10⁻⁷".
QString constantText(double value);

/// 1234567 as "1 234 567", with thin spaces.
QString countText(std::int64_t count);

/// "8×6×8×8"
QString extentsText(const Extents& extents);

}  // namespace normscope
