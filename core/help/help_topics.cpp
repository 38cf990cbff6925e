#include "core/help/help_topics.h"

#include <algorithm>

#include "core/error.h"
#include "core/help/embedded.h"
#include "core/text/list.h"

namespace normscope {
namespace {

std::string_view headingOf(std::string_view markdown) {
  constexpr std::string_view mark = "# ";
  if (!markdown.starts_with(mark)) return {};
  return markdown.substr(mark.size(), markdown.find('\n') - mark.size());
}

}  // namespace

const std::vector<HelpTopic>& helpTopics() {
  static const std::vector<HelpTopic> all = [] {
    std::vector<HelpTopic> read;
    for (const auto& [name, markdown] : embedded::helpFiles())
      read.push_back({name, headingOf(markdown), markdown});
    return read;
  }();
  return all;
}

const HelpTopic& findHelpTopic(std::string_view name) {
  const auto found = std::find_if(helpTopics().begin(), helpTopics().end(),
                                  [&](const HelpTopic& topic) { return topic.name == name; });
  if (found != helpTopics().end()) return *found;
  const auto begins = [&](const HelpTopic& topic) { return !name.empty() && topic.name.starts_with(name); };
  if (std::count_if(helpTopics().begin(), helpTopics().end(), begins) == 1)
    return *std::find_if(helpTopics().begin(), helpTopics().end(), begins);
  std::vector<std::string> names;
  for (const HelpTopic& topic : helpTopics()) names.emplace_back(topic.name);
  throw nonsense("help '" + std::string(name) + "'", "there is no such topic", "use " + joinOr(names));
}

}  // namespace normscope
