// The list of records of a recorded run, beside a few tensors; and what the layers declare.
#include "core/model/check.h"
#include "tests/fuzz/target.h"

using namespace normscope;

namespace {

TensorEntry entryOf(const std::string& name, const Extents& extents) {
  const Tensor values = Tensor::allocate(DType::float32, extents);
  return {name, "float32", extents, [values](const Progress&) { return values; }};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  TensorFile file{"safetensors", {}, {}};
  for (const char* number : {"0.", "1."}) {
    for (const char* name : {"x", "y"})
      file.entries.push_back(entryOf(std::string(number) + name, {2, 3, 2}));
    for (const char* name : {"weight", "running_mean", "running_var"})
      file.entries.push_back(entryOf(std::string(number) + name, {3}));
  }
  file.metadata = {
      {"normscope", "run"}, {"version", "1"}, {"records", std::string(fuzz::textOf(bytes, size))}};
  fuzz::mayRefuse([&] {
    const RecordedRun run = runOf(file, "run.safetensors");
    for (const RunRecord& record : run.records) {
      fuzz::require(!record.layer.empty(), "a record without a name");
      if (record.isDamaged()) continue;
      fuzz::require(record.shape.extents() == Extents{2, 3, 2}, "a tensor of another shape");
      const DeclaredNorm declared = declaredNorm(record);
      fuzz::require(declared.spec.has_value() == declared.reason.empty(), "neither a norm nor a reason");
    }
  });
  return 0;
}
