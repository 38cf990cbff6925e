#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/analysis/result_text.h"
#include "core/analysis/summary.h"
#include "core/view/plots/plot_document.h"

namespace normscope {

/// A file of a report.
struct ReportFile {
  std::string name;
  std::string bytes;
};

/// A computation as its report tells of it.
struct ReportSubject {
  std::string file;                    ///< FILE of the command line
  std::string norm;                    ///< SPEC
  std::vector<std::string> given;      ///< options of the command line for all else that it was computed from
  std::vector<std::string> selection;  ///< that for the element; none for the first one
  std::string folder;
  const NormalizeRequest& request;
  const NormalizeResult& result;
  std::int64_t element = 0;  ///< whose set is lit and marked
};

/// What is made of the values, and takes as long as they are many.
struct ReportNumbers {
  Verified verified;
  Summary x, y;
  std::vector<std::pair<std::string, PlotDocument>> plots;  ///< by their kind
};

/// Throws what verify() throws.
ReportNumbers reportNumbers(const ReportSubject& subject, const Progress& progress = {});

/// Files of a report for running statistics that were given and are in no file.
inline constexpr const char* givenRunningMean = "given_running_mean.npy";
inline constexpr const char* givenRunningVar = "given_running_var.npy";

/// All that a report may hold.
std::vector<std::string> reportNames();

/// The page, which comes last, its pictures and their numbers. To be called in the thread of the widgets.
std::vector<ReportFile> reportFiles(const ReportSubject& subject, const ReportNumbers& numbers);

}  // namespace normscope
