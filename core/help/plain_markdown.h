#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace normscope {

/// Markdown as text for a terminal, in lines of at most `width` characters (code points) where words allow
/// it: headings underlined, tables aligned with their cells wrapped, links and marks of code as their text,
/// code blocks as they are. Read of Markdown is what resources/help uses: headings, paragraphs, lists with
/// "- ", tables with "|", indented code, `code`, **bold** and [text](link).
std::string plainMarkdown(std::string_view markdown, std::size_t width);

}  // namespace normscope
