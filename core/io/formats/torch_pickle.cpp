#include "core/io/formats/torch_pickle.h"

#include <optional>
#include <set>
#include <unordered_map>

#include "core/error.h"
#include "core/io/formats/little_endian.h"
#include "core/io/formats/torch_names.h"

namespace normscope {
namespace {

constexpr std::size_t largestPickle = std::size_t{64} << 20;
constexpr std::size_t mostValues = 4'000'000;
constexpr std::size_t mostVisits = 4'000'000;
constexpr int deepestNesting = 64;
constexpr std::size_t mostAxesOfTensor = 32;

const char* const saveStateDict = "save a dict of tensors, such as model.state_dict(), with torch.save";

/// What the instructions put on the stack. All values live until the reader is done, and refer to each other
/// by their number: a pickle may build circles.
struct Value {
  enum class Kind { none, truth, integer, real, text, tuple, list, dictionary, name, storage, tensor };

  Kind kind = Kind::none;
  std::int64_t integer =
      0;                  ///< of an integer and of truth; of name, storage and tensor the place in their list
  std::string_view text;  ///< of a text
  std::vector<std::uint32_t> items;  ///< of a dictionary keys and values in turn
};

using Means = PickledName::Kind;

struct PickledStorage {
  std::string key;
  std::optional<StoredType> type;  ///< nothing: bytes without a type
  std::int64_t count = 0;
};

class PickleMachine {
 public:
  PickleMachine(std::string_view pickle, const std::string& subject) : pickle_(pickle), subject_(subject) {}

  std::vector<PickledTensor> run() {
    if (pickle_.size() > largestPickle)
      throw failure(subject_, "the pickle has more than " + std::to_string(largestPickle) + " bytes",
                    saveStateDict);
    while (!isStopped_) step();
    if (at_ != pickle_.size()) throw refusal("bytes follow the end of the pickle");
    if (stack_.size() != 1 || !marks_.empty())
      throw refusal("the pickle ends with a stack of more than its value");
    collect(stack_.back(), "", 0);
    return std::move(found_);
  }

 private:
  using Number = std::uint32_t;

  Error refusal(const std::string& reason) const {
    return failure(subject_, "at byte " + std::to_string(start_) + " " + reason, saveStateDict);
  }

  // The bytes.

  std::string_view take(std::uint64_t count) {
    if (count > pickle_.size() - at_) throw refusal("the pickle ends in an instruction");
    const std::string_view bytes = pickle_.substr(at_, count);
    at_ += count;
    return bytes;
  }

  template <typename T>
  T number() {
    return littleEndian<T>(take(sizeof(T)), 0);
  }

  std::string_view line() {
    const std::size_t end = pickle_.find('\n', at_);
    if (end == pickle_.npos) throw refusal("the pickle ends in an instruction");
    const std::string_view text = pickle_.substr(at_, end - at_);
    at_ = end + 1;
    return text;
  }

  // The stack.

  void push(Value value) {
    if (values_.size() == mostValues)
      throw refusal("the pickle makes more than " + std::to_string(mostValues) + " values");
    values_.push_back(std::move(value));
    stack_.push_back(static_cast<Number>(values_.size() - 1));
  }

  void push(Value::Kind kind, std::int64_t integer = 0) { push({kind, integer, {}, {}}); }

  Number pop() {
    const std::size_t floor = marks_.empty() ? 0 : marks_.back();
    if (stack_.size() == floor) throw refusal("the stack of the pickle is empty");
    const Number top = stack_.back();
    stack_.pop_back();
    return top;
  }

  Value& top() {
    const Number number = pop();
    stack_.push_back(number);
    return values_[number];
  }

  std::vector<Number> popToMark() {
    if (marks_.empty()) throw refusal("the pickle lacks a mark");
    const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Number> items(from, stack_.end());
    stack_.erase(from, stack_.end());
    marks_.pop_back();
    return items;
  }

  void pushTuple(std::vector<Number> items) { push({Value::Kind::tuple, 0, {}, std::move(items)}); }

  void tupleOf(std::size_t count) {
    std::vector<Number> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    pushTuple(std::move(items));
  }

  void remember(std::uint64_t place) {
    const Number number = pop();
    stack_.push_back(number);
    memo_[place] = number;
  }

  void recall(std::uint64_t place) {
    const auto found = memo_.find(place);
    if (found == memo_.end()) throw refusal("the memo of the pickle has no entry " + std::to_string(place));
    stack_.push_back(found->second);
  }

