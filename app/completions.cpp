#include "app/completions.h"

#include <algorithm>
#include <set>

#include "core/norm/norm_registry.h"

namespace normscope::app {
namespace {

using Names = std::vector<std::string>;

Names kindsOfNorm() {
  Names kinds;
  for (const NormInfo& info : normRegistry()) kinds.emplace_back(info.name);
  return kinds;
}

bool isSpec(const ArgumentDescription& argument) {
  return argument.value.starts_with("SPEC");
}

Names completionWords(const ArgumentDescription& argument) {
  return isSpec(argument) ? kindsOfNorm() : argument.words;
}

/// By what stands for the value in the help.
bool takesFile(const ArgumentDescription& argument) {
  static const std::set<std::string> files = {"FILE", "[FILE]", "F", "S", "Y", "GX", "DIR"};
  return argument.words.empty() && (argument.isOption() ? files.count(argument.value) > 0 : true);
}

std::string joinedBy(const Names& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// What an option does, without what follows a semicolon.
std::string inShort(const ArgumentDescription& argument) {
  return argument.help.substr(0, argument.help.find(';'));
}

std::string escapedFor(const std::string& text, const std::string& special, const std::string& escape) {
  std::string result;
  for (const char character : text) {
    if (special.find(character) != std::string::npos) result += escape;
    result += character;
  }
  return result;
}

/// The text in single quotes, which a single quote ends and begins again.
std::string inQuotes(const std::string& text) {
  std::string result = "'";
  for (const char character : text)
    result += character == '\'' ? std::string("'\\''") : std::string(1, character);
  return result + "'";
}

Names optionNames(const CommandDescription& command) {
  Names names = {"--help"};
  for (const ArgumentDescription& argument : command.arguments) {
    if (argument.isOption()) names.insert(names.end(), argument.names.begin(), argument.names.end());
  }
  return names;
}

Names commandWords(const std::vector<CommandDescription>& commands) {
  Names names;
  for (const CommandDescription& command : commands) {
    if (!command.name.empty()) names.push_back(command.name);
  }
  return names;
}

/// What bash offers behind an option.
std::string bashValues(const CommandDescription& command) {
  std::string text;
  for (const ArgumentDescription& argument : command.arguments) {
    if (!argument.isOption() || argument.value.empty()) continue;
    const Names words = completionWords(argument);
    std::string offer = "return";
    if (!words.empty()) offer = "_normscope_words '" + joinedBy(words, " ") + "'; return";
    if (takesFile(argument)) offer = "_normscope_files; return";
    text += "        " + joinedBy(argument.names, "|") + ") " + offer + " ;;\n";
  }
  return text;
}

/// What bash offers where no option wants a value.
std::string bashOther(const CommandDescription& command) {
  for (const ArgumentDescription& argument : command.arguments) {
    if (argument.isOption()) continue;
    return argument.words.empty() ? "_normscope_files"
                                  : "_normscope_words '" + joinedBy(argument.words, " ") + "'";
  }
  return "_normscope_words '" + joinedBy(optionNames(command), " ") + "'";
}

std::string zshValue(const ArgumentDescription& argument) {
  const Names words = completionWords(argument);
  if (!words.empty()) return "(" + joinedBy(words, " ") + ")";
  return takesFile(argument) ? "_files" : "";
}

std::string zshOption(const ArgumentDescription& argument) {
  std::string text;
  std::string meaning = "[" + escapedFor(inShort(argument), "[]:\\", "\\") + "]";
  if (!argument.value.empty())
    meaning += ":" + escapedFor(argument.value, "[]:", "\\") + ":" + zshValue(argument);
  for (std::string option : argument.names) {
    option.insert(0, "*").append(meaning);
    text.append(" \\\n        ").append(inQuotes(option));
  }
  return text;
}

std::string zshCommand(const CommandDescription& command) {
  std::string text = "      _arguments '--help[print this help]'";
  for (const ArgumentDescription& argument : command.arguments) {
    if (argument.isOption()) {
      text += zshOption(argument);
    } else {
      text += " \\\n        " + inQuotes("*:" + argument.names.front() + ":" + zshValue(argument));
    }
  }
  return text + "\n";
}

std::string fishOption(const std::string& condition, const ArgumentDescription& argument) {
  std::string text = "complete -c normscope -n " + inQuotes(condition);
  for (const std::string& name : argument.names)
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  const Names words = completionWords(argument);
  if (!argument.value.empty()) text += takesFile(argument) ? " -r -F" : " -x";
  if (!words.empty()) text += " -a " + inQuotes(joinedBy(words, " "));
  return text + " -d " + inQuotes(inShort(argument)) + "\n";
}

}  // namespace

std::string bashCompletions(const std::vector<CommandDescription>& commands) {
  std::string cases;
  for (const CommandDescription& command : commands) {
    cases += "    " + (command.name.empty() ? "*" : command.name) + ")\n      case $before in\n" +
             bashValues(command) + "      esac\n      case $word in\n        -*) _normscope_words '" +
             joinedBy(optionNames(command), " ") + "' ;;\n        *) " + bashOther(command) +
             " ;;\n      esac\n      ;;\n";
  }
  // The row of the program without a command stands last: it takes what no other does.
  const std::size_t second = cases.find("      ;;\n") + std::string("      ;;\n").size();
  cases = cases.substr(second) + cases.substr(0, second);
  return "# Completions of normscope for bash, written by the program's own parser.\n"
         "_normscope_words() {\n  mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$word\")\n}\n\n"
         "_normscope_files() {\n  compopt -o filenames 2>/dev/null\n"
         "  mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n}\n\n"
         "_normscope() {\n  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ] && [[ $word != -* ]]; then\n    _normscope_files\n"
         "    mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -W '" +
         joinedBy(commandWords(commands), " ") +
         "' -- \"$word\")\n    return\n  fi\n  case ${COMP_WORDS[1]} in\n" + cases +
         "  esac\n}\n\ncomplete -F _normscope normscope\n";
}

std::string zshCompletions(const std::vector<CommandDescription>& commands) {
  std::string rows, cases;
  for (const CommandDescription& command : commands) {
    if (command.name.empty()) continue;
    rows += "    " + inQuotes(command.name + ":" + escapedFor(command.description, ":", "\\")) + "\n";
    cases += "    " + command.name + ")\n" + zshCommand(command) + "      ;;\n";
  }
  return "#compdef normscope\n# Completions of normscope for zsh, written by the program's own parser.\n"
         "_normscope() {\n  local -a commands=(\n" +
         rows +
         "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    _files\n    return\n  fi\n"
         "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n" +
         cases + "    *)\n" + zshCommand(commands.front()) + "      ;;\n  esac\n}\n\n_normscope \"$@\"\n";
}

std::string fishCompletions(const std::vector<CommandDescription>& commands) {
  std::string text = "# Completions of normscope for fish, written by the program's own parser.\n";
  for (const CommandDescription& command : commands) {
    const std::string condition =
        command.name.empty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + command.name;
    if (!command.name.empty())
      text += "complete -c normscope -n __fish_use_subcommand -a " + command.name + " -d " +
              inQuotes(command.description) + "\n";
    for (const ArgumentDescription& argument : command.arguments) {
      if (argument.isOption()) {
        text += fishOption(condition, argument);
      } else if (!argument.words.empty()) {
        text += "complete -c normscope -n " + inQuotes(condition) + " -f -a " +
                inQuotes(joinedBy(argument.words, " ")) + "\n";
      }
    }
  }
  return text;
}

}  // namespace normscope::app
