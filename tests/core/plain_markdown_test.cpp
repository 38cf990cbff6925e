#include "core/help/plain_markdown.h"

#include <gtest/gtest.h>

namespace normscope {
namespace plain_markdown_test {

TEST(PlainMarkdown, UnderlinesHeadings) {
  EXPECT_EQ(plainMarkdown("# Größe\n\n## `x`\n", 40), "Größe\n=====\n\nx\n-\n");
}

TEST(PlainMarkdown, WrapsParagraphsAndLeavesOutMarks) {
  EXPECT_EQ(plainMarkdown("See **the** [list of\nfiles](files.md) and `x[0](y)`.\n", 16),
            "See the list of\nfiles and\nx[0](y).\n");
  EXPECT_EQ(plainMarkdown("μ μ μ μ μ\n", 9), "μ μ μ μ μ\n");
}

TEST(PlainMarkdown, ItemsHang) {
  EXPECT_EQ(plainMarkdown("- one two\n- three\n  four\n", 7), "- one\n  two\n- three\n  four\n");
}

TEST(PlainMarkdown, CodeStaysAsItIs) {
  EXPECT_EQ(plainMarkdown("    $ a `b` **c**   d\n    [e](f)\n", 10), "    $ a `b` **c**   d\n    [e](f)\n");
}

TEST(PlainMarkdown, TablesAreAligned) {
  EXPECT_EQ(plainMarkdown("| a | `bb` |\n|---|---|\n| ccc | d |\n", 40), "a    bb\n---  --\nccc  d\n");
}

TEST(PlainMarkdown, LongCellsAreWrapped) {
  EXPECT_EQ(plainMarkdown("| a | b |\n|---|---|\n| x | one two three four |\n", 17),
            "a  b\n-  --------------\nx  one two three\n   four\n");
}

}  // namespace plain_markdown_test
}  // namespace normscope
