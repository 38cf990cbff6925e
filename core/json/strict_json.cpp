#include "core/json/strict_json.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/error.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

using nlohmann::json;

constexpr int deepest = 8;
const char* const saveAgainHere = "correct it or save it again with Normscope";

/// A key as it is shown: whatever a stranger wrote, it stays short and on the line.
std::string quoted(const std::string& key) {
  constexpr std::size_t longest = 60;
  const std::string text = json(key).dump(-1, ' ', true, json::error_handler_t::replace);
  return text.size() <= longest ? text : text.substr(0, longest) + "…\"";
}

/// Notices while parsing what the finished value no longer shows.
class Watch {
 public:
  Watch(const std::string& subject, const char* advice) : subject_(subject), advice_(advice) {}

  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    using Event = json::parse_event_t;
    if ((event == Event::object_start || event == Event::array_start) && depth >= deepest)
      throw failure(subject_, "it is nested deeper than " + std::to_string(deepest) + " levels", advice_);
    if (event == Event::object_start) keys_.emplace_back();
    if (event == Event::object_end) keys_.pop_back();
    if (event == Event::key && !keys_.back().insert(parsed.get<std::string>()).second)
      throw failure(subject_, quoted(parsed.get<std::string>()) + " is given twice", "give it once");
    return true;
  }

 private:
  const std::string& subject_;
  const char* advice_;
  std::vector<std::set<std::string>> keys_;  ///< of the objects that are open
};

Error malformed(const std::string& subject, std::size_t byte, const char* advice) {
  return failure(subject, "it is not well-formed JSON from byte " + std::to_string(byte) + " on", advice);
}

std::string sizeText(std::size_t bytes) {
  return std::to_string(bytes >> 20) + " MB";
}

bool hasControlCharacter(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

json parseStrictly(std::string_view text, const std::string& subject, std::size_t maxBytes,
                   const char* advice) {
  if (text.size() > maxBytes) throw failure(subject, "it is larger than " + sizeText(maxBytes), advice);
  // The parser takes a zero byte for the end.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    throw malformed(subject, zero + 1, advice);
  try {
    Watch watch(subject, advice);
    return json::parse(text.begin(), text.end(), std::ref(watch));
  } catch (const json::parse_error& error) {
    throw malformed(subject, error.byte, advice);
  } catch (const json::exception&) {
    throw failure(subject, "it holds a number beyond double precision", advice);
  }
}

StrictObject::StrictObject(const json& object, std::string subject, std::string path,
                           std::vector<std::string> keys)
    : object_(object), subject_(std::move(subject)), path_(std::move(path)), keys_(std::move(keys)) {
  for (const auto& [key, value] : object_.items()) {
    if (std::find(keys_.begin(), keys_.end(), key) == keys_.end())
      throw failure(subject_, quoted(path_ + key) + " is unknown", "use " + joinOr(keys_));
  }
}

void StrictObject::refuse(const std::string& key, const std::string& reason) const {
  throw failure(subject_, quoted(path_ + key) + " " + reason, saveAgainHere);
}

const json& StrictObject::member(const std::string& key) const {
  const auto found = object_.find(key);
  if (found == object_.end()) refuse(key, "is missing");
  return *found;
}

bool StrictObject::truth(const std::string& key) const {
  const json& value = member(key);
  if (!value.is_boolean()) refuse(key, "is not true or false");
  return value.get<bool>();
}

double StrictObject::number(const std::string& key, double least, double most) const {
  const json& value = member(key);
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  if (!(number >= least && number <= most))
    refuse(key, "is not a number from " + shortest(least) + " to " + shortest(most));
  return number;
}

std::int64_t StrictObject::integer(const std::string& key, std::int64_t least, std::int64_t most) const {
  const json& value = member(key);
  const bool fits = value.is_number_integer() &&
                    (!value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX) &&
                    value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
  if (!fits)
    refuse(key, "is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return value.get<std::int64_t>();
}

std::string StrictObject::text(const std::string& key, std::size_t mostBytes) const {
  const json& value = member(key);
  if (!value.is_string()) refuse(key, "is not a text");
  const auto& text = value.get_ref<const std::string&>();
  if (text.empty()) refuse(key, "is empty");
  if (text.size() > mostBytes) refuse(key, "is longer than " + std::to_string(mostBytes) + " bytes");
  if (hasControlCharacter(text)) refuse(key, "holds a control character");
  return text;
}

std::size_t StrictObject::oneOf(const std::string& key, const std::vector<std::string>& names) const {
  const json& value = member(key);
  const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return value.is_string() && value == name;
  });
  if (found == names.end()) refuse(key, "is not " + joinOr(names));
  return static_cast<std::size_t>(found - names.begin());
}

const json& StrictObject::list(const std::string& key, std::size_t mostItems) const {
  const json& value = member(key);
  if (!value.is_array()) refuse(key, "is not a list");
  if (value.size() > mostItems)
    refuse(key, "has more than " + counted(static_cast<long long>(mostItems), "item"));
  return value;
}

std::vector<std::int64_t> StrictObject::integers(const std::string& key, std::size_t mostItems) const {
  std::vector<std::int64_t> numbers;
  for (const json& item : list(key, mostItems)) {
    const bool fits = item.is_number_unsigned() && item.get<std::uint64_t>() <= INT64_MAX;
    if (!fits) refuse(key, "is not a list of whole numbers of 0 or more");
    numbers.push_back(item.get<std::int64_t>());
  }
  return numbers;
}

std::vector<double> StrictObject::numbers(const std::string& key, std::size_t mostItems) const {
  std::vector<double> numbers;
  for (const json& item : list(key, mostItems)) {
    if (!item.is_number()) refuse(key, "is not a list of numbers");
    numbers.push_back(item.get<double>());
  }
  return numbers;
}

std::vector<std::string> StrictObject::texts(const std::string& key, std::size_t mostItems,
                                             std::size_t mostBytes) const {
  std::vector<std::string> texts;
  for (const json& item : list(key, mostItems)) {
    if (!item.is_string()) refuse(key, "is not a list of texts");
    const auto& text = item.get_ref<const std::string&>();
    if (text.size() > mostBytes)
      refuse(key, "holds a text longer than " + std::to_string(mostBytes) + " bytes");
    texts.push_back(text);
  }
  return texts;
}

StrictObject StrictObject::object(const std::string& key, std::vector<std::string> keys) const {
  const json& value = member(key);
  if (!value.is_object()) refuse(key, "is not an object");
  return {value, subject_, path_ + key + ".", std::move(keys)};
}

}  // namespace normscope
