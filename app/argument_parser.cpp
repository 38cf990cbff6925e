#include "app/argument_parser.h"

#include <algorithm>
#include <sstream>

#include "app/output.h"
#include "core/error.h"
#include "core/text/nearest.h"

namespace normscope::app {
namespace {

ArgumentRecorder* recorder = nullptr;

/// CLI11 tells which option a refusal is about only in its text: "--norm: At Most 1 required but received 2".
std::string optionNamedIn(const std::string& text) {
  const std::string name = text.substr(0, text.find_first_of(": "));
  return name.starts_with('-') || text.find("override") == std::string::npos ? name : "--" + name;
}

Error translated(const CLI::ArgumentMismatch& error, const std::string& advice) {
  const std::string text = error.what();
  const std::string option = optionNamedIn(text);
  if (text.find("At Most") != std::string::npos)
    return nonsense(option, "it is given more than once", "give it once");
  if (text.find("override") != std::string::npos)
    return nonsense(option, "it takes no value", "write it alone");
  return nonsense(option, "its value is missing", advice);
}

}  // namespace

ArgumentParser::ArgumentParser(const std::string& command, const std::string& description,
                               const std::string& example)
    : command_(command.empty() ? "normscope" : "normscope " + command),
      app_(description, command_),
      described_{command, description, example, {}} {
  app_.set_help_flag("-h,--help", "print this help");
  app_.footer("\nExample:\n  " + example);
  app_.get_formatter()->column_width(34);
}

void ArgumentParser::positional(const std::string& name, std::string& target, const std::string& help) {
  app_.add_option(name, target, help)->required()->option_text(" ");
  describe(name, "", help, true);
}

void ArgumentParser::required(const std::string& names, const std::string& value, std::string& target,
                              const std::string& help) {
  app_.add_option(names, target, help)->required()->option_text(value + " (required)");
  describe(names, value, help, true);
}

void ArgumentParser::optional(const std::string& names, const std::string& value,
                              std::optional<std::string>& target, const std::string& help) {
  app_.add_option_function<std::string>(
          names, [&target](const std::string& text) { target = text; }, help)
      ->option_text(value);
  describe(names, value == " " ? "" : value, help, false);
}

void ArgumentParser::repeated(const std::string& names, const std::string& value,
                              std::vector<std::string>& targets, const std::string& help) {
  several(names, value, targets, help);
  app_.get_option(names)->required()->option_text(value + " (required)");
  described_.arguments.back().required = true;
}

void ArgumentParser::several(const std::string& names, const std::string& value,
                             std::vector<std::string>& targets, const std::string& help) {
  // Without this an option would swallow every argument up to the next option.
  app_.add_option(names, targets, help)->allow_extra_args(false)->option_text(value);
  describe(names, value, help, false);
}

void ArgumentParser::flag(const std::string& names, bool& target, const std::string& help) {
  app_.add_flag(names, target, help)->disable_flag_override();
  describe(names, "", help, false);
}

void ArgumentParser::describe(const std::string& names, const std::string& value, const std::string& help,
                              bool required) {
  ArgumentDescription argument{{}, value, help, required, {}};
  std::istringstream list(names);
  for (std::string name; std::getline(list, name, ',');) argument.names.push_back(name);
  described_.arguments.push_back(argument);
}

/// CLI11 takes whatever follows an option as its value, another option included.
void ArgumentParser::refuseMissingValues(const Arguments& arguments, const std::string& advice) const {
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string name = arguments[i].substr(0, arguments[i].find('='));
    const CLI::Option* option = optionCalled(name);
    if (option == nullptr || option->get_expected_max() == 0) continue;
    const bool emptyValue = arguments[i].size() == name.size() + 1;
    const bool noValue =
        arguments[i].size() == name.size() && i + 1 < arguments.size() && optionCalled(arguments[i + 1]);
    if (emptyValue || noValue) throw nonsense(name, "its value is missing", advice);
  }
}

/// Before what is missing is said: a mistyped option is no missing one.
void ArgumentParser::refuseUnknown(const Arguments& arguments, const std::string& advice) const {
  const auto asksForHelp = [](const std::string& argument) {
    return argument == "--help" || argument == "-h";
  };
  if (std::any_of(arguments.begin(), arguments.end(), asksForHelp)) return;
  bool isValue = false;
  for (const std::string& argument : arguments) {
    if (argument == "--") return;
    const std::string name = argument.substr(0, argument.find('='));
    const CLI::Option* option = optionCalled(name);
    if (!isValue && option == nullptr && argument.starts_with("--"))
      throw nonsense(argument, "it is not an option of " + command_, nearOption(argument) + advice);
    isValue = option != nullptr && option->get_expected_max() > 0 && argument.size() == name.size();
  }
}

const CLI::Option* ArgumentParser::optionCalled(const std::string& name) const {
  for (const CLI::Option* option : app_.get_options()) {
    if (option->nonpositional() && option->check_name(name)) return option;
  }
  return nullptr;
}

/// "use --device, or " where that was mistyped.
std::string ArgumentParser::nearOption(const std::string& typed) const {
  std::vector<std::string> known;
  for (const CLI::Option* option : app_.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  const auto near = nearest(typed.substr(0, typed.find('=')), known);
  return near ? "use " + *near + ", or " : "";
}

bool ArgumentParser::parse(const Arguments& arguments) {
  if (recorder != nullptr) {
    recorder->add(described_);
    return false;
  }
  const std::string advice = "see '" + command_ + " --help'";
  refuseMissingValues(arguments, advice);
  refuseUnknown(arguments, advice);
  try {
    app_.parse(Arguments(arguments.rbegin(), arguments.rend()));
    return true;
  } catch (const CLI::CallForHelp&) {
    print(app_.help());
    return false;
  } catch (const CLI::ExtrasError&) {
    const std::string first = app_.remaining().front();
    if (first.starts_with('-'))
      throw nonsense(first, "it is not an option of " + command_, nearOption(first) + advice);
    throw nonsense("'" + first + "'", "it is one argument too many", advice);
  } catch (const CLI::RequiredError& error) {
    throw nonsense(optionNamedIn(error.what()), "it is missing", advice);
  } catch (const CLI::ArgumentMismatch& error) {
    throw translated(error, advice);
  } catch (const CLI::ParseError& error) {
    throw nonsense("arguments", error.what(), advice);
  }
}

ArgumentRecorder::ArgumentRecorder() {
  recorder = this;
}

ArgumentRecorder::~ArgumentRecorder() {
  recorder = nullptr;
}

}  // namespace normscope::app
