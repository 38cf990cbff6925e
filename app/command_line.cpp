#include "app/command_line.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>

#include "app/argument_parser.h"
#include "app/commands.h"
#include "app/output.h"
#include "app/overview.h"
#include "core/error.h"
#include "core/text/list.h"
#include "core/text/nearest.h"

namespace normscope::app {
namespace {

std::string commandNames() {
  std::vector<std::string> names;
  for (const Command& command : commands()) names.emplace_back(command.name);
  return joinOr(names);
}

std::string overview() {
  Report list;
  for (const Command& command : commands())
    list.row("  " + std::string(command.name), std::string(command.summary));
  return "Shows what a normalization layer normalizes.\n\nUsage: normscope [FILE]              the window, "
         "on FILE, else on what was open last\n"
         "       normscope COMMAND [OPTIONS]\n\nCommands:\n" +
         list.text() + "\n" + fileWords + "\n" + specWords + "\n" + statusWords +
         "\n"
         "'normscope COMMAND --help' explains a command, with an example.\n"
         "'normscope help' lists the pages of the reference.\n\n"
         "Example:\n  normscope compute sample:normal --norm group:groups=2 --verify\n";
}

/// A tensor to open in the window: a mistyped command is none.
bool namesTensor(const std::string& text) {
  std::error_code ignored;
  return text.find_first_of(":/.") != std::string::npos || std::filesystem::exists(text, ignored);
}

/// What is no command: a tensor, options of the window, or a mistake.
void openWindow(const std::vector<std::string>& arguments) {
  if (!arguments.empty() && !arguments.front().starts_with('-') && !namesTensor(arguments.front())) {
    const auto near = nearest(arguments.front(), namesOf(commands()));
    throw nonsense("'" + arguments.front() + "'", "it is neither a command nor a file",
                   "use " + (near ? *near + ", or see 'normscope --help'" : commandNames()));
  }
  runWindowCommand(arguments);
}

void dispatch(const std::vector<std::string>& arguments) {
  const std::string first = arguments.empty() ? "" : arguments.front();
  if (first == "--help" || first == "-h") return print(overview());
  if (first == "--version") return print("normscope " NORMSCOPE_VERSION "\n");
  if (first == "--generate") return runGenerate({arguments.begin() + 1, arguments.end()});
  const auto found = std::find_if(commands().begin(), commands().end(),
                                  [&](const Command& command) { return command.name == first; });
  if (found == commands().end()) return openWindow(arguments);
  found->run({arguments.begin() + 1, arguments.end()});
}

/// The line on standard error. What an Error quotes is escaped where it is made; an exception of a library
/// may still hold line breaks.
int report(const char* text, int status) noexcept {
  std::cerr << "normscope: ";
  for (; *text != '\0'; ++text) {
    const bool control = static_cast<unsigned char>(*text) < 0x20 || *text == 0x7f;
    std::cerr << (control ? '?' : *text);
  }
  std::cerr << '\n';
  return status;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      {"compute", "normalize a tensor, with statistics and a check against the reference", runCompute},
      {"compare", "two norms on one tensor: how far apart, and whether they mean the same", runCompare},
      {"explain", "sets, shapes of statistics and parameters, what it is equivalent to, code", runExplain},
      {"match", "find the norm that turned one tensor into another", runMatch},
      {"figure", "draw the cube as .svg, .pdf, .png or .tikz", runFigure},
      {"plot", "draw statistics, a histogram or running statistics, or write their numbers", runPlot},
      {"report", "one page with figure, plots, numbers and the commands that repeat them", runReport},
      {"lab", "training error and batch statistics against the batch size", runLab},
      {"list", "list the tensors in a file: name, dtype and shape", runList},
      {"layers", "list the norm layers of a checkpoint, and what is odd about them", runLayers},
      {"check", "check every norm of a recorded run: declared, found, error, verdict", runCheck},
      {"python", "print the Python module that records a run", runPython},
      {"case", "list the cases, or print one with its numbers", runCase},
      {"samples", "list the built-in tensors, or write one to a file", runSamples},
      {"devices", "list OpenCL devices, why one can't be used, and which one auto takes", runDevices},
      {"help", "list the pages of the reference, or print one", runHelp},
  };
  return all;
}

int runCommandLine(const std::vector<std::string>& arguments) noexcept {
  try {
    dispatch(arguments);
    return 0;
  } catch (const DoesNotHold&) {
    return 3;
  } catch (const Error& error) {
    return report(error.what(), error.exitStatus());
  } catch (const std::bad_alloc&) {
    return report(outOfMemory, static_cast<int>(Fault::failed));
  } catch (const std::exception& error) {
    // Only a mistake in this program gets here.
    return report(
        (std::string("internal error: ") + error.what() + "; please report it with the command").c_str(), 1);
  }
}

}  // namespace normscope::app
