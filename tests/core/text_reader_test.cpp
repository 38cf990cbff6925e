#include "core/io/formats/text_reader.h"

#include <cmath>

#include "tests/core/format_file.h"

namespace normscope {
namespace text_reader_test {

class Text : public FormatTest {
 protected:
  void expectText(const std::string& text, const std::string& dtype, const Extents& extents,
                  const std::vector<double>& values) {
    SCOPED_TRACE(text);
    const TensorFile file = open(text);
    EXPECT_EQ(file.format, "text");
    ASSERT_EQ(file.entries.size(), 1);
    expectEntry(file, "", dtype, extents, values);
  }
};

TEST_F(Text, TablesAreReadAsNumPyReadsThem) {
  expectText("1,2,3\n4,5,6\n", "float64", {2, 3}, {1, 2, 3, 4, 5, 6});
  expectText("1;2\r\n3;4", "float64", {2, 2}, {1, 2, 3, 4});
  expectText("1\t2\n3\t4\n", "float64", {2, 2}, {1, 2, 3, 4});
  expectText("  1  2\n 3 \t 4 \n", "float64", {2, 2}, {1, 2, 3, 4});
  expectText("# a header\n\n1, -2.5e-3\n+3 ,inf\n", "float64", {2, 2}, {1, -0.0025, 3, INFINITY});
  expectText(
      "\xef\xbb\xbf"
      "1,2\n3,4\n",
      "float64", {2, 2}, {1, 2, 3, 4});
  expectText("1\n2\n3\n", "float64", {3}, {1, 2, 3});
  expectText("1 2 3\n", "float64", {3}, {1, 2, 3});
  expectText("7", "float64", {}, {7});
  EXPECT_TRUE(std::isnan(open("nan 1\n").entries[0].read({}).at(0)));
}

TEST_F(Text, TablesThatAreNoneAreRefused) {
  refuses("1,2\n3\n",
          "in line 2 there is 1 number and in line 1 there are 2 numbers; give rows of one length");
  refuses("\n1 2\n\n3 4 5\n",
          "in line 4 there are 3 numbers and in line 2 there are 2 numbers; give rows of one length");
  refuses("a,b\n1,2\n", "in line 1 'a' is no number; give numbers only");
  refuses("1,2\n3,4x\n", "in line 2 '4x' is no number; give numbers only");
  refuses("1,,2\n", "in line 1 '' is no number; give numbers only");
  refuses("1,2,\n", "in line 1 '' is no number; give numbers only");
  refuses("1,5;2\n", "in line 1 '1,5' is no number; give numbers only");
  refuses("1e400\n", "in line 1 '1e400' is beyond double precision; scale the numbers first");
  refuses("0x10\n", "in line 1 '0x10' is no number; give numbers only");
  refuses("# nothing\n", "the text holds no number; give a table of numbers");
  refuses(std::string(50, 'w'),
          "in line 1 '" + std::string(40, 'w') + "...' is no number; give numbers only");
}

TEST_F(Text, WhatIsNoTableIsNotOpenedAsOne) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("a.py", "def f():\n    return 1\n");
  expectError([&] { openTensorFile(path); }, Fault::failed,
              path + ": in line 1 'def' is no number; give numbers only");
}

/// Content decides: a table is read under any name.
TEST_F(Text, ATextNamedAsSomethingElseSaysWhatItIs) {
  const TemporaryFolder folder;
  for (const std::string ending : {".npy", ".npz", ".pt", ".pth", ".gguf", ".png", ".jpg"}) {
    const std::string path = folder.fileOf("x" + ending, "hello world\n");
    std::string expected = path;
    expected += ": it is text and no ";
    expected += ending;
    expected +=
        " file, and as a table of numbers: in line 1 'hello' is no number; look what is in it, "
        "and save the array again";
    expectError([&] { openTensorFile(path); }, Fault::failed, expected);
  }
  EXPECT_EQ(openTensorFile(folder.fileOf("t.npy", "1 2\n")).entries.size(), 1U);
}

TEST_F(Text, PrintoutsAreRead) {
  expectText("[[1. 2.]\n [3. 4.]]\n", "float64", {2, 2}, {1, 2, 3, 4});
  expectText("array([[1., 2.],\n       [3., 4.]])", "float64", {2, 2}, {1, 2, 3, 4});
  expectText("array([1, 2], dtype=int8)", "int8", {2}, {1, 2});
  expectText("array([1., 2.], dtype=float32)\n", "float32", {2}, {1, 2});
  expectText("array([ True, False])", "bool", {2}, {1, 0});
  expectText("[1, 2, 3]", "int64", {3}, {1, 2, 3});
  expectText("tensor([[[1.0000e+00, -inf]]])", "float32", {1, 1, 2}, {1, -INFINITY});
  expectText("tensor([1, 2])", "int64", {2}, {1, 2});
  expectText("tensor([1., 2.], device='cuda:0', dtype=torch.float16, grad_fn=<MulBackward0>)", "float16", {2},
             {1, 2});
  expectText("tensor([0.5], requires_grad=True)", "float32", {1}, {0.5});
  expectText("tensor(3.)", "float32", {}, {3});
  expectText("tensor([], size=(0, 3))", "float32", {0, 3}, {});
  expectText("array([], shape=(0, 2), dtype=float64)", "float64", {0, 2}, {});
  expectText("[[1, 2, ], [3, 4, ], ]", "int64", {2, 2}, {1, 2, 3, 4});
  const std::string rounded =
      "a print-out holds the digits that were printed, which may be fewer than the tensor had";
  EXPECT_EQ(open("[1. 2.]").notices, std::vector<std::string>{rounded});
  EXPECT_TRUE(open("[1 2]").notices.empty());
  EXPECT_EQ(open("[9007199254740993]").notices,
            std::vector<std::string>{"whole numbers from 2^53 on are rounded to double precision"});
}

TEST_F(Text, PrintoutsThatAreNoneAreRefused) {
  const std::string all =
      "; print all of it: numpy.set_printoptions(threshold=sys.maxsize), or "
      "torch.set_printoptions(profile='full')";
  refuses("[1. 2. ... 3.]", "in line 1 the print-out leaves numbers out (...)" + all);
  refuses("[[1.]\n ...\n [2.]]", "in line 2 the print-out leaves numbers out (...)" + all);
  const std::string oneLength = "; give lists of one length";
  refuses("[[1, 2], [3]]", "in line 1 a list has 1 items and another one 2" + oneLength);
  refuses("[[1], 2]", "in line 1 a number stands beside a list" + oneLength);
  refuses("[[], 2]", "in line 1 a number stands beside a list" + oneLength);
  refuses("[[], [[]]]", "in line 1 a list has 1 items and another one 0" + oneLength);
  const std::string paste = "; paste one array as NumPy or PyTorch prints it";
  refuses("[1, 2", "in line 1 the print-out ends where a number is expected" + paste);
  refuses("[1] [2]", "in line 1 there is '[' where the end is expected" + paste);
  refuses("[1,, 2]", "in line 1 there is ',' where a number is expected" + paste);
  refuses("[a]", "in line 1 'a' is no number; give numbers only");
  refuses("[1e400]", "in line 1 '1e400' is beyond double precision; scale the numbers first");
  refuses("array([1], dtype=complex64)",
          "in line 1 the dtype 'complex64' is not read; convert it first, such as x.astype('float32')");
  refuses(
      "array([1], name='x')",
      "in line 1 there is 'name='x'' where dtype=, size=, device=, requires_grad= or grad_fn= is expected" +
          paste);
  refuses("array([1]", "in line 1 the print-out ends where ')' is expected" + paste);
  refuses("array([300], dtype=int8)", "in line 1 300 is no int8" + paste);
  refuses("array([nan], dtype=int64)", "in line 1 nan is no int64" + paste);
  refuses("array([2, True], dtype=bool)", "in line 1 2 is no bool" + paste);
  refuses("tensor([], size=(2, 3))",
          "in line 1 the shape of the print-out has elements and its list has none" + paste);
  refuses(std::string(40, '['), "in line 1 lists are nested deeper than 32 levels" + paste);
}

}  // namespace text_reader_test
}  // namespace normscope
