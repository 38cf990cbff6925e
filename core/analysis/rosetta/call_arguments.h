#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/rosetta/python_call.h"
#include "core/tensor/shape.h"

namespace normscope::rosetta {

/// The arguments of a call by the names of a signature. Every reader throws Error (nonsense) that names the
/// argument and what it should be.
class CallArguments {
 public:
  /// `signature` in the order of the positions; `keywordOnly` may be given by name alone. Throws for
  /// arguments that are in neither, or given twice.
  CallArguments(const PythonCall& call, std::vector<std::string> signature,
                std::vector<std::string> keywordOnly = {});

  bool isGiven(const std::string& name) const { return find(name) != nullptr; }
  bool isUnknown(const std::string& name) const;  ///< a name, or what else is not evaluated
  bool isNoneOrMissing(const std::string& name) const;

  std::int64_t integer(const std::string& name, std::optional<std::int64_t> standard = {}) const;
  double number(const std::string& name, double standard) const;
  std::optional<double> numberOrNone(const std::string& name, std::optional<double> standard) const;
  bool truth(const std::string& name, bool standard) const;

  /// A whole number or a list of them.
  std::vector<std::int64_t> integers(const std::string& name,
                                     const std::optional<std::vector<std::int64_t>>& standard = {}) const;

  /// The same as axes of the shape, counted from 0, in order; negative ones count from the end.
  std::vector<int> axes(const std::string& name, const Shape& shape, std::int64_t standard) const;

  const PythonCall& call() const { return call_; }

 private:
  const Value* find(const std::string& name) const;
  const Value& required(const std::string& name) const;
  Error refuse(const std::string& name, const std::string& reason, const std::string& advice) const;

  const PythonCall& call_;
  std::vector<std::string> signature_;
};

}  // namespace normscope::rosetta
