#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/io/formats/number_text.h"
#include "core/io/formats/raw_file.h"
#include "core/io/formats/stored_data.h"
#include "core/io/formats/text_reader.h"
#include "core/tensor/memory_limit.h"
#include "core/text/number.h"

namespace normscope {
namespace {

constexpr std::size_t deepestList = 32;
const char* const printAll =
    "print all of it: numpy.set_printoptions(threshold=sys.maxsize), or "
    "torch.set_printoptions(profile='full')";
const char* const giveOnePrintout = "paste one array as NumPy or PyTorch prints it";

/// Reads what Python prints of an array.
class PrintoutParser {
 public:
  PrintoutParser(std::string_view text, const std::string& subject) : text_(text), subject_(subject) {}

  Tensor parse() {
    const bool isCall = parseCall();
    parseValue(0);
    if (isCall) parseArguments();
    skipSpace();
    if (at_ < text_.size()) throw unexpected("the end");
    if (isDeclared_ && extents_.size() == 1 && extents_[0] == 0) extents_ = declared_;
    if (storedBytesOf({DType::uint8}, extents_) != values_.size())
      throw refusal("a number stands beside a list", "give lists of one length");
    requireFits(dtype());
    return Tensor::of<double>(dtype(), extents_, values_);
  }

  bool hasRounded() const { return hasRounded_; }

 private:
  Error refusal(const std::string& reason, const char* advice = giveOnePrintout) const {
    return failure(subject_, "in line " + std::to_string(line_) + " " + reason, advice);
  }

  Error unexpected(const std::string& expected) const {
    if (at_ >= text_.size()) return refusal("the print-out ends where " + expected + " is expected");
    const std::size_t end =
        std::max(std::min(text_.find_first_of(" \t\r\n,[]()", at_), text_.size()), at_ + 1);
    return refusal("there is " + shortQuote(text_.substr(at_, end - at_)) + " where " + expected +
                   " is expected");
  }

  void skipSpace() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n'))
      line_ += text_[at_++] == '\n' ? 1 : 0;
  }

