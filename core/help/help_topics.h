#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace normscope {

/// A page of the help: a file of resources/help.
struct HelpTopic {
  std::string_view name;      ///< of the file, without .md; links between pages are NAME.md
  std::string_view title;     ///< its first line, without "# "
  std::string_view markdown;  ///< all of it, the title included
};

/// All pages, in the order of their names.
const std::vector<HelpTopic>& helpTopics();

/// The page of that name, or the only one whose name begins so. Throws Error (nonsense) that lists the topics
/// where there is none.
const HelpTopic& findHelpTopic(std::string_view name);

}  // namespace normscope
