#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/model/check.h"

namespace normscope {

/// What an issue tracker needs to hear of one layer.
struct IssueReport {
  std::string page;    ///< Markdown: what is declared, what was found, the numbers, how to see it
  std::string script;  ///< Python with NumPy alone: what is declared of the slice, and how far y is from it
  std::vector<std::pair<std::string, Tensor>> arrays;  ///< the slice: x, y, and what there is of weight,
                                                       ///< bias, running_mean, running_var
};

/// About a record, at its largest difference from what the layer declares, or, where it declares nothing that
/// is known, from what was found. The slice is the smallest that keeps the sets at that place whole, with all
/// channels. Throws Error (nonsense) where there is no norm to hold y against, and as readRecord();
/// Cancelled.
IssueReport issueReport(const RecordedRun& run, const RunRecord& record, const LayerVerdict& verdict,
                        const Progress& progress = {});

/// Writes report.md, layer.npz and show.py into a folder, which appears whole or not at all. Throws Error as
/// AtomicFolder.
void writeIssueReport(const std::string& folder, const IssueReport& report);

}  // namespace normscope