  // The instructions.

  void step() {
    start_ = at_;
    const auto code = static_cast<unsigned char>(take(1).front());
    using Kind = Value::Kind;
    switch (code) {
      case 0x80:
        return protocol(number<std::uint8_t>());
      case 0x95:
        static_cast<void>(number<std::uint64_t>());  // how much to read at once
        return;
      case '.':
        isStopped_ = true;
        return;
      case '(':
        return marks_.push_back(stack_.size());
      case 'N':
        return push(Kind::none);
      case 0x88:
        return push(Kind::truth, 1);
      case 0x89:
        return push(Kind::truth, 0);
      case 'J':
        return push(Kind::integer, number<std::int32_t>());
      case 'K':
        return push(Kind::integer, number<std::uint8_t>());
      case 'M':
        return push(Kind::integer, number<std::uint16_t>());
      case 0x8a:
        return longInteger(take(number<std::uint8_t>()));
      case 'G':
        take(8);
        return push(Kind::real);
      case 'X':
        return push({Kind::text, 0, take(number<std::uint32_t>()), {}});
      case 0x8c:
        return push({Kind::text, 0, take(number<std::uint8_t>()), {}});
      case 0x8d:
        return push({Kind::text, 0, take(number<std::uint64_t>()), {}});
      case ')':
        return push(Kind::tuple);
      case ']':
        return push(Kind::list);
      case '}':
        return push(Kind::dictionary);
      case 0x85:
      case 0x86:
      case 0x87:
        return tupleOf(code - 0x84u);
      case 't':
        return pushTuple(popToMark());
      case 'a':
        return append({pop()});
      case 'e':
        return append(popToMark());
      case 's': {
        const Number value = pop();
        return set({pop(), value});
      }
      case 'u':
        return set(popToMark());
      case 'q':
        return remember(number<std::uint8_t>());
      case 'r':
        return remember(number<std::uint32_t>());
      case 0x94:
        return remember(memo_.size());
      case 'h':
        return recall(number<std::uint8_t>());
      case 'j':
        return recall(number<std::uint32_t>());
      case 'c': {
        const std::string_view module = line();
        return named(module, line());
      }
      case 0x93: {
        const Value name = values_[pop()], module = values_[pop()];
        if (name.kind != Kind::text || module.kind != Kind::text)
          throw refusal("a name of the pickle is no text");
        return named(module.text, name.text);
      }
      case 'Q':
        return persistent(values_[pop()]);
      case 'R': {
        const Value arguments = values_[pop()];
        return reduce(values_[pop()], arguments);
      }
      case 'b':
        return build();
      default:
        return refuseInstruction(code);
    }
  }

  void refuseInstruction(unsigned char code) const {
    static const char* const digits = "0123456789abcdef";
    const std::string byte = std::string("0x") + digits[code / 16] + digits[code % 16];
    const std::string_view name = pickleInstruction(code);
    throw refusal(name.empty() ? "the pickle has " + byte + ", which is no instruction"
                               : "the pickle has the instruction " + std::string(name) + " (" + byte +
                                     "), which tensors do not need");
  }

  void protocol(unsigned version) const {
    if (version < 2 || version > 5)
      throw refusal("the protocol of the pickle is " + std::to_string(version) + ", none of 2 to 5");
  }

  /// Little-endian, two's complement, as long as needed.
  void longInteger(std::string_view bytes) {
    if (bytes.size() > 8) return push(Value::Kind::real);  // no size or stride; only passed over
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    const bool isNegative = !bytes.empty() && bytes.size() < 8 && (bytes.back() & 0x80) != 0;
    if (isNegative) value |= ~std::uint64_t{0} << 8 * bytes.size();
    push(Value::Kind::integer, static_cast<std::int64_t>(value));
  }

  void append(const std::vector<Number>& items) {
    Value& list = top();
    if (list.kind != Value::Kind::list) throw refusal("the pickle appends to what is no list");
    list.items.insert(list.items.end(), items.begin(), items.end());
  }

  void set(const std::vector<Number>& items) {
    Value& dictionary = top();
    if (dictionary.kind != Value::Kind::dictionary) throw refusal("the pickle sets items of what is no dict");
    if (items.size() % 2 != 0) throw refusal("the pickle sets a key without a value");
    dictionary.items.insert(dictionary.items.end(), items.begin(), items.end());
  }

