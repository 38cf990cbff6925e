#include "core/text/report.h"

#include <algorithm>

namespace normscope {

void Report::rows(const std::string& label, const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) row(i == 0 ? label : "", lines[i]);
}

std::string Report::text() const {
  std::size_t width = 0;
  for (const auto& [label, value] : rows_) width = std::max(width, label.size());
  std::string text;
  for (const auto& [label, value] : rows_) {
    text += label + std::string(width + 2 - label.size(), ' ') + value + "\n";
  }
  return text;
}

}  // namespace normscope
