#include "core/analysis/rosetta/read_calls.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/analysis/rosetta/call_arguments.h"

namespace normscope {
namespace rosetta {
namespace {

constexpr std::size_t longestText = 1 << 20;

bool isLetter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool isWordCharacter(char c) {
  return isLetter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// Classes with "Norm" in their name, and functions that normalize; self.norm(x) is the use of a layer.
bool isNormName(std::string_view path) {
  if (path.starts_with("self.")) return false;
  constexpr std::array<std::string_view, 7> functions = {
      "batch_norm", "layer_norm", "instance_norm", "group_norm", "rms_norm", "normalize", "l2_normalize"};
  const std::size_t dot = path.rfind('.');
  const std::string_view name = dot == std::string_view::npos ? path : path.substr(dot + 1);
  const bool ofLibrary = dot != std::string_view::npos;
  return name.find("Norm") != std::string_view::npos ||
         (ofLibrary && std::find(functions.begin(), functions.end(), name) != functions.end());
}

struct Found {
  std::string name;
  std::string call;
};

/// Walks through the text once and takes the calls out, with the names of what they stand in.
class CallFinder {
 public:
  explicit CallFinder(const std::string& text) : text_(text) {}

  std::vector<Found> find() {
    while (at_ < text_.size()) step();
    return std::move(found_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      label_.clear();
      annotated_ = false;
      ++at_;
    } else if (c == '(') {
      if (!readLabel()) open();
    } else if (c == ')') {
      if (!open_.empty()) open_.pop_back();
      ++at_;
    } else if (c == '\'' || c == '"') {
      skipText(c);
    } else if (isLetter(c)) {
      readPath();
    } else {
      ++at_;
    }
  }

  void skipText(char quote) {
    const std::size_t end = text_.find_first_of(std::string("\n") + quote, at_ + 1);
    at_ = end == std::string::npos ? text_.size() : end + 1;
  }

  void open() {
    open_.push_back(label_);
    label_.clear();
    ++at_;
  }

  /// Where "(bn1):" ends that begins here; npos where none does.
  std::size_t labelEnd(std::size_t start) const {
    std::size_t end = start + 1;
    while (end < text_.size() && (isWordCharacter(text_[end]) || text_[end] == '.' || text_[end] == '-'))
      ++end;
    const bool label =
        end > start + 1 && end + 1 < text_.size() && text_[end] == ')' && text_[end + 1] == ':';
    return label ? end + 2 : std::string::npos;
  }

  bool readLabel() {
    const std::size_t end = labelEnd(at_);
    if (end == std::string::npos) return false;
    label_ = text_.substr(at_ + 1, end - at_ - 3);
    at_ = end;
    return true;
  }

  std::size_t afterSpace(std::size_t i) const {
    while (i < text_.size() && (text_[i] == ' ' || text_[i] == '\t')) ++i;
    return i;
  }

  void readPath() {
    const std::size_t start = at_;
    while (at_ < text_.size() && (isWordCharacter(text_[at_]) || text_[at_] == '.')) ++at_;
    const std::string path = text_.substr(start, at_ - start);
    if (path == "class" || path == "def" || path == "import") {  // what follows is defined there, not used
      at_ = std::min(text_.find('\n', at_), text_.size());
      return;
    }
    const std::size_t next = afterSpace(at_);
    const char c = next < text_.size() ? text_[next] : '\0';
    if (c == '=' && text_[next + 1] != '=') {
      if (!annotated_) label_ = path;
    } else if (c == ':') {
      label_ = path;
      annotated_ = true;
    } else if ((c == '(' || c == '<') && isNormName(path)) {
      at_ = next;
      takeCall(start);
    }
  }

  /// Behind the bracket that closes the one here, or npos.
  std::size_t closed(std::size_t i) const {
    const char opening = text_[i];
    const char closing = opening == '(' ? ')' : '>';
    int open = 0;
    for (; i < text_.size(); ++i) {
      if (text_[i] == opening) ++open;
      if (text_[i] == closing && --open == 0) return i + 1;
    }
    return std::string::npos;
  }

  bool isContainer(std::size_t bracket) const {
    std::size_t inner = bracket + 1;
    while (inner < text_.size() && std::isspace(static_cast<unsigned char>(text_[inner])) != 0) ++inner;
    return text_[bracket] == '(' && inner < text_.size() && text_[inner] == '(' &&
           labelEnd(inner) != std::string::npos;
  }

  void takeCall(std::size_t start) {
    if (isContainer(at_)) return open();
    std::size_t end = closed(at_);
    if (end != std::string::npos && text_[at_] == '<') {
      const std::size_t inputs = afterSpace(end);
      end = inputs < text_.size() && text_[inputs] == '(' ? closed(inputs) : std::string::npos;
    }
    if (end == std::string::npos) {  // it ends too early, and so does all that follows
      found_.push_back({nameOf(start), text_.substr(start)});
      at_ = text_.size();
      return;
    }
    end = withUse(end);
    found_.push_back({nameOf(start), text_.substr(start, end - start)});
    at_ = end;
  }

  /// With "(x, training=False)" and ".eval()" behind it.
  std::size_t withUse(std::size_t end) const {
    while (end < text_.size()) {
      std::size_t bracket = end;
      if (text_[bracket] == '.') {
        ++bracket;
        while (bracket < text_.size() && isWordCharacter(text_[bracket])) ++bracket;
      }
      if (bracket >= text_.size() || text_[bracket] != '(') return end;
      const std::size_t next = closed(bracket);
      if (next == std::string::npos) return end;
      end = next;
    }
    return end;
  }

  std::string nameOf(std::size_t start) const {
    std::string name;
    for (const std::string& label : open_) {
      if (!label.empty()) name += label + ".";
    }
    if (!label_.empty()) return name + label_;
    std::size_t end = start;
    while (end < text_.size() && (isWordCharacter(text_[end]) || text_[end] == '.')) ++end;
    return name + text_.substr(start, end - start);
  }

  const std::string& text_;
  std::size_t at_ = 0;
  std::string label_;       ///< "(bn1):" or "self.bn1 =" on this line
  bool annotated_ = false;  ///< "self.bn1: nn.Module =": the type is no name
  std::vector<std::string> open_;
  std::vector<Found> found_;
};

const Value* argument(const PythonCall& call, std::size_t position, std::string_view name) {
  for (const auto& [keyword, value] : call.keywords) {
    if (keyword == name) return &value;
  }
  return position < call.positional.size() ? &call.positional[position] : nullptr;
}

Shape withChannels(const Shape& shape, const Value* channels) {
  const auto axis = shape.layout().find(AxisRole::channel);
  if (channels == nullptr || channels->kind != Value::Kind::integer || channels->integer < 1 || !axis)
    return shape;
  Extents extents = shape.extents();
  extents[static_cast<std::size_t>(*axis)] = channels->integer;
  return {shape.layout(), extents};
}

Shape withLast(const Shape& shape, const Value* last) {
  if (last == nullptr) return shape;
  const std::vector<Value> items = last->kind == Value::Kind::list ? last->items : std::vector<Value>{*last};
  Extents extents = shape.extents();
  if (items.size() > extents.size()) return shape;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind != Value::Kind::integer || items[i].integer < 1) return shape;
    extents[extents.size() - items.size() + i] = items[i].integer;
  }
  return {shape.layout(), extents};
}

/// The shape with as many channels, or as long last axes, as a layer of PyTorch says that it has.
Shape fitted(const PythonCall& call, const Shape& shape) {
  const std::string name = call.name();
  if (call.isNode) return shape;
  if (name == "GroupNorm" && !call.hasPart("timm") && !call.hasPart("nnx"))
    return withChannels(shape, argument(call, 1, "num_channels"));
  if (name.find("BatchNorm") != std::string::npos || name.starts_with("InstanceNorm") || name == "GroupNorm")
    return withChannels(shape, argument(call, 0, "num_features"));
  if (name == "LayerNorm2d" || name == "RmsNorm2d") {
    const Value* channels = argument(call, 0, "normalized_shape");
    if (channels != nullptr && channels->kind == Value::Kind::list && channels->items.size() == 1)
      channels = &channels->items[0];
    return withChannels(shape, channels);
  }
  const bool last =
      name == "LayerNorm" || name == "T5LayerNorm" || name.ends_with("RMSNorm") || name == "RmsNorm";
  return last ? withLast(shape, argument(call, 0, "normalized_shape")) : shape;
}

NamedReading readFound(const Found& found, const Shape& shape) {
  NamedReading named{found.name, found.call, shape, std::nullopt, {}};
  try {
    named.shape = fitted(parsePythonCall(found.call), shape);
    named.reading = readCall(found.call, named.shape);
  } catch (const Error& error) {
    named.reason = error.what();
  }
  return named;
}

}  // namespace
}  // namespace rosetta

std::vector<NamedReading> readCalls(const std::string& text, const Shape& shape) {
  if (text.size() > rosetta::longestText)
    throw nonsense("call", "it has " + std::to_string(text.size()) + " bytes, more than 1 MB",
                   "paste the part of it that has the layers");
  const std::string bare = rosetta::withoutComments(text);
  std::vector<NamedReading> all;
  for (const rosetta::Found& found : rosetta::CallFinder(bare).find())
    all.push_back(rosetta::readFound(found, shape));
  return all;
}

}  // namespace normscope
