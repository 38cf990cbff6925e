#pragma once

#include <string>
#include <vector>

namespace normscope::app {

/// An argument of a subcommand, as its parser knows it.
struct ArgumentDescription {
  std::vector<std::string> names;  ///< "-o", "--output"; of one that is no option its only name, "FILE"
  std::string value;  ///< what stands for its value: "SPEC"; empty for a flag and for what is no option
  std::string help;
  bool required = false;
  std::vector<std::string> words;  ///< values that it can have, where they are few

  bool isOption() const { return names.front().starts_with('-'); }
};

/// A subcommand, or the program without one (`name` is empty).
struct CommandDescription {
  std::string name;
  std::string description;  ///< one or two sentences
  std::string example;      ///< one or more command lines
  std::vector<ArgumentDescription> arguments;
};

/// The program without a subcommand, then every row of commands(), described by the parsers that read their
/// arguments.
std::vector<CommandDescription> describeCommands();

}  // namespace normscope::app
