#pragma once

#include <string>
#include <vector>

namespace normscope {

/// A picture of a report: the text of its SVG, and the files beside the page that hold it and its numbers.
struct ReportPicture {
  std::string title;
  std::string svg;
  std::vector<std::string> files;
};

/// All that the page of a report says. Text as it is, in UTF-8; the page escapes it.
struct ReportPage {
  std::string title;
  std::string numbers;                           ///< lines, as `compute` prints them
  std::vector<std::vector<std::string>> values;  ///< a table of x and y; the first row is its head
  std::vector<ReportPicture> pictures;
  std::vector<std::vector<std::string>> statistics;  ///< the first sets; the first row is the head
  std::string statisticsNote;                        ///< which part of all sets these are
  std::vector<std::string> commands;                 ///< lines for a shell
};

/// One HTML page that needs no other file: pictures are in it.
std::string htmlOf(const ReportPage& page);

}  // namespace normscope
