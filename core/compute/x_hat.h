#pragma once

#include "core/compute/choose.h"

namespace normscope {

/// Whether x̂ of such a request is y: neither a weight nor a bias is given.
bool yIsXHat(const NormalizeRequest& request);

/// x̂ of a request whose y was computed: what y is before weight and bias. It is y itself where neither is
/// given, else computed on its own, where `to` says. Throws as normalizeOn().
Tensor xHatOf(const DeviceChoice& device, const NormalizeRequest& request, const Tensor& y,
              const Destination& to = {}, const Progress& progress = {});

}  // namespace normscope