  void named(std::string_view module, std::string_view name) {
    const std::string full = std::string(module) + "." + std::string(name);
    const auto place = pickledNameAt(full);
    if (!place) throw refusal("the pickle names '" + full + "', which tensors do not need");
    push(Value::Kind::name, static_cast<std::int64_t>(*place));
  }

  const PickledName& nameOf(const Value& value) const {
    if (value.kind != Value::Kind::name) throw refusal("the pickle calls what is no name");
    return pickledName(static_cast<std::size_t>(value.integer));
  }

  /// Attributes of a dict, such as the versions of a state_dict's modules.
  void build() {
    pop();
    if (top().kind != Value::Kind::dictionary) throw refusal("the pickle sets attributes of what is no dict");
  }

  const Value& item(const Value& tuple, std::size_t i) const { return values_[tuple.items[i]]; }

  void requireArguments(const Value& arguments, std::size_t least, std::size_t most,
                        std::string_view of) const {
    const bool fits = arguments.kind == Value::Kind::tuple && arguments.items.size() >= least &&
                      arguments.items.size() <= most;
    if (!fits) throw refusal("the pickle calls '" + std::string(of) + "' with other arguments than PyTorch");
  }

  /// ("storage", type, key, device, count)
  void persistent(const Value& id) {
    const bool isStorage = id.kind == Value::Kind::tuple && id.items.size() == 5 &&
                           item(id, 0).kind == Value::Kind::text && item(id, 0).text == "storage" &&
                           item(id, 1).kind == Value::Kind::name && item(id, 2).kind == Value::Kind::text &&
                           item(id, 4).kind == Value::Kind::integer && item(id, 4).integer >= 0;
    if (!isStorage) throw refusal("the pickle refers to something that is no storage of PyTorch");
    const PickledName& type = nameOf(item(id, 1));
    if (type.kind != Means::storage && type.kind != Means::untyped)
      throw refusal("the pickle has a storage of '" + std::string(type.name) + "'");
    PickledStorage storage{std::string(item(id, 2).text), std::nullopt, item(id, 4).integer};
    if (type.kind == Means::storage) storage.type = type.type;
    storages_.push_back(std::move(storage));
    push(Value::Kind::storage, static_cast<std::int64_t>(storages_.size() - 1));
  }

  void reduce(const Value& callable, const Value& arguments) {
    const PickledName& name = nameOf(callable);
    switch (name.kind) {
      case Means::dictionary:
        requireArguments(arguments, 0, 0, name.name);
        return push(Value::Kind::dictionary);
      case Means::size:
        requireArguments(arguments, 1, 1, name.name);
        return stack_.push_back(arguments.items[0]);
      case Means::rebuildParameter:
        requireArguments(arguments, 3, 3, name.name);
        if (item(arguments, 0).kind != Value::Kind::tensor)
          throw refusal("a parameter of the pickle is no tensor");
        return stack_.push_back(arguments.items[0]);
      case Means::rebuildTensor:
        requireArguments(arguments, 4, 7, name.name);
        return rebuild(arguments, std::nullopt);
      case Means::rebuildTensorV3: {
        requireArguments(arguments, 7, 8, name.name);
        const PickledName& type = nameOf(item(arguments, 6));
        if (type.kind != Means::dtype)
          throw refusal("the dtype of a tensor of the pickle is '" + std::string(type.name) + "'");
        return rebuild(arguments, type.type);
      }
      default:
        throw refusal("the pickle calls '" + std::string(name.name) + "', which is no function");
    }
  }

  std::vector<std::int64_t> integers(const Value& tuple) const {
    std::vector<std::int64_t> numbers;
    const bool isTuple = tuple.kind == Value::Kind::tuple && tuple.items.size() <= mostAxesOfTensor;
    for (std::size_t i = 0; isTuple && i < tuple.items.size(); ++i) {
      if (item(tuple, i).kind == Value::Kind::integer && item(tuple, i).integer >= 0)
        numbers.push_back(item(tuple, i).integer);
    }
    if (!isTuple || numbers.size() != tuple.items.size())
      throw refusal("a shape or stride of the pickle is no tuple of at most 32 numbers of 0 or more");
    return numbers;
  }

