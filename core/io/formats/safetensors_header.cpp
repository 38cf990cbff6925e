#include "core/io/formats/safetensors_header.h"

#include <nlohmann/json.hpp>
#include <set>

#include "core/error.h"
#include "core/io/formats/little_endian.h"

namespace normscope {
namespace {

constexpr std::size_t lengthSize = 8;
constexpr std::size_t longestSafetensorsHeader = 100'000'000;
constexpr std::size_t mostAxes = 32;

/// Takes the header as it is parsed, so that nothing is in memory but its tensors and texts.
class HeaderTaker : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit HeaderTaker(const std::string& subject) : subject_(subject) {}

  std::vector<SafetensorsItem> takeItems() { return std::move(items_); }
  std::map<std::string, std::string> takeMetadata() { return std::move(metadata_); }

  bool null() override { return unexpected("null"); }
  bool boolean(bool value) override { return unexpected(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return unexpected(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return unexpected(text); }
  bool binary(binary_t&) override { return unexpected("binary data"); }

  bool number_unsigned(number_unsigned_t value) override {
    if (depth_ != 3) return unexpected(std::to_string(value));
    if (key_ == "data_offsets") {
      if (offsets_ == 2) refuse(member() + " has more than two numbers");
      (offsets_++ == 0 ? items_.back().begin : items_.back().end) = value;
      return true;
    }
    if (value > INT64_MAX) refuse(member() + " has the extent " + std::to_string(value) + ", over 2^63 - 1");
    if (items_.back().extents.size() == mostAxes)
      refuse(member() + " has more than " + std::to_string(mostAxes) + " axes");
    items_.back().extents.push_back(static_cast<std::int64_t>(value));
    return true;
  }

  bool string(string_t& value) override {
    if (depth_ == 2 && isMetadata_) {
      metadata_[key_] = std::move(value);
      return true;
    }
    if (depth_ != 2 || key_ != "dtype") return unexpected("a text");
    items_.back().dtype = value;
    return true;
  }

  bool start_object(std::size_t) override {
    if (depth_ >= 2) return unexpected("an object");
    ++depth_;
    return true;
  }

  bool key(string_t& value) override {
    if (depth_ == 1) return startItem(value);
    if (!keys_.insert(value).second) refuse("'" + value + "' stands twice in '" + name_ + "'");
    if (!isMetadata_ && value != "dtype" && value != "shape" && value != "data_offsets")
      refuse("tensor '" + name_ + "' has the unknown member '" + value + "'");
    key_ = value;
    return true;
  }

  bool end_object() override {
    if (depth_ == 2 && !isMetadata_) {
      for (const char* needed : {"dtype", "shape", "data_offsets"}) {
        if (!keys_.contains(needed)) refuse("tensor '" + name_ + "' lacks '" + needed + "'");
      }
    }
    --depth_;
    return true;
  }

  bool start_array(std::size_t) override {
    if (depth_ != 2 || isMetadata_ || key_ == "dtype") return unexpected("a list");
    offsets_ = 0;
    ++depth_;
    return true;
  }

  bool end_array() override {
    if (key_ == "data_offsets" && offsets_ != 2) refuse(member() + " has not two numbers");
    --depth_;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    refuse("the header is not JSON from byte " +
           std::to_string(lengthSize + std::max<std::size_t>(position, 1) - 1) + " on");
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const {
    throw failure(subject_, reason, saveSafetensorsAgain);
  }

  std::string member() const { return "'" + key_ + "' of tensor '" + name_ + "'"; }

  bool startItem(const std::string& name) {
    if (!names_.insert(name).second) refuse("the header has '" + name + "' twice");
    name_ = name;
    isMetadata_ = name == "__metadata__";
    keys_.clear();
    key_.clear();
    if (!isMetadata_) items_.push_back({name, "", {}, 0, 0});
    return true;
  }

  bool unexpected(const std::string& found) const {
    if (depth_ >= 2 && isMetadata_) refuse("'__metadata__' has " + found + " where it must have texts");
    if (depth_ == 1 && isMetadata_) refuse("'__metadata__' is " + found + " and no object of texts");
    if (depth_ == 1) refuse("tensor '" + name_ + "' is " + found + " and no object");
    const char* expected = key_ == "dtype" ? "a text"
                           : depth_ == 3   ? "a whole number of 0 or more"
                                           : "a list";
    refuse(member() + " has " + found + " where " + expected + " is expected");
  }

  const std::string& subject_;
  std::vector<SafetensorsItem> items_;
  std::map<std::string, std::string> metadata_;
  std::set<std::string> names_;
  std::set<std::string> keys_;  ///< of the object that is open
  std::string name_, key_;
  int depth_ = 0;
  int offsets_ = 0;
  bool isMetadata_ = false;
};

std::size_t headerSizeOf(std::string_view file, const std::string& subject) {
  if (file.size() < lengthSize) {
    throw failure(subject,
                  "it ends at byte " + std::to_string(file.size()) + ", before the header's length ends",
                  "copy or save the file again");
  }
  const auto size = littleEndian<std::uint64_t>(file, 0);
  const std::string declared = "at byte 0 the header is declared " + std::to_string(size) + " bytes long";
  if (size > longestSafetensorsHeader) {
    throw failure(subject,
                  declared + " and at most " + std::to_string(longestSafetensorsHeader) + " are read",
                  saveSafetensorsAgain);
  }
  if (size > file.size() - lengthSize) {
    throw failure(subject,
                  declared + " and the file has " + std::to_string(file.size() - lengthSize) + " more",
                  "copy or save the file again");
  }
  return size;
}

}  // namespace

std::size_t validUtf8(std::string_view text) {
  std::size_t at = 0;
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  while (at < text.size()) {
    const unsigned first = byte(at);
    std::size_t length = first < 0x80                    ? 1
                         : first >= 0xc2 && first < 0xe0 ? 2
                         : first >> 4 == 0xe             ? 3
                         : first >= 0xf0 && first < 0xf5 ? 4
                                                         : 0;
    for (std::size_t i = 1; i < length; ++i) {
      if (byte(at + i) >> 6 != 2) length = 0;
    }
    // Longer than needed, a half of a UTF-16 pair, or beyond the last character.
    const unsigned second = byte(at + 1);
    const bool isWrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) ||
                         (first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90);
    if (length == 0 || isWrong) return at;
    at += length;
  }
  return at;
}

SafetensorsHeader parseSafetensorsHeader(std::string_view file, const std::string& subject) {
  const std::size_t size = headerSizeOf(file, subject);
  const std::string_view text = file.substr(lengthSize, size);
  if (!text.starts_with('{'))
    throw failure(subject, "at byte 8 the header does not start with '{'", saveSafetensorsAgain);
  if (const std::size_t valid = validUtf8(text); valid < text.size()) {
    throw failure(subject, "at byte " + std::to_string(lengthSize + valid) + " the header is not UTF-8",
                  saveSafetensorsAgain);
  }
  // The parser takes a zero byte for the end.
  if (const std::size_t zero = text.find('\0'); zero != text.npos) {
    throw failure(subject, "the header is not JSON from byte " + std::to_string(lengthSize + zero) + " on",
                  saveSafetensorsAgain);
  }
  HeaderTaker taker(subject);
  nlohmann::json::sax_parse(text.begin(), text.end(), &taker);
  return {taker.takeItems(), lengthSize + size, taker.takeMetadata()};
}

}  // namespace normscope
