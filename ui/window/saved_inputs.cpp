#include "ui/window/saved_inputs.h"

#include "core/error.h"
#include "core/io/same_file.h"
#include "core/io/tensor_ref.h"

namespace normscope {

std::vector<InputFile> inputsOf(const Document& document) {
  std::vector<InputFile> inputs = {{document.source, "x"}};
  if (document.parameters.weight) inputs.push_back({document.parameters.weight->text, "the weight"});
  if (document.parameters.bias) inputs.push_back({document.parameters.bias->text, "the bias"});
  return inputs;
}

void refuseReplacing(const std::string& file, const std::vector<InputFile>& inputs) {
  for (const auto& [text, role] : inputs) {
    if (!isFileText(text) || !isSameFile(file, splitFileText(text).path)) continue;
    throw nonsense(file, "it is the file that is read as " + role, "give another name");
  }
}

}  // namespace normscope
