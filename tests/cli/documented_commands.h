#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace normscope {

/// A command line that stands in a page, and what the page says it prints.
struct DocumentedCommand {
  std::string command;
  std::vector<std::string> expected;  ///< lines; "..." stands for any number of them, also none
};

/// The commands of a page of Markdown: in a code block (indented by four blanks) the lines that begin with
/// "$ ", each with the lines behind it up to the next command or the end of the block.
std::vector<DocumentedCommand> documentedCommands(std::string_view markdown);

/// The lines of code blocks that begin with "normscope" and hold no word in capitals, which a line that only
/// shows the form of a command does: they should begin with "$ ".
std::vector<std::string> commandsThatAreNotRun(std::string_view markdown);

/// Whether the lines are what is expected.
bool fits(const std::vector<std::string>& lines, const std::vector<std::string>& expected);

}  // namespace normscope
