#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/command_description.h"
#include "app/commands.h"

namespace normscope::app {

/// The arguments of one subcommand, read by CLI11. Every value is taken as text; who needs a number or a
/// shape reads it with the readers of core/, so that all refusals are of one kind.
class ArgumentParser {
 public:
  /// `command` is empty for the program without a subcommand; `example` is one or more command lines for the
  /// help.
  ArgumentParser(const std::string& command, const std::string& description, const std::string& example);

  /// A required argument that is no option.
  void positional(const std::string& name, std::string& target, const std::string& help);

  /// An option that must be given once. `names` as in CLI11: "-o,--output".
  void required(const std::string& names, const std::string& value, std::string& target,
                const std::string& help);

  /// An option that may be given once.
  void optional(const std::string& names, const std::string& value, std::optional<std::string>& target,
                const std::string& help);

  /// An option that must be given, and may be repeated.
  void repeated(const std::string& names, const std::string& value, std::vector<std::string>& targets,
                const std::string& help);

  /// An option that may be repeated.
  void several(const std::string& names, const std::string& value, std::vector<std::string>& targets,
               const std::string& help);

  void flag(const std::string& names, bool& target, const std::string& help);

  /// The few values that the argument added last can have; shells complete them.
  void words(const std::vector<std::string>& words) { described_.arguments.back().words = words; }

  /// False when help was asked for, and printed, or while an ArgumentRecorder lives. Throws Error (nonsense)
  /// that names the argument.
  bool parse(const Arguments& arguments);

 private:
  void describe(const std::string& names, const std::string& value, const std::string& help, bool required);
  std::string nearOption(const std::string& typed) const;
  const CLI::Option* optionCalled(const std::string& name) const;
  void refuseUnknown(const Arguments& arguments, const std::string& advice) const;
  void refuseMissingValues(const Arguments& arguments, const std::string& advice) const;

  std::string command_;
  CLI::App app_;
  CommandDescription described_;
};

/// The names of a list's rows, as words() takes them.
template <typename Row>
std::vector<std::string> namesOf(const std::vector<Row>& rows) {
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const Row& row : rows) names.emplace_back(row.name);
  return names;
}

/// While one lives, no parser parses: each leaves its description here. There is one at a time.
class ArgumentRecorder {
 public:
  ArgumentRecorder();
  ~ArgumentRecorder();
  ArgumentRecorder(const ArgumentRecorder&) = delete;
  ArgumentRecorder& operator=(const ArgumentRecorder&) = delete;

  void add(const CommandDescription& command) { commands_.push_back(command); }
  const std::vector<CommandDescription>& commands() const { return commands_; }

 private:
  std::vector<CommandDescription> commands_;
};

}  // namespace normscope::app
