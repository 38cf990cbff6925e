#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/io/formats/number_text.h"
#include "core/io/formats/stored_data.h"
#include "core/io/formats/text_reader.h"
#include "core/tensor/memory_limit.h"

namespace normscope {
namespace {

constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

/// The lines of a table that hold numbers.
class TableLines {
 public:
  explicit TableLines(std::string_view text) : text_(text) {
    if (text_.starts_with(byteOrderMark)) text_.remove_prefix(byteOrderMark.size());
    size_ = text_.size();
  }

  /// The next one, without blanks at its ends; nothing at the end.
  std::optional<std::string_view> next() {
    while (!text_.empty()) {
      const auto* end = static_cast<const char*>(std::memchr(text_.data(), '\n', text_.size()));
      const std::size_t length = end == nullptr ? text_.size() : static_cast<std::size_t>(end - text_.data());
      std::string_view line = text_.substr(0, length);
      text_.remove_prefix(std::min(length + 1, text_.size()));
      ++number_;
      while (!line.empty() && isBlank(line.back())) line.remove_suffix(1);
      while (!line.empty() && isBlank(line.front())) line.remove_prefix(1);
      if (!line.empty() && line.front() != '#') return line;
    }
    return std::nullopt;
  }

  std::size_t number() const { return number_; }
  double fraction() const {
    return 1 - static_cast<double>(text_.size()) / static_cast<double>(std::max<std::size_t>(size_, 1));
  }

  static bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

 private:
  std::string_view text_;
  std::size_t size_ = 0;
  std::size_t number_ = 0;
};

/// What parts the columns; a blank stands for any number of blanks and tabs.
char delimiterOf(std::string_view line) {
  for (const char c : {';', ',', '\t'}) {
    if (line.find(c) != line.npos) return c;
  }
  return ' ';
}

/// Takes the next column off the line.
std::string_view takeColumn(std::string_view& line, char delimiter) {
  std::size_t end = 0;
  if (delimiter == ' ') {
    while (end < line.size() && !TableLines::isBlank(line[end])) ++end;
  } else {
    end = std::min(line.find(delimiter), line.size());
  }
  std::string_view column = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  while (delimiter == ' ' && !line.empty() && TableLines::isBlank(line.front())) line.remove_prefix(1);
  while (!column.empty() && TableLines::isBlank(column.back())) column.remove_suffix(1);
  while (!column.empty() && TableLines::isBlank(column.front())) column.remove_prefix(1);
  return column;
}

struct TableShape {
  std::int64_t rows = 0, columns = 0;
  std::size_t firstLine = 0;
  char delimiter = ' ';
};

std::int64_t columnsOf(std::string_view line, char delimiter) {
  std::int64_t columns = 1;
  if (delimiter != ' ') return columns + std::count(line.begin(), line.end(), delimiter);
  columns = 0;
  while (!line.empty()) {
    takeColumn(line, ' ');
    ++columns;
  }
  return columns;
}

TableShape shapeOfTable(std::string_view text) {
  TableLines lines(text);
  TableShape shape;
  while (const auto line = lines.next()) {
    if (shape.rows++ > 0) continue;
    shape.delimiter = delimiterOf(*line);
    shape.columns = columnsOf(*line, shape.delimiter);
    shape.firstLine = lines.number();
  }
  return shape;
}

/// As numpy.loadtxt: axes of one element go.
Extents extentsOfTable(const TableShape& shape) {
  Extents extents;
  if (shape.rows != 1) extents.push_back(shape.rows);
  if (shape.columns != 1) extents.push_back(shape.columns);
  return extents;
}

std::string countedNumbers(std::int64_t count) {
  return count == 1 ? "is 1 number" : "are " + std::to_string(count) + " numbers";
}

void readRow(std::string_view line, std::size_t number, const TableShape& shape, double*& to,
             const std::string& subject) {
  const std::int64_t columns = columnsOf(line, shape.delimiter);
  if (columns != shape.columns) {
    throw failure(subject,
                  "in line " + std::to_string(number) + " there " + countedNumbers(columns) +
                      " and in line " + std::to_string(shape.firstLine) + " there " +
                      countedNumbers(shape.columns),
                  "give rows of one length");
  }
  for (std::int64_t column = 0; column < columns; ++column)
    *to++ = readTextNumber(takeColumn(line, shape.delimiter), number, subject).value;
}

Tensor readTable(std::string_view text, const TableShape& shape, const std::string& subject,
                 const Progress& progress) {
  const auto bytes = storedBytesOf({DType::float64}, {shape.rows, shape.columns});
  requireWithinMemoryLimit(bytes.value_or(SIZE_MAX), subject);
  Tensor tensor = Tensor::allocate(DType::float64, extentsOfTable(shape));
  TableLines lines(text);
  double* to = tensor.edit<double>().data();
  constexpr std::int64_t reportEvery = 1024;
  for (std::int64_t row = 0; row < shape.rows; ++row) {
    const auto line = lines.next();
    if (!line) break;  // the file has changed, which is said later
    if (row % reportEvery == 0) progress.step(lines.fraction());
    readRow(*line, lines.number(), shape, to, subject);
  }
  return tensor;
}

/// So many rows are read when a text is opened: prose, programs and pages are no tables, though they have
/// lines.
constexpr std::int64_t rowsLookedAt = 64;

void requireNumbers(std::string_view text, const TableShape& shape, const std::string& subject) {
  TableLines lines(text);
  std::vector<double> row(static_cast<std::size_t>(shape.columns));
  for (std::int64_t i = 0; i < std::min(shape.rows, rowsLookedAt); ++i) {
    const auto line = lines.next();
    if (!line) return;
    double* to = row.data();
    readRow(*line, lines.number(), shape, to, subject);
  }
}

}  // namespace

TensorFile openTextTable(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  const std::string_view text(reinterpret_cast<const char*>(file->data()), file->size());
  const TableShape shape = shapeOfTable(text);
  if (shape.rows == 0) throw failure(subject, "the text holds no number", "give a table of numbers");
  requireNumbers(text, shape, subject);
  const auto read = [file, text, shape, subject](const Progress& progress) {
    return readIntact(*file, [&] { return readTable(text, shape, subject, progress); });
  };
  return {"text", {{"", "float64", extentsOfTable(shape), read}}, {}};
}

}  // namespace normscope
