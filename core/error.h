#pragma once

#include <stdexcept>
#include <string>

#include "core/text/one_line.h"

namespace normscope {

/// Why something was refused; the value is the exit status of the command line.
enum class Fault {
  failed = 1,    ///< it could not be done: a malformed or missing file, a device that does not work
  nonsense = 2,  ///< the request makes no sense: arguments, a spec, a good file of the wrong shape
};

/// One line for a person: what was refused, why, and what to do about it.
/// what() reads "WHAT: WHY; WHAT TO DO"; control characters in it, which may come from a file or an argument,
/// are escaped by oneLine().
class Error : public std::runtime_error {
 public:
  Error(Fault fault, const std::string& subject, const std::string& reason, const std::string& advice)
      : std::runtime_error(oneLine(subject + ": " + reason + "; " + advice)), fault_(fault) {}

  /// With the whole line.
  Error(Fault fault, const char* line) : std::runtime_error(line), fault_(fault) {}

  Fault fault() const { return fault_; }
  int exitStatus() const { return static_cast<int>(fault_); }

 private:
  Fault fault_;
};

inline Error failure(const std::string& subject, const std::string& reason, const std::string& advice) {
  return {Fault::failed, subject, reason, advice};
}

inline Error nonsense(const std::string& subject, const std::string& reason, const std::string& advice) {
  return {Fault::nonsense, subject, reason, advice};
}

/// What std::bad_alloc is to a person.
inline constexpr const char* outOfMemory =
    "memory: there is not enough for this; use a smaller tensor or close other programs";

/// Thrown where a computation notices that nobody wants its result any more. Not an error: never shown.
class Cancelled : public std::exception {
 public:
  const char* what() const noexcept override { return "cancelled"; }
};

}  // namespace normscope
