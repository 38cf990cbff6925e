#include "app/commands.h"
#include "app/completions.h"
#include "app/man_page.h"
#include "app/output.h"
#include "core/error.h"

namespace normscope::app {

void runGenerate(const Arguments& arguments) {
  const std::string kind = arguments.empty() ? "" : arguments.front();
  if (kind == "man") return print(manPage(describeCommands()));
  if (kind == "bash") return print(bashCompletions(describeCommands()));
  if (kind == "zsh") return print(zshCompletions(describeCommands()));
  if (kind == "fish") return print(fishCompletions(describeCommands()));
  throw nonsense("--generate '" + kind + "'", "it is unknown", "give man, bash, zsh or fish");
}

}  // namespace normscope::app
