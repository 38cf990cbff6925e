#include "core/analysis/rosetta/rosetta.h"

#include "core/analysis/rosetta/code_writer.h"

namespace normscope {

std::string_view nameOf(Framework framework) {
  constexpr std::array<std::string_view, 5> names = {"pytorch", "tensorflow", "jax", "onnx", "numpy"};
  return names[static_cast<std::size_t>(framework)];
}

std::string_view titleOf(Framework framework) {
  constexpr std::array<std::string_view, 5> titles = {"PyTorch", "TensorFlow/Keras", "JAX/Flax", "ONNX",
                                                      "NumPy"};
  return titles[static_cast<std::size_t>(framework)];
}

FrameworkCode codeFor(Framework framework, const ReductionPlan& plan) {
  constexpr std::array<FrameworkCode (*)(const ReductionPlan&), 5> writers = {
      rosetta::pytorch, rosetta::tensorflow, rosetta::jax, rosetta::onnx, rosetta::numpy};
  return writers[static_cast<std::size_t>(framework)](plan);
}

std::vector<std::string> codeNotices(const ReductionPlan& plan) {
  std::vector<std::string> lines;
  for (const Framework framework : frameworks) {
    const FrameworkCode written = codeFor(framework, plan);
    if (!written.code) lines.push_back(std::string(titleOf(framework)) + ": " + written.reason);
  }
  return lines;
}

}  // namespace normscope
