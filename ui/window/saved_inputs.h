#pragma once

#include <string>
#include <vector>

#include "core/document/document.h"

namespace normscope {

/// A file that the document reads, and as what.
struct InputFile {
  std::string text;  ///< FILE of the command line
  std::string role;  ///< "x", "the weight"
};

std::vector<InputFile> inputsOf(const Document& document);

/// Throws Error (nonsense) where `file` is one of them: what is saved does not replace what is read.
void refuseReplacing(const std::string& file, const std::vector<InputFile>& inputs);

}  // namespace normscope
