#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/norm/norm_spec.h"

namespace normscope::lab {

/// A norm of the laboratory; nothing is a network without norms.
struct LabNorm {
  std::optional<NormSpec> spec;

  bool operator==(const LabNorm&) const = default;
};

/// "group:groups=4", "none"
std::string nameOf(const LabNorm& norm);

/// As sentences say it: "Batch Norm", "Group Norm (G = 4)", "no norm"; other keys as they are written.
std::string titleOf(const LabNorm& norm);

/// Reads a spec, or "none". Throws what parseNormSpec() throws.
LabNorm parseLabNorm(std::string_view text);

/// Reads a list such as "batch,group:groups=4,eps=1e-3,none": a piece key=value without a colon belongs to
/// the norm before it. Throws Error (nonsense, on `subject`) for an empty list or piece and a key without a
/// norm, and what parseNormSpec() throws.
std::vector<LabNorm> parseLabNorms(std::string_view text, const std::string& subject);

/// The list as text, which reads back.
std::string toText(const std::vector<LabNorm>& norms);

/// Throws Error (nonsense) where there is none, one is there twice, or one is in evaluation mode: the
/// laboratory is about the statistics of a batch.
void checkNorms(const std::vector<LabNorm>& norms);

}  // namespace normscope::lab
