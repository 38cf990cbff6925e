#include <limits>

#include "core/io/generate.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace generated_text_test {

const std::string form = "; write KIND:SHAPE[:key=value,...], such as normal:20,6,10,10:seed=7";

/// `reason` follows the subject that every message starts with.
void expectRefused(const std::string& text, const std::string& reason) {
  expectError([&] { parseGenerated(text); }, Fault::nonsense, "tensor '" + text + "': " + reason);
}

TEST(GeneratedText, ReadsEveryKey) {
  using Kind = GeneratedTensor::Kind;
  EXPECT_EQ(parseGenerated("normal:20,6:std=2e-3,mean=-1.5,seed=18446744073709551615"),
            (GeneratedTensor{.kind = Kind::normal,
                             .extents = {20, 6},
                             .seed = std::numeric_limits<std::uint64_t>::max(),
                             .mean = -1.5,
                             .standardDeviation = 0.002}));
  EXPECT_EQ(parseGenerated("uniform:4,4:seed=1,low=-1,high=1"),
            (GeneratedTensor{.kind = Kind::uniform, .extents = {4, 4}, .seed = 1, .low = -1, .high = 1}));
  EXPECT_EQ(parseGenerated("ramp:2,3:start=5,step=-1"),
            (GeneratedTensor{.kind = Kind::ramp, .extents = {2, 3}, .start = 5, .step = -1}));
  EXPECT_EQ(parseGenerated("constant:2:value=4"),
            (GeneratedTensor{.kind = Kind::constant, .extents = {2}, .value = 4}));
  EXPECT_EQ(parseGenerated("values:1,3:1,-0.5,2e3"),
            (GeneratedTensor{.kind = Kind::values, .extents = {1, 3}, .values = {1, -0.5, 2000}}));
}

TEST(GeneratedText, PrintsShortAndReadsBack) {
  for (const char* text :
       {"normal:20,6,10,10", "normal:2:seed=7", "normal:2:mean=1e+06,std=0.1", "uniform:0,3:high=2",
        "uniform:3:seed=1,low=-1", "ramp:2,3:step=0.30000000000000004", "constant:1:value=4",
        "values:3:1,-0.5,1e+10", "values:0"}) {
    EXPECT_EQ(toText(parseGenerated(text)), text);
    EXPECT_EQ(parseGenerated(toText(parseGenerated(text))), parseGenerated(text));
  }
  EXPECT_EQ(toText(parseGenerated("normal:2:std=1.0,seed=0")), "normal:2");
}

TEST(GeneratedText, IsToldFromAPath) {
  EXPECT_TRUE(isGenerated("normal:2,3"));
  EXPECT_TRUE(isGenerated("ramp:"));
  EXPECT_FALSE(isGenerated("normal"));
  EXPECT_FALSE(isGenerated("./normal:2"));
  EXPECT_FALSE(isGenerated("normal.npy"));
}

TEST(GeneratedText, RefusesKindsAndShapes) {
  expectRefused(
      "gauss:2",
      "'gauss' is not a kind of generated tensor; the kinds are: normal, uniform, ramp, constant, values");
  expectRefused("normal", "it has no shape" + form);
  expectRefused("normal:", "it has no shape" + form);
  expectRefused("normal::seed=7", "it has no shape" + form);
  expectRefused("normal:2,-3",
                "'-3' is not a whole number of 0 or more; give whole numbers joined by commas, such as "
                "20,6,10,10");
  expectRefused("ramp:131072,131073",
                "it has 17180000256 elements and at most 17179869184 are generated; give smaller extents");
  expectRefused("ramp:4294967296,4294967296", "it has more than 2^63 elements; give smaller extents");
}

TEST(GeneratedText, RefusesKeys) {
  expectRefused("normal:2:", "'' is not of the form key=value" + form);
  expectRefused("normal:2:seed", "'seed' is not of the form key=value" + form);
  expectRefused("normal:2:sead=1", "normal has no key 'sead'; its keys are: seed, mean, std");
  expectRefused("uniform:2:std=1", "uniform has no key 'std'; its keys are: seed, low, high");
  expectRefused("ramp:2:seed=1", "ramp has no key 'seed'; its keys are: start, step");
  expectRefused("constant:2:mean=1", "constant has no key 'mean'; its keys are: value");
  expectRefused("normal:2:seed=1,mean=2,seed=1", "the key 'seed' stands twice; give each key once");
}

TEST(GeneratedText, RefusesNumbersThatAreNoValues) {
  const std::string formOfValues = "; write values:SHAPE:NUMBER,..., such as values:3:1,0.5,2";
  expectRefused("values:2:1,x", "'x' is not a number from -1e37 to 1e37" + formOfValues);
  expectRefused("values:2:1,", "'' is not a number from -1e37 to 1e37" + formOfValues);
  expectRefused("values:1:1e38", "'1e38' is not a number from -1e37 to 1e37" + formOfValues);
  expectRefused("values:1:nan", "'nan' is not a number from -1e37 to 1e37" + formOfValues);
  expectRefused("values:2,3:1,2",
                "it has 6 elements and 2 values; give one value for each element, such as values:3:1,0.5,2");
  expectRefused("values:2",
                "it has 2 elements and 0 values; give one value for each element, such as "
                "values:3:1,0.5,2");
  expectRefused("values:257:1",
                "it has 257 elements and at most 256 are given one by one; write them to a file");
}

TEST(GeneratedText, RefusesValues) {
  expectRefused("normal:2:seed=-1",
                "'seed=-1' is not a whole number from 0 to 2^64 - 1; give one, such as seed=7");
  expectRefused(
      "normal:2:seed=18446744073709551616",
      "'seed=18446744073709551616' is not a whole number from 0 to 2^64 - 1; give one, such as seed=7");
  for (const std::string value : {"", "x", "1.5x", "nan", "inf", "1e38", "1e999", "1,5"}) {
    const std::string text = "normal:2:mean=" + value;
    if (value == "1,5") {
      expectRefused(text, "'5' is not of the form key=value" + form);
    } else {
      expectRefused(text,
                    "'mean=" + value + "' is not a number from -1e37 to 1e37; give one, such as mean=0.5");
    }
  }
  expectRefused("normal:2:std=-1", "'std=-1' is negative; give 0 or more");
  expectRefused("uniform:2:low=2", "low=2 is above high=1; give a low of at most high");
  expectRefused("ramp:1000000:step=1e37",
                "the ramp ends at 9.99999e+42, outside of -1e38 to 1e38; give a smaller step");
}

TEST(GeneratedText, GenerateRefusesTheSameInAStruct) {
  GeneratedTensor generated{.extents = {2}, .mean = std::numeric_limits<double>::infinity()};
  expectError([&] { generate(generated); }, Fault::nonsense,
              "tensor 'normal:2:mean=inf': 'mean=inf' is not a number from -1e37 to 1e37; give one, such as "
              "mean=0.5");
  generated = {.extents = {std::int64_t{1} << 40}};
  expectError(
      [&] { generate(generated); }, Fault::nonsense,
      "tensor 'normal:1099511627776': it has 1099511627776 elements and at most 17179869184 are generated; "
      "give smaller extents");
}

}  // namespace generated_text_test
}  // namespace normscope
