#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace normscope {

/// Parses a file from a stranger. Throws Error (failed, on `subject`) for more than `maxBytes`, what is no
/// JSON or no UTF-8, a key given twice, nesting beyond 8 levels. `advice` is what to do about it.
nlohmann::json parseStrictly(std::string_view text, const std::string& subject, std::size_t maxBytes,
                             const char* advice = "correct it or save it again with Normscope");

/// Reads the members of a JSON object. Every function throws Error (failed, on `subject`) that names the
/// member where it is missing, of another type or out of range; so does the constructor for keys that are not
/// in `keys`.
class StrictObject {
 public:
  /// `path` is what comes before the keys in messages: "" or "camera.".
  StrictObject(const nlohmann::json& object, std::string subject, std::string path,
               std::vector<std::string> keys);

  bool has(const std::string& key) const { return object_.contains(key); }
  bool isNull(const std::string& key) const { return member(key).is_null(); }

  bool truth(const std::string& key) const;
  double number(const std::string& key, double least, double most) const;
  std::int64_t integer(const std::string& key, std::int64_t least, std::int64_t most) const;

  /// Not empty, without control characters.
  std::string text(const std::string& key, std::size_t mostBytes) const;

  /// Its place in `names`.
  std::size_t oneOf(const std::string& key, const std::vector<std::string>& names) const;

  std::vector<std::int64_t> integers(const std::string& key, std::size_t mostItems) const;
  std::vector<double> numbers(const std::string& key, std::size_t mostItems) const;
  std::vector<std::string> texts(const std::string& key, std::size_t mostItems, std::size_t mostBytes) const;

  const nlohmann::json& member(const std::string& key) const;
  StrictObject object(const std::string& key, std::vector<std::string> keys) const;

  /// Throws Error: `"camera.yaw" REASON`.
  [[noreturn]] void refuse(const std::string& key, const std::string& reason) const;

  const std::string& subject() const { return subject_; }

 private:
  const nlohmann::json& list(const std::string& key, std::size_t mostItems) const;

  const nlohmann::json& object_;
  std::string subject_;
  std::string path_;
  std::vector<std::string> keys_;
};

/// Runs a reader of core/, whose refusal says what is wrong, and says in which file: throws Error (failed).
template <typename Read>
auto inFile(const std::string& subject, Read&& read) {
  try {
    return read();
  } catch (const Error& error) {
    throw Error(Fault::failed, (subject + ": " + error.what()).c_str());
  }
}

/// One of `values` by its name, which nameOf() gives.
template <typename Values>
auto readName(const StrictObject& object, const std::string& key, const Values& values) {
  std::vector<std::string> names;
  for (const auto value : values) names.emplace_back(nameOf(value));
  return values[object.oneOf(key, names)];
}

}  // namespace normscope