  char peek() {
    skipSpace();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool accept(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  bool acceptWord(std::string_view word) {
    skipSpace();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  /// "array(", "tensor(", ...
  bool parseCall() {
    acceptWord("np.") || acceptWord("numpy.") || acceptWord("torch.");
    if (acceptWord("array(")) return true;
    isTorch_ = acceptWord("tensor(");
    return isTorch_;
  }

  /// A list or a number at this depth; every list of a depth has the same length.
  void parseValue(std::size_t depth) {
    if (!accept('[')) return parseNumber(depth);
    if (depth == deepestList)
      throw refusal("lists are nested deeper than " + std::to_string(deepestList) + " levels");
    std::int64_t count = 0;
    while (!accept(']')) {
      if (count > 0) accept(',');
      // A comma may stand before the end.
      if (accept(']')) break;
      parseValue(depth + 1);
      ++count;
    }
    if (depth >= lengths_.size()) lengths_.resize(depth + 1, -1);
    std::int64_t& length = lengths_[depth];
    if (length >= 0 && length != count) {
      throw refusal(
          "a list has " + std::to_string(count) + " items and another one " + std::to_string(length),
          "give lists of one length");
    }
    length = count;
    if (depth == 0) extents_.assign(lengths_.begin(), lengths_.end());
  }

  void parseNumber(std::size_t depth) {
    skipSpace();
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n,[]()", at_), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    if (word.starts_with("...") || word == "\xe2\x80\xa6")
      throw refusal("the print-out leaves numbers out (...)", printAll);
    if (word.empty()) throw unexpected("a number");
    if (numberDepth_ && *numberDepth_ != depth)
      throw refusal("a number stands beside a list", "give lists of one length");
    numberDepth_ = depth;
    if (word == "True" || word == "False") {
      values_.push_back(word == "True" ? 1 : 0);
      hasTruth_ = true;
    } else {
      const TextNumber number = readTextNumber(word, line_, subject_);
      values_.push_back(number.value);
      hasReal_ = hasReal_ || !number.isWhole;
      hasWhole_ = hasWhole_ || number.isWhole;
      hasRounded_ = hasRounded_ || number.isRounded;
    }
    at_ = end;
  }

  /// ", dtype=torch.float16, device='cuda:0')"
  void parseArguments() {
    while (accept(',')) {
      skipSpace();
      if (acceptWord("dtype=")) {
        acceptWord("torch.") || acceptWord("numpy.") || acceptWord("np.");
        dtype_ = dtypeNamed(takeArgument());
      } else if (acceptWord("size=(") || acceptWord("shape=(")) {
        parseDeclaredShape();
      } else if (acceptWord("device=") || acceptWord("requires_grad=")) {
        takeArgument();
      } else if (acceptWord("grad_fn=<")) {
        const std::size_t end = text_.find('>', at_);
        if (end == text_.npos) throw unexpected("'>'");
        at_ = end + 1;
      } else {
        throw unexpected("dtype=, size=, device=, requires_grad= or grad_fn=");
      }
    }
    if (!accept(')')) throw unexpected("')'");
  }

  std::string_view takeArgument() {
    const std::size_t start = at_;
    at_ = std::min(text_.find_first_of(",)\n", at_), text_.size());
    std::string_view argument = text_.substr(start, at_ - start);
    if (argument.size() > 1 && (argument.front() == '\'' || argument.front() == '"'))
      argument = argument.substr(1, argument.size() - 2);
    return argument;
  }

  DType dtypeNamed(std::string_view name) const {
    try {
      const StoredType type = parseStoredType(name);
      if (type.encoding == Encoding::plain) return type.dtype;
    } catch (const Error&) {
      // Said below, with the line.
    }
    throw refusal("the dtype " + shortQuote(name) + " is not read",
                  "convert it first, such as x.astype('float32')");
  }

  /// Of an array without elements, whose lists do not show it.
  void parseDeclaredShape() {
    isDeclared_ = true;
    while (!accept(')')) {
      skipSpace();
      const std::size_t end = std::min(text_.find_first_not_of("0123456789", at_), text_.size());
      const TextNumber extent = readTextNumber(text_.substr(at_, end - at_), line_, subject_);
      if (!extent.isWhole || extent.value < 0 || extent.isRounded || declared_.size() == deepestList)
        throw refusal("the shape of the print-out is none");
      declared_.push_back(static_cast<std::int64_t>(extent.value));
      at_ = end;
      accept(',');
    }
    if (values_.empty() && storedBytesOf({DType::float64}, declared_).value_or(1) != 0)
      throw refusal("the shape of the print-out has elements and its list has none");
  }

  /// All values must be some of the dtype, floating types apart, which round.
  void requireFits(DType made) const {
    if (isFloating(made)) return;
    visitDType(made, [&](auto tag) {
      using Stored = typename decltype(tag)::type;
      if constexpr (std::is_integral_v<Stored>) {
        const double least = static_cast<double>(std::numeric_limits<Stored>::min());
        const double beyond = std::ldexp(1.0, std::numeric_limits<Stored>::digits);
        for (const double value : values_) {
          const bool fits = value >= least && (made == DType::boolean ? value <= 1 : value < beyond) &&
                            value == std::floor(value);
          if (!fits) throw refusal(shortest(value) + " is no " + std::string(nameOf(made)));
        }
      }
    });
  }

  DType dtype() const {
    if (dtype_) return *dtype_;
    if (hasTruth_ && !hasReal_ && !hasWhole_) return DType::boolean;
    const bool isReal = hasReal_ || values_.empty();
    if (isReal) return isTorch_ ? DType::float32 : DType::float64;
    return DType::int64;
  }

  std::string_view text_;
  const std::string& subject_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::vector<double> values_;
  std::vector<std::int64_t> lengths_;  ///< of the lists of each depth; -1 as long as none has ended
  Extents extents_, declared_;
  std::optional<std::size_t> numberDepth_;
  std::optional<DType> dtype_;
  bool isTorch_ = false, isDeclared_ = false;
  bool hasReal_ = false, hasWhole_ = false, hasTruth_ = false, hasRounded_ = false;
};

std::string_view withoutMark(std::string_view text) {
  return text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text;
}

}  // namespace

bool looksLikeText(std::string_view bytes) {
  for (const char c : withoutMark(bytes).substr(0, 512)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x7e || (byte < 0x20 && c != '\n' && c != '\r' && c != '\t')) return false;
  }
  return true;
}

TensorFile openText(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  const std::string_view text = withoutMark({reinterpret_cast<const char*>(file->data()), file->size()});
  const std::string_view start = text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  for (const char* word : {"[", "array(", "tensor(", "np.array(", "numpy.array(", "torch.tensor("}) {
    if (start.starts_with(word)) return openPrintout(file, subject);
  }
  return openTextTable(file, subject);
}

TensorFile openPrintout(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  // A number of two bytes with its comma takes eight.
  requireWithinMemoryLimit(file->size() * 4, subject);
  PrintoutParser parser(withoutMark({reinterpret_cast<const char*>(file->data()), file->size()}), subject);
  const Tensor tensor = parser.parse();
  const auto read = [tensor](const Progress&) { return tensor; };
  TensorFile result{"text", {{"", std::string(nameOf(tensor.dtype())), tensor.extents(), read}}, {}};
  if (isFloating(tensor.dtype()))
    result.notices.push_back(
        "a print-out holds the digits that were printed, which may be fewer than the tensor had");
  if (parser.hasRounded())
    result.notices.push_back("whole numbers from 2^53 on are rounded to double precision");
  return result;
}

}  // namespace normscope
