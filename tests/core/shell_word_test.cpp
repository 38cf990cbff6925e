#include "core/text/shell_word.h"

#include <gtest/gtest.h>

namespace normscope {
namespace shell_word_test {

TEST(ShellWord, IsQuotedOnlyWhereAShellWouldReadItOtherwise) {
  EXPECT_EQ(shellLine({"normscope", "plot", "m.pt::a.b", "--norm", "layer:over=C+H", "-o", "50%.svg"}),
            "normscope plot m.pt::a.b --norm layer:over=C+H -o 50%.svg");
  EXPECT_EQ(shellWord("x.npy[0:4,::2]"), "'x.npy[0:4,::2]'");
  EXPECT_EQ(shellWord(""), "''");
  EXPECT_EQ(shellWord("it's $HOME\n"), "'it'\\''s $HOME\n'");
  EXPECT_EQ(shellWord("~"), "'~'");
  EXPECT_EQ(shellWord("\xc3\xa4"), "'\xc3\xa4'");
}

}  // namespace shell_word_test
}  // namespace normscope
