#include "app/argument_parser.h"
#include "app/output.h"
#include "core/help/help_topics.h"
#include "core/help/plain_markdown.h"

namespace normscope::app {
namespace {

/// As wide as a terminal usually is at least, and lines of text are still read easily.
constexpr std::size_t lineWidth = 100;

Json topicsAsJson() {
  Json list = Json::array();
  for (const HelpTopic& topic : helpTopics()) list.push_back({{"name", topic.name}, {"title", topic.title}});
  return {{"topics", list}};
}

std::string topicsAsText() {
  Report report;
  for (const HelpTopic& topic : helpTopics()) report.row(std::string(topic.name), std::string(topic.title));
  return report.text();
}

}  // namespace

void runHelp(const Arguments& arguments) {
  std::optional<std::string> name;
  bool json = false;
  ArgumentParser parser("help", "Prints a page of the reference, or lists the pages.",
                        "normscope help\n  normscope help files");
  parser.optional("TOPIC", " ", name, "the page; without it, the list");
  parser.words(namesOf(helpTopics()));
  parser.flag("--json", json, "print one JSON object");
  if (!parser.parse(arguments)) return;

  if (!name) return json ? printJson(topicsAsJson()) : print(topicsAsText());
  const HelpTopic& topic = findHelpTopic(*name);
  if (json) return printJson({{"name", topic.name}, {"title", topic.title}, {"markdown", topic.markdown}});
  print(plainMarkdown(topic.markdown, lineWidth));
}

}  // namespace normscope::app
