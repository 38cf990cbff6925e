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

  static constexpr std::array<std::string_view, 12> movers = {
      "to",    "cuda", "cpu",      "half",           "float",    "double",
      "train", "eval", "bfloat16", "requires_grad_", "to_empty", "type"};

  PythonCall parse() {
    PythonCall call;
    call.source = text_;
    skipLabel();
    skipTarget();
    call.path = path();
    if (accept('<')) {
      call.isNode = true;
      if (!accept('>')) arguments(call, '>');
    }
    expect('(');
    if (!accept(')')) arguments(call, ')');
    while (peek() == '(' || peek() == '.') accept('(') ? application(call) : method(call);
    accept(',');  // a line of a list of layers
    if (peek() != '\0') fail();
    return call;
  }

 private:
  /// "(bn1):", as a model prints its layers.
  void skipLabel() {
    if (peek() != '(') return;
    const std::size_t end = text_.find(')');
    if (end == std::string_view::npos || end + 1 >= text_.size() || text_[end + 1] != ':') return;
    for (std::size_t i = at_ + 1; i < end; ++i) {
      if (!continuesName(text_[i]) && text_[i] != '.' && text_[i] != '-') return;
    }
    at_ = end + 2;
  }

  /// "y =", "self.norm =", "y, updated =", "self.norm: nn.Module =": what the result is called does not
  /// matter.
  void skipTarget() {
    const std::size_t equals = text_.find('=', at_);
    const std::size_t bracket = text_.find_first_of("(<", at_);
    if (equals == std::string_view::npos || equals > bracket) return;
    for (std::size_t i = at_; i < equals; ++i) {
      const char c = text_[i];
      at_ = i;
      if (!continuesName(c) && std::string_view(".,: []|%").find(c) == std::string_view::npos) fail();
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
      if (accept(':') && startsName(peek())) name();  // a type: "axis: int = -1", as ONNX prints it
      if (accept('=')) return keyword;
    }
    at_ = before;
    return {};
  }

  Value value(int depth) {
    peek();
    const std::size_t start = at_;
    Value whole = product(depth);
    while (peek() == '+' || peek() == '-') {
      const char sign = text_[at_++];
      whole = combined(whole, sign, product(depth), start);
    }
    return whole;
  }

  Value product(int depth) {
    peek();
    const std::size_t start = at_;
    Value whole = atom(depth);
    while (peek() == '*' || peek() == '/') {
      char sign = text_[at_++];
      if (sign == '/' && at_ < text_.size() && text_[at_] == '/') {
        ++at_;
        sign = ':';
      }
      whole = combined(whole, sign, atom(depth), start);
    }
    return whole;
  }

  /// Of two whole numbers one, ':' dividing them; what else there is stays as it is written.
  Value combined(const Value& a, char sign, const Value& b, std::size_t start) {
    Value result;
    result.kind = Value::Kind::name;
    result.text = trimmed(text_.substr(start, at_ - start));
    const auto number = [](const Value& v) { return v.kind == Value::Kind::integer; };
    if (!number(a) || !number(b)) return result;
    bool over = sign == '/' || (sign == ':' && (b.integer <= 0 || a.integer < 0));
    if (sign == '*') over = __builtin_mul_overflow(a.integer, b.integer, &result.integer);
    if (sign == '+') over = __builtin_add_overflow(a.integer, b.integer, &result.integer);
    if (sign == '-') over = __builtin_sub_overflow(a.integer, b.integer, &result.integer);
    if (over) return result;
    if (sign == ':') result.integer = a.integer / b.integer;
    result.kind = Value::Kind::integer;
    return result;
  }

  Value atom(int depth) {
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
    peek();
    const std::size_t start = at_;
    value.text = path();
    if (value.text == "not") return negated(start);
    while (peek() == '[' || peek() == '(') {
      skipBrackets();
      while (accept('.')) name();
      value.text = text_.substr(start, at_ - start);
    }
    if (value.text == "None") value.kind = Value::Kind::none;
    if (value.text == "True" || value.text == "False") {
      value.kind = Value::Kind::boolean;
      value.truth = value.text == "True";
    }
    return value;
  }

  Value negated(std::size_t start) {
    Value value = atom(0);
    value.truth = !value.truth;
    if (value.kind == Value::Kind::boolean) return value;
    value = Value{};
    value.kind = Value::Kind::name;
    value.text = text_.substr(start, at_ - start);
    return value;
  }

  /// What is called or indexed is not evaluated: "x.shape[1:]", "nnx.Rngs(0)".
  void skipBrackets() {
    const std::size_t start = at_;
    int open = 0;
    do {
      if (at_ >= text_.size()) {
        at_ = start;
        fail();
      }
      const char c = text_[at_++];
      if (c == '(' || c == '[' || c == '{') ++open;
      if (c == ')' || c == ']' || c == '}') --open;
    } while (open > 0);
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

  /// What the layer is applied to.
  void application(PythonCall& call) {
    PythonCall applied;
    if (!accept(')')) arguments(applied, ')');
    call.applied = std::move(applied.keywords);
  }

  /// What moves a layer and leaves its function as it is; eval() is kept.
  void method(PythonCall& call) {
    const std::size_t start = at_++;
    const std::string called = name();
    if (std::find(movers.begin(), movers.end(), called) == movers.end() || !accept('(')) {
      at_ = start;
      fail();
    }
    PythonCall ignored;
    if (!accept(')')) arguments(ignored, ')');
    const bool off = called == "train" && ignored.positional.size() == 1 &&
                     ignored.positional[0].kind == Value::Kind::boolean && !ignored.positional[0].truth;
    if (called == "train" || called == "eval") call.evaluates = called == "eval" || off;
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
  std::vector<Value> inputs;
  if (call.positional.size() > 1) inputs = call.positional[1].items;
  for (const auto& [name, value] : call.keywords) {
    if (name == "inputs") inputs = value.items;
  }
  for (Value& input : inputs) input.kind = Value::Kind::name;
  call.positional = std::move(inputs);
  call.isNode = true;
  std::erase_if(call.keywords, [](const auto& keyword) {
    constexpr std::array<std::string_view, 5> plumbing = {"inputs", "outputs", "name", "doc_string",
                                                          "domain"};
    return std::find(plumbing.begin(), plumbing.end(), keyword.first) != plumbing.end();
  });
  return call;
}

/// "op.LayerNormalization(x, s, axis=-1)" of onnxscript, and "LayerNormalization (x, s)" without attributes,
/// which no layer's constructor is: they take numbers.
bool isNodeWithoutBrackets(const PythonCall& call) {
  const std::string_view path = call.path;
  if (path.starts_with("op.") || (path.starts_with("opset") && path.find('.') != path.npos)) return true;
  constexpr std::array<std::string_view, 10> operators = {
      "BatchNormalization",     "GroupNormalization",
      "InstanceNormalization",  "LayerNormalization",
      "LpNormalization",        "MeanVarianceNormalization",
      "RMSNormalization",       "SimplifiedLayerNormalization",
      "SkipLayerNormalization", "SkipSimplifiedLayerNormalization"};
  if (std::find(operators.begin(), operators.end(), path) == operators.end()) return false;
  const bool oneInput = path.starts_with("Lp") || path.starts_with("Mean");
  return call.keywords.empty() && call.applied.empty() && call.positional.size() >= (oneInput ? 1u : 2u) &&
         std::all_of(call.positional.begin(), call.positional.end(),
                     [](const Value& value) { return value.kind == Value::Kind::name; });
}

}  // namespace

std::string withoutComments(std::string_view text) {
  std::string kept;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '#' && quote == '\0') {
      while (i < text.size() && text[i] != '\n') ++i;
      if (i < text.size()) kept += '\n';
      continue;
    }
    if (c == quote || c == '\n') {
      quote = '\0';
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    }
    kept += c;
  }
  return kept;
}

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
  const std::string bare = withoutComments(text);
  const std::string_view source = trimmed(bare);
  if (source.size() > longest)
    throw nonsense("call", "it has " + std::to_string(source.size()) + " bytes, and one call has few",
                   "paste one call, such as nn.GroupNorm(2, 6)");
  PythonCall call = CallParser(source).parse();
  if (isNodeWithoutBrackets(call)) call.isNode = true;
  return call.name() == "make_node" ? asNode(std::move(call)) : call;
}

}  // namespace normscope::rosetta
