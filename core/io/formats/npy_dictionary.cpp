#include "core/io/formats/npy_dictionary.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <set>

#include "core/error.h"

namespace normscope {
namespace {

constexpr std::size_t maxRank = 32;  // NumPy's own limit
constexpr std::size_t longestQuote = 40;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

bool isWordCharacter(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Text of a stranger, in quotes, fit for one line of a terminal.
std::string inQuotes(std::string_view text) {
  static const char* const digits = "0123456789abcdef";
  std::string result = "'";
  for (const char c : text.substr(0, longestQuote)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      result += c;
    } else {
      result += {'\\', 'x', digits[byte / 16], digits[byte % 16]};
    }
  }
  return result + (text.size() > longestQuote ? "...'" : "'");
}

struct Descr {
  std::string_view code;  ///< without the byte order
  DType dtype;
};

constexpr std::array<Descr, 12> descrs = {{{"f2", DType::float16},
                                           {"f4", DType::float32},
                                           {"f8", DType::float64},
                                           {"i1", DType::int8},
                                           {"i2", DType::int16},
                                           {"i4", DType::int32},
                                           {"i8", DType::int64},
                                           {"u1", DType::uint8},
                                           {"u2", DType::uint16},
                                           {"u4", DType::uint32},
                                           {"u8", DType::uint64},
                                           {"b1", DType::boolean}}};

class Parser {
 public:
  Parser(std::string_view file, std::size_t begin, std::size_t end, const std::string& subject)
      : text_(file.substr(0, end)), at_(begin), subject_(subject) {}

  NpyDictionary parse() {
    expect('{', "'{'");
    while (!accept('}')) {
      parseItem();
      if (accept(',')) continue;
      expect('}', "',' or '}'");
      break;
    }
    for (const char* key : {"descr", "fortran_order", "shape"}) {
      if (!keys_.contains(key))
        throw failure(subject_, "the header lacks the key '" + std::string(key) + "'", saveAgain);
    }
    skipSpace();
    if (at_ < text_.size()) throw unexpected("only white space");
    return result_;
  }

 private:
  Error refusal(std::size_t at, const std::string& reason, const std::string& advice = saveAgain) const {
    return failure(subject_, "at byte " + std::to_string(at) + " " + reason, advice);
  }

  Error unexpected(const std::string& expected) const {
    if (at_ >= text_.size()) return refusal(at_, "the header ends where " + expected + " is expected");
    std::size_t end = at_;
    while (end < text_.size() && isWordCharacter(text_[end])) ++end;
    const std::string_view found = text_.substr(at_, std::max<std::size_t>(end - at_, 1));
    return refusal(at_, "the header has " + inQuotes(found) + " where " + expected + " is expected");
  }

