#include "core/help/plain_markdown.h"

#include <algorithm>
#include <numeric>
#include <sstream>
#include <vector>

namespace normscope {
namespace {

using TextLines = std::vector<std::string>;

/// In code points: every byte but those that continue one.
std::size_t widthOf(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, widthOf(text)), ' ');
}

/// A link's text, and where it ends; nothing where no link begins here.
bool readLink(std::string_view text, std::size_t at, std::string& name, std::size_t& end) {
  const std::size_t middle = text.find("](", at);
  if (text[at] != '[' || middle == std::string_view::npos) return false;
  const std::size_t close = text.find(')', middle);
  if (close == std::string_view::npos ||
      text.substr(at + 1, middle - at - 1).find('[') != std::string_view::npos)
    return false;
  name = text.substr(at + 1, middle - at - 1);
  end = close + 1;
  return true;
}

/// Without the marks of code, bold and links. What stands in code is taken as it is.
std::string withoutMarks(std::string_view text) {
  std::string result, name;
  bool inCode = false;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = 0;
    if (text[i] == '`') {
      inCode = !inCode;
      ++i;
    } else if (!inCode && text.substr(i, 2) == "**") {
      i += 2;
    } else if (!inCode && readLink(text, i, name, end)) {
      result += name;
      i = end;
    } else {
      result += text[i++];
    }
  }
  return result;
}

TextLines wrapped(const std::string& text, std::size_t width) {
  std::istringstream words(text);
  TextLines lines;
  std::string word;
  while (words >> word) {
    if (lines.empty() || widthOf(lines.back()) + 1 + widthOf(word) > width) {
      lines.push_back(word);
    } else {
      lines.back() += " " + word;
    }
  }
  return lines;
}

bool isCode(const std::string& line) {
  return line.starts_with("    ");
}

bool isRow(const std::string& line) {
  return line.starts_with("|");
}

bool isItem(const std::string& line) {
  return line.starts_with("- ");
}

bool isHeading(const std::string& line) {
  return line.starts_with("#");
}

TextLines cellsOf(const std::string& row) {
  TextLines cells;
  std::istringstream parts(row.substr(1));
  for (std::string part; std::getline(parts, part, '|');) cells.push_back(withoutMarks(part));
  for (std::string& cell : cells) {
    const auto from = cell.find_first_not_of(' ');
    cell = from == std::string::npos ? "" : cell.substr(from, cell.find_last_not_of(' ') - from + 1);
  }
  return cells;
}

/// What the cells want, with the widest columns made narrower until the table fits.
std::vector<std::size_t> columnWidths(const std::vector<TextLines>& rows, std::size_t width) {
  constexpr std::size_t gap = 2, narrowest = 12;
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const TextLines& row : rows) {
    for (std::size_t i = 0; i < widths.size() && i < row.size(); ++i)
      widths[i] = std::max(widths[i], widthOf(row[i]));
  }
  const std::size_t gaps = gap * (widths.size() - 1);
  while (std::accumulate(widths.begin(), widths.end(), gaps) > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= narrowest) break;
    --*widest;
  }
  return widths;
}

void writeRow(std::string& text, const TextLines& row, const std::vector<std::size_t>& widths) {
  std::vector<TextLines> cells;
  std::size_t height = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells.push_back(wrapped(row[i], i < widths.size() ? widths[i] : widthOf(row[i])));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t y = 0; y < height; ++y) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
      line += padded(y < cells[i].size() ? cells[i][y] : "", i < widths.size() ? widths[i] + 2 : 0);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
}

/// The second line of a table only says that the first is its head.
std::string tableText(const TextLines& lines, std::size_t width) {
  std::vector<TextLines> rows;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i != 1) rows.push_back(cellsOf(lines[i]));
  }
  const std::vector<std::size_t> widths = columnWidths(rows, width);
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    writeRow(text, rows[i], widths);
    if (i > 0) continue;
    TextLines rule;
    for (const std::size_t column : widths) rule.emplace_back(column, '-');
    writeRow(text, rule, widths);
  }
  return text;
}

std::string headingText(const std::string& line) {
  const std::size_t level = line.find_first_not_of('#');
  const std::string title = withoutMarks(line.substr(line.find_first_not_of("# ")));
  return title + "\n" + std::string(widthOf(title), level == 1 ? '=' : '-') + "\n";
}

/// A paragraph, or an item of a list, which hangs.
std::string paragraphText(const std::string& lines, std::size_t width) {
  const std::size_t indent = isItem(lines) ? 2 : 0;
  std::string text;
  for (const std::string& line : wrapped(withoutMarks(lines.substr(indent)), width - indent))
    text += (text.empty() ? lines.substr(0, indent) : std::string(indent, ' ')) + line + "\n";
  return text;
}

/// The lines from `at` on that `belongs` holds of.
template <typename Belongs>
TextLines takeWhile(const TextLines& lines, std::size_t& at, const Belongs& belongs) {
  TextLines taken;
  while (at < lines.size() && belongs(lines[at])) taken.push_back(lines[at++]);
  return taken;
}

std::string joinedWith(const TextLines& lines, char between) {
  std::string text;
  for (const std::string& line : lines) text += line + between;
  return text;
}

std::string blockText(const TextLines& lines, std::size_t& at, std::size_t width) {
  if (isHeading(lines[at])) return headingText(lines[at++]);
  if (isCode(lines[at])) return joinedWith(takeWhile(lines, at, isCode), '\n');
  if (isRow(lines[at])) return tableText(takeWhile(lines, at, isRow), width);
  TextLines paragraph = {lines[at++]};
  const TextLines rest = takeWhile(lines, at, [](const std::string& line) {
    return !line.empty() && !isHeading(line) && !isRow(line) && !isItem(line);
  });
  paragraph.insert(paragraph.end(), rest.begin(), rest.end());
  return paragraphText(joinedWith(paragraph, ' '), width);
}

}  // namespace

std::string plainMarkdown(std::string_view markdown, std::size_t width) {
  TextLines lines;
  std::istringstream stream{std::string(markdown)};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  std::string text;
  for (std::size_t at = 0; at < lines.size();) {
    if (!lines[at].empty()) {
      text += blockText(lines, at, width);
    } else {
      text += '\n';
      ++at;
    }
  }
  return text;
}

}  // namespace normscope
