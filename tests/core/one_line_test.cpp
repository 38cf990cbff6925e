// Errors stay one line, whatever the text that they quote.
#include "core/text/one_line.h"

#include "core/io/generate.h"
#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace one_line_test {

TEST(OneLine, EscapesControlCharactersOnly) {
  EXPECT_EQ(oneLine("x ε/σ²\\"), "x ε/σ²\\");
  EXPECT_EQ(oneLine(std::string_view("a\nb\tc\rd\0e\x1b[f\x7f", 13)), "a\\nb\\tc\\rd\\x00e\\x1b[f\\x7f");
}

TEST(OneLine, ErrorsQuoteLineBreaksAndZerosEscaped) {
  expectError([] { parseExtents("3,H\n3", "--shape"); }, Fault::nonsense,
              "--shape: 'H\\n3' is not a whole number of 0 or more; give whole numbers joined by commas, "
              "such as 20,6,10,10");
  try {
    parseNormSpec(std::string_view("batch:workers=\0", 15));
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("\\x00"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("; "), std::string::npos) << error.what();
  }
}

}  // namespace one_line_test
}  // namespace normscope
