#pragma once

#include "core/tensor/tensor.h"

namespace normscope {

/// Feature maps of the photograph resources/samples/cat.npy (96 by 144 pixels, RGB), as the first layer of a
/// small network might see it. float32 of shape [6, 8, 48, 48]: its tiles from left to right and top to
/// bottom; and red, green, blue (0 to 1), a blur of the brightness (0 to 1), horizontal and vertical Sobel
/// edges, Laplacian and diagonal stripes (each -1 to 1). Sums are of integers, so the values are the same on
/// every machine.
Tensor photoFeatures();

}  // namespace normscope