  /// (storage, offset, size, stride, ...)
  void rebuild(const Value& arguments, const std::optional<StoredType>& type) {
    if (item(arguments, 0).kind != Value::Kind::storage || item(arguments, 1).kind != Value::Kind::integer ||
        item(arguments, 1).integer < 0) {
      throw refusal("the pickle makes a tensor of what is no storage");
    }
    const PickledStorage& storage = storages_[static_cast<std::size_t>(item(arguments, 0).integer)];
    PickledTensor tensor;
    if (!type && !storage.type) throw refusal("the pickle makes a tensor of a storage without a type");
    tensor.type = type ? *type : *storage.type;
    tensor.storage = storage.key;
    const auto itemSize = static_cast<std::int64_t>(storage.type ? storage.type->size() : 1);
    if (__builtin_mul_overflow(storage.count, itemSize, &tensor.storageBytes))
      throw refusal("a storage of the pickle has more than 2^63 bytes");
    tensor.offset = item(arguments, 1).integer;
    tensor.extents = integers(item(arguments, 2));
    tensor.strides = integers(item(arguments, 3));
    if (tensor.extents.size() != tensor.strides.size())
      throw refusal("a tensor of the pickle has " + std::to_string(tensor.extents.size()) + " axes and " +
                    std::to_string(tensor.strides.size()) + " strides");
    requireInside(tensor);
    tensors_.push_back(std::move(tensor));
    push(Value::Kind::tensor, static_cast<std::int64_t>(tensors_.size() - 1));
  }

  void requireInside(const PickledTensor& tensor) const {
    const auto bytes = storedBytesOf(tensor.type, tensor.extents);
    if (!bytes)
      throw refusal("a tensor of the pickle of shape " + toText(tensor.extents) +
                    " takes more than 2^63 bytes");
    if (*bytes == 0) return;
    std::int64_t last = tensor.offset;
    bool fits = true;
    for (std::size_t i = 0; i < tensor.extents.size(); ++i) {
      std::int64_t step = 0;
      fits = fits && !__builtin_mul_overflow(tensor.extents[i] - 1, tensor.strides[i], &step) &&
             !__builtin_add_overflow(last, step, &last);
    }
    const auto size = static_cast<std::int64_t>(tensor.type.size());
    if (!fits || last >= tensor.storageBytes / size) {
      throw refusal("a tensor of the pickle of shape " + toText(tensor.extents) + " and strides " +
                    toText(tensor.strides) + " reaches beyond its storage '" + tensor.storage + "' of " +
                    std::to_string(tensor.storageBytes) + " bytes");
    }
  }

  // What came of it.

  void collect(Number number, const std::string& name, int depth) {
    if (depth > deepestNesting) throw refusal("the pickle is nested deeper than 64 levels, or in a circle");
    if (++visits_ > mostVisits)
      throw refusal("the pickle leads to more than " + std::to_string(mostVisits) + " values");
    const Value& value = values_[number];
    const auto under = [&](const std::string& key) { return name.empty() ? key : name + "." + key; };
    if (value.kind == Value::Kind::tensor) {
      found_.push_back(tensors_[static_cast<std::size_t>(value.integer)]);
      found_.back().name = name;
      if (!names_.insert(name).second) throw refusal("two tensors of the pickle are called '" + name + "'");
    } else if (value.kind == Value::Kind::list || value.kind == Value::Kind::tuple) {
      for (std::size_t i = 0; i < value.items.size(); ++i)
        collect(value.items[i], under(std::to_string(i)), depth + 1);
    } else if (value.kind == Value::Kind::dictionary) {
      collectItems(value, under, depth);
    }
  }

  template <typename Under>
  void collectItems(const Value& dictionary, const Under& under, int depth) {
    for (std::size_t i = 0; i < dictionary.items.size(); i += 2) {
      const Value& key = item(dictionary, i);
      const bool isText = key.kind == Value::Kind::text;
      if (!isText && key.kind != Value::Kind::integer && key.kind != Value::Kind::truth) continue;
      collect(dictionary.items[i + 1], under(isText ? std::string(key.text) : std::to_string(key.integer)),
              depth + 1);
    }
  }

  std::string_view pickle_;
  const std::string& subject_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  ///< of the instruction
  bool isStopped_ = false;
  std::vector<Value> values_;
  std::vector<Number> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, Number> memo_;
  std::vector<PickledStorage> storages_;
  std::vector<PickledTensor> tensors_;
  std::vector<PickledTensor> found_;
  std::set<std::string> names_;
  std::size_t visits_ = 0;
};

}  // namespace

std::vector<PickledTensor> readTorchPickle(std::string_view pickle, const std::string& subject) {
  return PickleMachine(pickle, subject).run();
}

}  // namespace normscope
