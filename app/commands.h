#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace normscope::app {

using Arguments = std::vector<std::string>;

/// Thrown by a subcommand that has done and printed all, where something does not hold: exit status 3.
struct DoesNotHold {};

/// A subcommand. `run` gets the arguments after the subcommand's name, prints to standard output and throws
/// Error or DoesNotHold.
struct Command {
  std::string_view name;
  std::string_view summary;  ///< one line
  void (*run)(const Arguments& arguments);
};

/// All subcommands, in the order of the help.
const std::vector<Command>& commands();

/// The window, on what the arguments name; not in commands(), since it has no name of its own.
void runWindowCommand(const Arguments& arguments);

/// What a package installs beside the program: prints the manual page (`man`) or the completions of a shell
/// (`bash`, `zsh`, `fish`). In no list, since it is for builds.
void runGenerate(const Arguments& arguments);

void runCompute(const Arguments& arguments);
void runCompare(const Arguments& arguments);
void runExplain(const Arguments& arguments);
void runList(const Arguments& arguments);
void runLayers(const Arguments& arguments);
void runMatch(const Arguments& arguments);
void runCheck(const Arguments& arguments);
void runPython(const Arguments& arguments);
void runCase(const Arguments& arguments);
void runFigure(const Arguments& arguments);
void runHelp(const Arguments& arguments);
void runPlot(const Arguments& arguments);
void runReport(const Arguments& arguments);
void runLab(const Arguments& arguments);
void runSamples(const Arguments& arguments);
void runDevices(const Arguments& arguments);

}  // namespace normscope::app
