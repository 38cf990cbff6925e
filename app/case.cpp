#include "core/cases/case.h"

#include <sstream>

#include "app/output.h"
#include "app/tensor_options.h"
#include "core/cases/case_values.h"
#include "core/document/scene_members.h"
#include "core/error.h"

namespace normscope::app {
namespace {

Json listAsJson() {
  Json list = Json::array();
  for (const Case& example : cases()) {
    list.push_back({{"name", example.name}, {"title", example.title}, {"steps", example.steps.size()}});
  }
  return {{"cases", list}};
}

std::string listAsText() {
  Report report;
  for (const Case& example : cases()) report.row(example.name, example.title);
  return report.text();
}

Json valueAsJson(const CaseValue& value) {
  return std::visit([](const auto& held) { return Json(held); }, value);
}

Json asJson(const Case& example, const std::map<std::string, CaseValue>& values) {
  Json json = {{"name", example.name}, {"title", example.title}, {"scene", membersOf(example.scene)}};
  json["steps"] = Json::array();
  for (const CaseStep& step : example.steps)
    json["steps"].push_back({{"title", step.title}, {"text", filled(step.text, values)}});
  json["values"] = Json::object();
  for (const auto& [name, value] : values) json["values"][name] = valueAsJson(value);
  return json;
}

/// Lines of at most 100 characters; what is no ASCII counts as its bytes, which only makes lines shorter.
std::string wrapped(const std::string& text) {
  constexpr std::size_t width = 100;
  std::istringstream words(text);
  std::string result, line, word;
  while (words >> word) {
    if (!line.empty() && line.size() + 1 + word.size() > width) {
      result += "  " + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return result + "  " + line + "\n";
}

std::string asText(const Case& example, const std::map<std::string, CaseValue>& values) {
  std::string text = "Case " + example.name + ": " + example.title + "\n";
  text += example.scene.source + ", " + example.scene.shape.layout().letters() + " " +
          toText(example.scene.shape.extents()) + "\n";
  for (const auto& [name, computation] : example.computations)
    text += name + " = " + toText(computation.norm) + "\n";
  for (const CaseStep& step : example.steps)
    text += "\n" + step.title + "\n" + wrapped(filled(step.text, values));
  return text;
}

}  // namespace

void runCase(const Arguments& arguments) {
  std::optional<std::string> name;
  TensorOptions options;
  ArgumentParser parser(
      "case",
      "Lists the cases, or prints one: a question, what to look at, and the answer with its "
      "numbers, computed now.",
      "normscope case\n  normscope case 1a");
  parser.optional("NAME", " ", name, "the case; without it, the list");
  parser.words(namesOf(cases()));
  options.addTo(parser);
  if (!parser.parse(arguments)) return;

  options.deviceChoice();  // numbers come from the reference engine; a wrong device is still refused
  if (!name) return options.json ? printJson(listAsJson()) : print(listAsText());
  const Case& example = findCase(*name);
  const auto values = valuesOf(example);
  if (options.json) return printJson(asJson(example, values));
  print(asText(example, values));
}

}  // namespace normscope::app
