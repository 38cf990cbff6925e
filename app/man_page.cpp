#include "app/man_page.h"

#include "app/overview.h"
#include "core/help/help_topics.h"

namespace normscope::app {
namespace {

/// As text of troff: no character of it is a command.
std::string troff(const std::string& text) {
  std::string result;
  for (const char character : text) {
    if (character == '\\') {
      result += "\\e";
    } else if (character == '-') {
      result += "\\-";
    } else {
      if ((character == '.' || character == '\'') && (result.empty() || result.back() == '\n'))
        result += "\\&";
      result += character;
    }
  }
  return result;
}

std::string bold(const std::string& text) {
  return "\\fB" + troff(text) + "\\fR";
}

std::string italic(const std::string& text) {
  return "\\fI" + troff(text) + "\\fR";
}

std::string argumentText(const ArgumentDescription& argument) {
  std::string head;
  for (const std::string& name : argument.names) {
    if (!head.empty()) head += ", ";
    head += argument.isOption() ? bold(name) : italic(name);
  }
  if (!argument.value.empty()) head += " " + italic(argument.value);
  const bool said = argument.isOption() && argument.required;
  return ".TP\n" + head + "\n" + troff(argument.help) + (said ? " (required)" : "") + "\n";
}

std::string usageOf(const CommandDescription& command) {
  std::string usage =
      bold("normscope" + (command.name.empty() ? "" : " " + command.name)) + " [" + italic("OPTIONS") + "]";
  for (const ArgumentDescription& argument : command.arguments) {
    if (argument.isOption()) continue;
    const std::string name = italic(argument.names.front());
    usage += argument.required ? " " + name : " [" + name + "]";
  }
  return usage;
}

std::string commandText(const CommandDescription& command) {
  std::string text = ".SS " + (command.name.empty() ? "The window" : "normscope " + command.name) + "\n" +
                     usageOf(command) + "\n.PP\n" + troff(command.description) + "\n";
  for (const ArgumentDescription& argument : command.arguments) text += argumentText(argument);
  return text + ".PP\nExample:\n.PP\n.EX\n  " + troff(command.example) + "\n.EE\n";
}

std::string topicsText() {
  std::string text;
  for (const HelpTopic& topic : helpTopics())
    text += ".TP\n" + bold(std::string(topic.name)) + "\n" + troff(std::string(topic.title)) + "\n";
  return text;
}

}  // namespace

std::string manPage(const std::vector<CommandDescription>& commands) {
  std::string text =
      ".\\\" Written by the program's own parser.\n.TH NORMSCOPE 1 \"\" \"Normscope " NORMSCOPE_VERSION
      "\" \"User Commands\"\n.SH NAME\nnormscope \\- show what a normalization layer normalizes\n"
      ".SH SYNOPSIS\n" +
      bold("normscope") + " [" + italic("FILE") + "]\n.br\n" + bold("normscope") + " " + italic("COMMAND") +
      " [" + italic("OPTIONS") +
      "]\n.SH DESCRIPTION\nWithout a command it opens its window, on FILE or on what was open last.\n.PP\n" +
      troff(fileWords) + "\n.PP\n" + troff(specWords) + "\n.SH COMMANDS\n";
  for (const CommandDescription& command : commands) text += commandText(command);
  return text + ".SH EXIT STATUS\n" + troff(statusWords) +
         "\n.SH SEE ALSO\nThe reference is in the program: " + bold("normscope help") + " " +
         italic("TOPIC") + ", with the topics\n" + topicsText();
}

}  // namespace normscope::app