  void skipSpace() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) ++at_;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool accept(char c) {
    skipSpace();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(char c, const char* name) {
    if (!accept(c)) throw unexpected(name);
  }

  bool acceptWord(std::string_view word) {
    const std::size_t end = at_ + word.size();
    if (text_.substr(at_, word.size()) != word) return false;
    if (end < text_.size() && isWordCharacter(text_[end])) return false;
    at_ = end;
    return true;
  }

  std::string_view parseString(const char* expected) {
    skipSpace();
    const char quote = peek();
    if (quote != '\'' && quote != '"') throw unexpected(expected);
    const std::size_t start = ++at_;
    while (peek() != quote) {
      const char c = peek();
      if (c < ' ' || c > '~' || c == '\\') throw unexpected("a plain character or the closing quote");
      ++at_;
    }
    return text_.substr(start, at_++ - start);
  }

  void parseItem() {
    skipSpace();
    const std::size_t start = at_;
    const std::string key(parseString("a key in quotes"));
    const bool known = key == "descr" || key == "fortran_order" || key == "shape";
    if (!known) throw refusal(start, "the header has the unknown key " + inQuotes(key));
    if (!keys_.insert(key).second) throw refusal(start, "the header repeats the key " + inQuotes(key));
    expect(':', "':'");
    skipSpace();
    if (key == "descr") {
      parseDescr();
    } else if (key == "shape") {
      parseShape();
    } else {
      parseOrder();
    }
  }

  void parseDescr() {
    const std::size_t start = at_;
    if (peek() == '[' || peek() == '(') {
      throw refusal(start, "the dtype is structured", "save one field of it as an array of its own");
    }
    const std::string_view descr = parseString("a dtype such as '<f4'");
    const char order = descr.empty() ? '\0' : descr.front();
    const std::string_view code = descr.substr(std::min<std::size_t>(descr.size(), 1));
    if (code.starts_with('O') || descr == "O") {
      throw refusal(start, "the dtype " + inQuotes(descr) + " stands for Python objects",
                    "save numbers, such as numpy.asarray(x, dtype='float32')");
    }
    if (descr == "<V2" || descr == "|V2" || descr == "bfloat16") {
      result_.dtype = DType::bfloat16;
      result_.foreignDescr = descr;
      return;
    }
    if (descr == "<V1" || descr == "|V1") {
      throw refusal(start,
                    "the dtype " + inQuotes(descr) +
                        " stands for bytes without a meaning, such as a float8 of "
                        "which nothing says which",
                    "convert it before saving, such as x.astype('float32')");
    }
    const auto found =
        std::find_if(descrs.begin(), descrs.end(), [&](const Descr& entry) { return entry.code == code; });
    const bool hasOrder = order == '<' || order == '>' || order == '=';
    if (found == descrs.end() || !(hasOrder || (order == '|' && sizeOf(found->dtype) == 1))) {
      throw refusal(
          start, "the dtype " + inQuotes(descr) + " is none of float16, float32, float64, integers and bool",
          "convert it before saving, such as x.astype('float32')");
    }
    result_.dtype = found->dtype;
    result_.isBigEndian = order == '>';
  }

  void parseOrder() {
    result_.isFortranOrder = acceptWord("True");
    if (!result_.isFortranOrder && !acceptWord("False")) throw unexpected("True or False");
  }

  void parseShape() {
    if (!accept('(')) throw unexpected("a shape such as (2, 3)");
    while (!accept(')')) {
      skipSpace();
      if (result_.extents.size() == maxRank)
        throw refusal(at_, "the shape has more than " + std::to_string(maxRank) + " axes",
                      "merge axes before saving the tensor");
      result_.extents.push_back(parseDimension());
      if (accept(',')) continue;
      // (3) is a number in Python; a shape of one axis is (3,).
      if (result_.extents.size() == 1) throw unexpected("','");
      expect(')', "',' or ')'");
      break;
    }
  }

  std::int64_t parseDimension() {
    const std::size_t start = at_;
    if (acceptWord("True") || acceptWord("False"))
      throw refusal(start, "the shape has the boolean dimension " + word(start));
    std::size_t end = start + (peek() == '-' ? 1 : 0);
    const std::size_t digits = end;
    while (end < text_.size() && isDigit(text_[end])) ++end;
    if (end < text_.size() && end > digits &&
        std::string_view(".eE").find(text_[end]) != std::string_view::npos)
      throw refusal(start, "the shape has the fractional dimension " + numberAt(start));
    if (end == digits) throw unexpected("a dimension");
    if (digits > start) throw refusal(start, "the shape has the negative dimension " + numberAt(start));
    if (text_[start] == '0') end = start + 1;  // as in Python, 0 begins no other number
    std::int64_t value = 0;
    if (std::from_chars(text_.data() + start, text_.data() + end, value).ec != std::errc{})
      throw refusal(start, "the shape has the dimension " + inQuotes(text_.substr(start, end - start)) +
                               ", over 2^63 - 1");
    at_ = end;
    if (peek() == 'L') ++at_;  // Python 2 wrote long integers so
    return value;
  }

  std::string word(std::size_t start) const { return std::string(text_.substr(start, at_ - start)); }

  std::string numberAt(std::size_t start) const {
    const std::size_t end = std::min(text_.find_first_not_of("-+.eE0123456789", start), text_.size());
    return std::string(text_.substr(start, std::min(end - start, longestQuote)));
  }

  std::string_view text_;
  std::size_t at_;
  const std::string& subject_;
  std::set<std::string> keys_;
  NpyDictionary result_;
};

}  // namespace

NpyDictionary parseNpyDictionary(std::string_view file, std::size_t begin, std::size_t end,
                                 const std::string& subject) {
  return Parser(file, begin, end, subject).parse();
}

}  // namespace normscope
