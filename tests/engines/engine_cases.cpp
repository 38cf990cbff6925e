#include "tests/engines/engine_cases.h"

namespace normscope {
namespace {

void addAll(std::vector<EngineCase>& cases, const std::string& layout, const Extents& extents,
            const std::vector<std::string>& norms) {
  for (std::string norm : norms) {
    const std::size_t last = norm.find("LAST");
    if (last != std::string::npos) norm.replace(last, 4, 1, layout.back());
    cases.push_back({layout, extents, norm});
  }
}

const std::vector<std::string>& everyNorm() {
  static const std::vector<std::string> norms = {
      "batch",
      "batch:mode=eval",
      "batch:workers=2,variance=unbiased",
      "batch:affine=none,eps=0.5",
      "layer",
      "layer:affine=channel",
      "layer:affine=none,eps=0.5,eps_at=outside",
      "instance:eps=0.1",
      "instance:affine=channel,variance=unbiased",
      "instance:mode=eval,affine=channel",
      "group:groups=1",
      "group:groups=2,eps_at=outside,eps=0.01",
      "group:groups=3,affine=group",
      "group:groups=6,affine=none",
      "rms",
      "rms:affine=channel,eps=0.25",
      // The roots of some sets are below eps, those of others above, and none so near that differences of y
      // would lie across it.
      "batch:eps=1,eps_at=max",
      "layer:over=LAST,eps=1,eps_at=max",
      "rms:eps=1.25,eps_at=max",
      "l2",
      "l2:eps=3,affine=element",
      "l2:eps=0.5,eps_at=inside,affine=channel",
      "l2:eps=0.5,eps_at=outside",
      "group:groups=2,interleaved=true",
      "group:groups=3,interleaved=true,affine=group",
      "rms:groups=3",
      "rms:groups=2,zero_centered=true,bias=true",
      "layer:affine=LAST,zero_centered=true",
      "batch:bias=false",
  };
  return norms;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const EngineCase& engineCase) {
  return out << engineCase.norm << " on " << engineCase.layout << " " << toText(engineCase.extents) << " "
             << nameOf(engineCase.dtype);
}

std::vector<EngineCase> engineCases() {
  std::vector<EngineCase> cases;
  addAll(cases, "NCHW", {4, 6, 5, 7}, everyNorm());
  addAll(cases, "NHWC", {4, 5, 7, 6}, everyNorm());
  addAll(cases, "NCHW", {4, 12, 16, 20}, everyNorm());
  addAll(cases, "NHWC", {4, 16, 20, 12}, everyNorm());
  addAll(cases, "NHWC", {2, 3, 11, 96}, everyNorm());
  addAll(cases, "BTF", {4, 9, 18}, everyNorm());
  addAll(cases, "NCL", {2, 6, 131}, everyNorm());
  addAll(cases, "NCDHW", {2, 6, 3, 5, 4}, everyNorm());
  addAll(cases, "NCTDHW", {2, 6, 2, 3, 2, 5}, everyNorm());
  addAll(cases, "CNHW", {6, 2, 3, 5}, everyNorm());
  addAll(cases, "HWCN", {3, 5, 6, 70}, everyNorm());
  addAll(cases, "NC", {6, 12},
         {"batch", "layer", "group:groups=4", "rms", "batch:mode=eval", "layer:over=C"});
  addAll(cases, "NC", {5, 300}, {"batch", "layer", "group:groups=4", "rms", "batch:mode=eval"});
  addAll(cases, "C", {33}, {"layer", "rms", "l2", "group:groups=3", "custom:over=C"});
  addAll(cases, "C", {1}, {"layer", "rms", "l2"});
  addAll(cases, "NCHW", {3, 5, 9, 16},
         {"l2:over=C+H+W",
          "l2:over=N,eps=2",
          "l2:over=N+W,affine=element",
          "layer:over=C",
          "layer:over=C,affine=channel",
          "rms:over=C+H+W",
          "layer:over=H+W",
          "layer:over=W",
          "rms:over=N",
          "custom:over=N+W",
          "custom:over=N+W,affine=element",
          "custom:over=H,affine=channel",
          "custom:over=C,center=false",
          "custom:over=N+C+H+W",
          "custom:over=N+H,variance=unbiased",
          "custom:over=W,affine=element",
          "instance:affine=N+C",
          "instance:affine=N+C,zero_centered=true",
          "layer:over=W,affine=H+W",
          "layer:over=C,affine=C+W,bias=false",
          "batch:affine=N+C",
          "custom:over=C+W,affine=N+C+H",
          "rms:over=C+W,groups=5,affine=H+C"});
  addAll(cases, "NCHW", {3, 66, 2, 77},
         {"layer:over=C", "custom:over=N+H", "custom:over=C+W,affine=element"});
  // Shapes of PyTorch's own tests of other memory layouts.
  addAll(cases, "NCHW", {4, 8, 10, 10}, {"batch"});
  addAll(cases, "NHWC", {4, 10, 10, 8}, {"batch"});
  addAll(cases, "NCHW", {4, 1, 9, 9}, {"batch", "instance"});
  addAll(cases, "NHWC", {4, 9, 9, 1}, {"batch", "instance"});
  addAll(cases, "NCHW", {4, 9, 1, 1}, {"batch", "layer", "group:groups=3"});
  addAll(cases, "NHWC", {4, 1, 1, 9}, {"batch", "layer", "group:groups=3"});
  addAll(cases, "NCHW", {2, 30, 9, 9}, {"group:groups=3"});
  addAll(cases, "NHWC", {2, 9, 9, 30}, {"group:groups=3"});
  addAll(cases, "NCDHW", {2, 9, 7, 11, 15}, {"group:groups=3"});
  addAll(cases, "NDHWC", {2, 7, 11, 15, 9}, {"group:groups=3"});
  addAll(cases, "NCHW", {880801, 1, 1, 1}, {"batch"});
  // Several blocks a set, and several chunks of sets.
  addAll(cases, "NCHW", {3, 4, 130, 131},
         {"batch", "layer", "group:groups=2", "instance", "rms", "l2:over=C+H+W"});
  addAll(cases, "NHWC", {3, 130, 131, 4}, {"batch", "layer", "group:groups=2", "instance", "rms"});
  addAll(cases, "NHWC", {2, 60, 61, 80},
         {"batch", "layer", "group:groups=20", "instance", "batch:mode=eval"});
  addAll(cases, "NCHW", {2, 80, 160, 161}, {"batch", "layer", "layer:over=C", "batch:mode=eval"});
  addAll(cases, "N", {100003}, {"custom:over=N"});
  // On either side of what a backward pass decides by: elements of a set in strips, sets whose sums over a
  // strip stay plain, runs whose parameters are summed on the way, and runs of a set that are summed
  // together.
  addAll(cases, "NC", {3, 4096}, {"layer"});
  addAll(cases, "NC", {3, 4097}, {"layer"});
  addAll(cases, "NC", {32, 5000}, {"layer", "rms"});
  addAll(cases, "NC", {33, 5000}, {"layer", "rms"});
  // Sets that are taken together, 3, 2 and 1 of them, and whose sums are compensated.
  for (const std::int64_t elements : {170, 256, 512, 513})
    addAll(cases, "NC", {40, elements}, {"layer", "rms"});
  addAll(cases, "NCL", {2, 6, 31}, {"batch", "group:groups=2", "batch:mode=eval"});
  addAll(cases, "NCL", {2, 6, 32}, {"batch", "group:groups=2", "batch:mode=eval"});
  addAll(cases, "NCL", {2, 32, 36}, {"group:groups=2", "layer:affine=channel"});
  addAll(cases, "NCL", {2, 34, 36}, {"group:groups=2", "layer:affine=channel"});
  addAll(cases, "NCL", {2, 17, 520}, {"instance:affine=channel", "batch", "batch:mode=eval"});
  for (const DType dtype : {DType::float16, DType::bfloat16, DType::float64}) {
    for (const std::string norm : {"batch", "layer", "layer:over=C", "group:groups=3", "rms", "l2"}) {
      cases.push_back({"NCHW", {4, 6, 5, 7}, norm, dtype});
      cases.push_back({"NHWC", {4, 16, 20, 36}, norm, dtype});
      cases.push_back({"NCHW", {3, 6, 90, 91}, norm, dtype});
    }
  }
  return cases;
}

std::vector<EngineCase> simulatedCases() {
  // Runs of several blocks, with and without a weight for each element, and rows of lanes.
  return {{"NCL", {1, 3, 9000}, "batch:mode=eval"},
          {"NL", {2, 40000}, "layer:affine=element"},
          {"NLC", {1, 600, 20}, "batch:mode=eval"}};
}

}  // namespace normscope
