#pragma once

#include <optional>
#include <string>

#include "core/model/check.h"

namespace normscope {

/// What is wrong with how the running statistics moved from this call in training to the next one of the
/// layer, in words: "the running statistics moved by momentum 0.01, not 0.1". Nothing where all is as
/// `declared` says, where the run holds no next call that can be compared, for layers of other frameworks
/// than PyTorch, and where no one momentum explains it: a program may set them between calls. Throws what
/// readRecord() throws.
std::optional<std::string> momentumInWords(const RecordedRun& run, const RunRecord& record,
                                           const RecordTensors& tensors, const NormSpec& declared,
                                           const Progress& progress = {});

}  // namespace normscope
