#include "tests/cli/documented_commands.h"

#include <algorithm>
#include <regex>
#include <sstream>

namespace normscope {
namespace {

constexpr std::string_view indent = "    ";
constexpr std::string_view prompt = "$ ";

bool isEmpty(const std::string& line) {
  return line.find_first_not_of(' ') == std::string::npos;
}

/// The lines of each code block, without the indent and without empty lines at its end.
std::vector<std::vector<std::string>> codeBlocks(std::string_view markdown) {
  std::vector<std::vector<std::string>> blocks;
  bool inside = false;
  std::istringstream stream{std::string(markdown)};
  for (std::string line; std::getline(stream, line);) {
    const bool isCode = line.starts_with(indent);
    if (isCode && !inside) blocks.emplace_back();
    inside = isCode || (inside && isEmpty(line));
    if (inside) blocks.back().push_back(isCode ? line.substr(indent.size()) : "");
  }
  for (auto& block : blocks) {
    while (isEmpty(block.back())) block.pop_back();
  }
  return blocks;
}

}  // namespace

std::vector<DocumentedCommand> documentedCommands(std::string_view markdown) {
  std::vector<DocumentedCommand> commands;
  for (const auto& block : codeBlocks(markdown)) {
    bool begun = false;
    for (const std::string& line : block) {
      if (line.starts_with(prompt)) {
        commands.push_back({line.substr(prompt.size()), {}});
        begun = true;
      } else if (begun) {
        commands.back().expected.push_back(line);
      }
    }
  }
  return commands;
}

std::vector<std::string> commandsThatAreNotRun(std::string_view markdown) {
  static const std::regex placeholder("(^|[ \\[])[A-Z]{1,}\\b");
  std::vector<std::string> lines;
  for (const auto& block : codeBlocks(markdown)) {
    for (const std::string& line : block) {
      if (line.starts_with("normscope ") && !std::regex_search(line, placeholder)) lines.push_back(line);
    }
  }
  return lines;
}

bool fits(const std::vector<std::string>& lines, const std::vector<std::string>& expected) {
  if (expected.empty()) return lines.empty();
  const std::vector<std::string> rest(expected.begin() + 1, expected.end());
  if (expected.front() != "...")
    return !lines.empty() && lines.front() == expected.front() &&
           fits({lines.begin() + 1, lines.end()}, rest);
  for (std::size_t skipped = 0; skipped <= lines.size(); ++skipped) {
    if (fits({lines.begin() + static_cast<std::ptrdiff_t>(skipped), lines.end()}, rest)) return true;
  }
  return false;
}

}  // namespace normscope
