#include "app/command_description.h"

#include "app/argument_parser.h"
#include "app/commands.h"

namespace normscope::app {

std::vector<CommandDescription> describeCommands() {
  ArgumentRecorder described;
  runWindowCommand({});
  for (const Command& command : commands()) command.run({});
  return described.commands();
}

}  // namespace normscope::app
