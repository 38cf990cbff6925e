#include "core/model/issue_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "core/engine/reference/reference_engine.h"
#include "core/io/generate.h"
#include "core/model/layer_difference.h"
#include "tests/core/expect_error.h"
#include "tests/core/recorded_run.h"

namespace normscope {
namespace issue_report_test {

class IssueReports : public testing::Test {
 protected:
  /// A run of one layer that normalized with `actual`.
  RecordedRun runOfOne(const std::string& repr, const std::string& type, const std::string& actual,
                       const AffineParameters& affine = {}) {
    const Tensor x = generate(parseGenerated("normal:3,4,3,3:seed=3,mean=1"));
    ReferenceEngine engine;
    const Tensor y =
        normalize({x, Shape(Layout::parse("NCHW"), x.extents()), parseNormSpec(actual), affine, std::nullopt},
                  engine)
            .y;
    const std::string record =
        R"([{"layer": "a.gn", "call": 0, "type": ")" + type + R"(", "repr": ")" + repr +
        R"(", "training": true, "class": "GN", "attributes": {}, "layout": "NCHW", "shape": [3, 4, 3, 3], )"
        R"("kept": [null, null, null, null]}])";
    std::vector<std::pair<std::string, Tensor>> tensors = {{"0.x", x}, {"0.y", y}};
    if (affine.weight) tensors.emplace_back("0.weight", *affine.weight);
    return openRun(folder_.fileOf("run.safetensors", recordedRunBytes(record, tensors)));
  }

  IssueReport reportOf(const RecordedRun& run) {
    return issueReport(run, run.records[0], checkRecord(run, run.records[0]));
  }

  TemporaryFolder folder_;
};

TEST_F(IssueReports, HoldTheSmallestSliceThatShowsTheFault) {
  const AffineParameters affine{Tensor::of<double>(DType::float32, {4}, std::vector{1.5, 0.5, 2.0, 1.0}),
                                std::nullopt};
  const RecordedRun run = runOfOne("GroupNorm(2, 4, eps=1e-05, affine=True)", "torch.nn.GroupNorm",
                                   "group:groups=2,variance=unbiased,bias=false", affine);
  const IssueReport report = reportOf(run);
  ASSERT_EQ(report.arrays.size(), 3);
  EXPECT_EQ(report.arrays[0].first, "x");
  EXPECT_EQ(report.arrays[0].second.extents(), (Extents{1, 4, 3, 3}));
  EXPECT_EQ(report.arrays[1].second.extents(), (Extents{1, 4, 3, 3}));
  EXPECT_EQ(report.arrays[2].first, "weight");
  EXPECT_THAT(report.page, testing::HasSubstr("# a.gn\n"));
  EXPECT_THAT(report.page, testing::HasSubstr("| module | GroupNorm(2, 4, eps=1e-05, affine=True) |\n"));
  EXPECT_THAT(report.page, testing::HasSubstr("unbiased variance"));
  EXPECT_THAT(report.page, testing::HasSubstr("x of [1, 4, 3, 3]"));
}

TEST_F(IssueReports, ShowTheFaultWithoutThisProgram) {
  const RecordedRun run = runOfOne("GroupNorm(2, 4, eps=1e-05, affine=False)", "torch.nn.GroupNorm",
                                   "group:groups=2,variance=unbiased,affine=none");
  const IssueReport report = reportOf(run);
  writeIssueReport(folder_.file("a.report"), report);
  EXPECT_EQ(contentsOf(folder_.file("a.report/report.md")), report.page);
  EXPECT_EQ(contentsOf(folder_.file("a.report/show.py")), report.script);
  if (std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0) GTEST_SKIP() << "there is no NumPy";
  FILE* pipe = ::popen(("/usr/bin/python3 -B " + folder_.file("a.report/show.py") + " 2>&1").c_str(), "r");
  std::string out(4096, '\0');
  out.resize(std::fread(out.data(), 1, out.size(), pipe));
  EXPECT_EQ(::pclose(pipe), 0) << out;
  double largest = 0;
  ASSERT_EQ(std::sscanf(out.c_str(), "largest difference %lf at", &largest), 1) << out;
  const double expected = differenceFromNorm(readRecord(run, run.records[0]), run.records[0].shape,
                                             parseNormSpec("group:groups=2,affine=none"))
                              .maxAbs;
  EXPECT_NEAR(largest, expected, 1e-6 * expected) << out;
}

TEST_F(IssueReports, NeedANormToHoldYAgainst) {
  const RecordedRun run = runOfOne("Strange()", "mine.Strange", "group:groups=2,affine=none");
  LayerVerdict unknown;
  expectError(
      [&] { issueReport(run, run.records[0], unknown); }, Fault::nonsense,
      "a.gn: it declares no norm that is known, and none was found that explains y; report it with its class "
      "and its code");
}

}  // namespace issue_report_test
}  // namespace normscope
