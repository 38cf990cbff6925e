#pragma once

namespace normscope {

/// The x below which a standard normal variable falls with probability p, 0 < p < 1, to about 1e-15 relative.
/// M. J. Wichura: Algorithm AS 241, The percentage points of the normal distribution, Applied Statistics 37
/// (1988) 477-484. Made of IEEE basic operations only, so that it gives the same bits on every machine.
double normalQuantile(double p);

/// The natural logarithm of a positive normal number, to about 1e-15 relative: of the same operations only,
/// since the last bits of std::log differ between systems.
double portableLog(double x);

}  // namespace normscope
