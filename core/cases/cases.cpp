#include <algorithm>

#include "core/cases/case.h"
#include "core/cases/embedded.h"
#include "core/error.h"
#include "core/text/list.h"

namespace normscope {

const std::vector<Case>& cases() {
  static const std::vector<Case> all = [] {
    std::vector<Case> read;
    for (const auto& [name, json] : embedded::caseFiles())
      read.push_back(readCase(json, "case " + std::string(name)));
    return read;
  }();
  return all;
}

const Case& findCase(std::string_view name) {
  const auto found =
      std::find_if(cases().begin(), cases().end(), [&](const Case& example) { return example.name == name; });
  if (found != cases().end()) return *found;
  std::vector<std::string> names;
  for (const Case& example : cases()) names.push_back(example.name);
  throw nonsense("case '" + std::string(name) + "'", "there is no such case", "use " + joinOr(names));
}

}  // namespace normscope
