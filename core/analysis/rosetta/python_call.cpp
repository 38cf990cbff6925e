#include "core/analysis/rosetta/python_call.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/text/number.h"

namespace normscope::rosetta {
namespace {

constexpr std::size_t longest = 2000;
constexpr int deepestCall = 4;

Error refuseText(std::string_view source, const std::string& reason, const std::string& advice) {
  return nonsense("call '" + std::string(source) + "'", reason, advice);
}

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

bool startsName(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool continuesName(char c) {
  return startsName(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

class CallParser {
 public:
  explicit CallParser(std::string_view text) : text_(text) {}

  PythonCall parse() {
    PythonCall call;
    call.source = text_;
    skipTarget();
    call.path = path();
    if (accept('<')) {
      call.isNode = true;
      if (!accept('>')) arguments(call, '>');
    }
    expect('(');
    if (!accept(')')) arguments(call, ')');
    if (accept('(')) skipApplication();
    accept(',');  // a line of a list of layers
    if (peek() != '\0') fail();
    return call;
  }

 private:
  /// "y =", "self.norm =", "y, updated =": what the result is called does not matter.
  void skipTarget() {
    const std::size_t equals = text_.find('=');
    const std::size_t bracket = text_.find_first_of("(<");
    if (equals == std::string_view::npos || equals > bracket) return;
    for (std::size_t i = 0; i < equals; ++i) {
      const char c = text_[i];
      at_ = i;
      if (!continuesName(c) && c != '.' && c != ',' && c != ' ') fail();
    }
    at_ = equals + 1;
  }

  std::string path() {
    std::string whole = name();
    while (peek() == '.') {
      ++at_;
      whole += "." + name();
    }
    return whole;
  }

  std::string name() {
    if (!startsName(peek())) fail();
    const std::size_t start = at_;
    while (at_ < text_.size() && continuesName(text_[at_])) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  void arguments(PythonCall& call, char end) {
    while (true) {
      const std::string keyword = keywordAhead();
      if (keyword.empty()) {
        if (!call.keywords.empty() && !call.isNode) fail();
        call.positional.push_back(value(0));
      } else {
        if (call.hasKeyword(keyword))
          throw refuseText(text_, keyword + " is given twice", "give each argument once");
        call.keywords.emplace_back(keyword, value(0));
      }
      if (accept(end)) return;
      expect(',');
      if (accept(end)) return;
    }
  }

  /// "eps" of "eps=1e-5", which is read; empty where no keyword is next.
  std::string keywordAhead() {
    const std::size_t before = at_;
    if (startsName(peek())) {
      const std::string keyword = name();
      if (accept('=')) return keyword;
    }
    at_ = before;
    return {};
  }

  Value value(int depth) {
    const char c = peek();
    if (depth > deepestCall) fail();
    if (c == '(' || c == '[') return list(depth);
    if (c == '\'' || c == '"') return text();
    if (startsName(c)) return named();
    return number();
  }

  Value list(int depth) {
    const char end = peek() == '(' ? ')' : ']';
    ++at_;
    Value list;
    list.kind = Value::Kind::list;
    bool comma = false;
    while (!accept(end)) {
      if (!list.items.empty() && !comma) fail();
      list.items.push_back(value(depth + 1));
      comma = accept(',');
    }
    const bool onlyBrackets = end == ')' && list.items.size() == 1 && !comma;
    return onlyBrackets ? list.items[0] : list;
  }

  Value text() {
    const char quote = text_[at_];
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos || text_.substr(at_, end - at_).find('\\') != std::string_view::npos)
      fail();
    Value value;
    value.kind = Value::Kind::text;
    value.text = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return value;
  }

  Value named() {
    Value value;
    value.kind = Value::Kind::name;
    value.text = path();
    if (value.text == "None") value.kind = Value::Kind::none;
    if (value.text == "True" || value.text == "False") {
      value.kind = Value::Kind::boolean;
      value.truth = value.text == "True";
    }
    return value;
  }

  Value number() {
    const std::size_t start = at_;
    if (at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) ++at_;
    while (at_ < text_.size() && isOfNumber(at_)) ++at_;
    std::string_view digits = text_.substr(start, at_ - start);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    Value value;
    if (const auto integer = readInteger(digits)) {
      value.kind = Value::Kind::integer;
      value.integer = *integer;
      return value;
    }
    const auto real = readDouble(digits);
    at_ = real ? at_ : start;
    if (!real) fail();
    value.kind = Value::Kind::real;
    value.real = *real;
    return value;
  }

  bool isOfNumber(std::size_t i) const {
    const char c = text_[i];
    const bool signOfExponent = (c == '-' || c == '+') && (text_[i - 1] == 'e' || text_[i - 1] == 'E');
    return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.' || c == 'e' || c == 'E' ||
           signOfExponent;
  }

  /// What the layer is applied to: names.
  void skipApplication() {
    while (!accept(')')) {
      named();
      if (!accept(',') && peek() != ')') fail();
    }
  }

  char peek() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool accept(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!accept(c)) fail();
  }

  [[noreturn]] void fail() {
    const std::string where =
        peek() == '\0' ? "it ends too early" : "'" + std::string(text_.substr(at_)) + "' can't be read";
    throw refuseText(text_, where, "paste one call with literal arguments, such as nn.GroupNorm(2, 6)");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// helper.make_node("GroupNormalization", inputs, outputs, num_groups=2) as the node that it makes.
PythonCall asNode(PythonCall call) {
  const bool named = !call.positional.empty() && call.positional[0].kind == Value::Kind::text;
  if (!named) throw refuseCall(call, "make_node needs the operator's name", "give it as text, first of all");
  call.path = call.positional[0].text;
  call.positional.clear();
  call.isNode = true;
  std::erase_if(call.keywords, [](const auto& keyword) {
    constexpr std::array<std::string_view, 5> plumbing = {"inputs", "outputs", "name", "doc_string",
                                                          "domain"};
    return std::find(plumbing.begin(), plumbing.end(), keyword.first) != plumbing.end();
  });
  return call;
}

}  // namespace

std::string PythonCall::name() const {
  return path.substr(path.rfind('.') + 1);  // npos + 1 is 0
}

bool PythonCall::hasPart(std::string_view part) const {
  return ("." + path).find("." + std::string(part) + ".") != std::string::npos;
}

bool PythonCall::hasKeyword(std::string_view wanted) const {
  return std::any_of(keywords.begin(), keywords.end(),
                     [&](const auto& keyword) { return keyword.first == wanted; });
}

Error refuseCall(const PythonCall& call, const std::string& reason, const std::string& advice) {
  return refuseText(call.source, reason, advice);
}

PythonCall parsePythonCall(std::string_view text) {
  const std::string_view source = trimmed(text);
  if (source.size() > longest)
    throw nonsense("call", "it has " + std::to_string(source.size()) + " bytes, and one call has few",
                   "paste one call, such as nn.GroupNorm(2, 6)");
  PythonCall call = CallParser(source).parse();
  return call.name() == "make_node" ? asNode(std::move(call)) : call;
}

}  // namespace normscope::rosetta
