#include "core/analysis/rosetta/call_arguments.h"

#include <algorithm>

#include "core/text/list.h"

namespace normscope::rosetta {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

CallArguments::CallArguments(const PythonCall& call, std::vector<std::string> signature,
                             std::vector<std::string> keywordOnly)
    : call_(call), signature_(std::move(signature)) {
  if (call.positional.size() > signature_.size()) {
    throw refuseCall(call,
                     call.name() + " takes " +
                         counted(static_cast<long long>(signature_.size()), "position") + " and " +
                         std::to_string(call.positional.size()) + " are given",
                     "give the others by name");
  }
  for (const auto& [name, value] : call.keywords) {
    const auto at = std::find(signature_.begin(), signature_.end(), name) - signature_.begin();
    if (at < static_cast<std::ptrdiff_t>(call.positional.size()))
      throw refuseCall(call, name + " is given twice", "give each argument once");
    if (contains(signature_, name) || contains(keywordOnly, name)) continue;
    throw refuseCall(call, call.name() + " has no argument " + name,
                     "use " + joinOr(signature_.empty() ? keywordOnly : signature_));
  }
}

const Value* CallArguments::find(const std::string& name) const {
  for (std::size_t i = 0; i < call_.positional.size(); ++i) {
    if (signature_[i] == name) return &call_.positional[i];
  }
  for (const auto& [keyword, value] : call_.keywords) {
    if (keyword == name) return &value;
  }
  return nullptr;
}

Error CallArguments::refuse(const std::string& name, const std::string& reason,
                            const std::string& advice) const {
  return refuseCall(call_, name + " " + reason, advice);
}

const Value& CallArguments::required(const std::string& name) const {
  const Value* value = find(name);
  if (value == nullptr) throw refuse(name, "is missing", "write it into the call");
  if (value->kind == Value::Kind::name)
    throw refuse(name, "is '" + value->text + "', whose value is not known", "write the value itself");
  return *value;
}

bool CallArguments::isUnknown(const std::string& name) const {
  const Value* value = find(name);
  return value != nullptr && value->kind == Value::Kind::name;
}

bool CallArguments::isNoneOrMissing(const std::string& name) const {
  const Value* value = find(name);
  return value == nullptr || value->kind == Value::Kind::none;
}

std::int64_t CallArguments::integer(const std::string& name, std::optional<std::int64_t> standard) const {
  if (standard && !isGiven(name)) return *standard;
  const Value& value = required(name);
  if (value.kind != Value::Kind::integer) throw refuse(name, "is no whole number", "give one, such as 2");
  return value.integer;
}

double CallArguments::number(const std::string& name, double standard) const {
  const auto value = numberOrNone(name, standard);
  if (!value) throw refuse(name, "is no number", "give one, such as 1e-5");
  return *value;
}

std::optional<double> CallArguments::numberOrNone(const std::string& name,
                                                  std::optional<double> standard) const {
  if (!isGiven(name)) return standard;
  const Value& value = required(name);
  if (value.kind == Value::Kind::none) return std::nullopt;
  if (value.kind == Value::Kind::integer) return static_cast<double>(value.integer);
  if (value.kind != Value::Kind::real) throw refuse(name, "is no number", "give one, such as 1e-5");
  return value.real;
}

bool CallArguments::truth(const std::string& name, bool standard) const {
  if (!isGiven(name)) return standard;
  const Value& value = required(name);
  if (value.kind == Value::Kind::integer && call_.isNode) return value.integer != 0;
  if (value.kind != Value::Kind::boolean) throw refuse(name, "is neither True nor False", "give one of them");
  return value.truth;
}

std::vector<std::int64_t> CallArguments::integers(
    const std::string& name, const std::optional<std::vector<std::int64_t>>& standard) const {
  if (standard && !isGiven(name)) return *standard;
  const Value& value = required(name);
  if (value.kind == Value::Kind::integer) return {value.integer};
  std::vector<std::int64_t> numbers;
  for (const Value& item : value.items) {
    if (item.kind == Value::Kind::integer) numbers.push_back(item.integer);
  }
  if (value.kind != Value::Kind::list || numbers.empty() || numbers.size() != value.items.size())
    throw refuse(name, "is neither a whole number nor a list of them", "give one, such as (6, 10, 10)");
  return numbers;
}

std::vector<int> CallArguments::axes(const std::string& name, const Shape& shape,
                                     std::int64_t standard) const {
  std::vector<int> axes;
  for (const std::int64_t given : integers(name, std::vector<std::int64_t>{standard})) {
    const std::int64_t axis = given < 0 ? given + shape.rank() : given;
    if (axis < 0 || axis >= shape.rank()) {
      throw refuse(
          name, "has " + std::to_string(given) + " and the tensor " + std::to_string(shape.rank()) + " axes",
          "count from 0 to " + std::to_string(shape.rank() - 1) + " or from the end with -1");
    }
    axes.push_back(static_cast<int>(axis));
  }
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end())
    throw refuse(name, "names an axis twice", "give each axis once");
  return axes;
}

}  // namespace normscope::rosetta
