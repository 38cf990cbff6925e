// The largest error of y over the largest |y|, against the reference in double precision on the same float32
// values from N(m, 1), for every norm and layout, and with the first element an outlier: on the device and
// with the kernels that NORMSCOPE_TEST_PLATFORM and NORMSCOPE_TEST_FAMILY say, as in the engine tests.
#include <cstdio>

#include "core/compute/verify.h"
#include "core/engine/opencl/session.h"
#include "tests/engines/engine_support.h"

int main() {
  using namespace normscope;
  // Never destroyed: drivers do not like to be called when the process ends.
  auto* const engine = new OpenClEngine(testedDevice(), testedLimits({}));
  std::printf("%s\n%-34s %-6s", engine->device().c_str(), "norm, float32, (8,32,28,28)", "");
  for (const char* mean : {"0", "1e2", "1e3", "1e4", "1e5", "1e6", "30 sd", "300 sd"})
    std::printf(" %8s", mean);
  std::printf("\n");
  for (const std::string layout : {"NCHW", "NHWC"}) {
    const Extents extents = layout == "NCHW" ? Extents{8, 32, 28, 28} : Extents{8, 28, 28, 32};
    for (const std::string norm : {"group:groups=4", "layer", "layer:over=C", "instance", "batch",
                                   "batch:workers=4", "batch:mode=eval", "rms", "custom:over=N+W"}) {
      std::printf("%-34s %-6s", norm.c_str(), layout.c_str());
      const auto print = [&](double mean, double outlier) {
        std::vector<double> values = normalValues(elementCountOf(extents, "x"), mean, 3);
        if (outlier > 0) values[0] = mean + outlier;
        NormalizeRequest request = requestOf(layout, extents, norm, values);
        if (request.spec.mode == Mode::eval) addRunning(request);
        std::printf(" %8.1e", verify(request, normalize(request, *engine)).maxRel());
      };
      for (const double mean : {0.0, 1e2, 1e3, 1e4, 1e5, 1e6}) print(mean, 0);
      for (const double outlier : {30.0, 300.0}) print(1e3, outlier);
      std::printf("\n");
    }
  }
  return 0;
}
