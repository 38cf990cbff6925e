#pragma once

#include <string>
#include <utility>
#include <vector>

namespace normscope {

/// Labelled lines for a person; the values are aligned.
class Report {
 public:
  void row(const std::string& label, const std::string& value) { rows_.emplace_back(label, value); }

  /// A row a line, of which the first bears the label; none where there are no lines.
  void rows(const std::string& label, const std::vector<std::string>& lines);
  std::string text() const;

 private:
  std::vector<std::pair<std::string, std::string>> rows_;
};

}  // namespace normscope
