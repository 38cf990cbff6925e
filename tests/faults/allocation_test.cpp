// Every allocation fails once, one at a time: one line, nothing left behind, no wrong result.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/command_line.h"
#include "core/engine/reference/reference_engine.h"
#include "tests/core/temporary_folder.h"
#include "tests/engines/engine_support.h"
#include "tests/faults/allocations.h"

namespace normscope {
namespace allocation_test {

/// What came of a computation during which an allocation failed.
struct Attempt {
  std::optional<NormalizeResult> result;
  bool reached;  ///< the allocation that was to fail
};

/// Normalizes while allocation `number` fails; it must end with a result or with the right complaint.
Attempt attempt(const NormalizeRequest& request, Engine& engine, int number) {
  Attempt attempt{std::nullopt, false};
  std::string line;
  faults::failAllocation(number);
  try {
    attempt.result.emplace(normalize(request, engine));
  } catch (const std::bad_alloc&) {
    line = "memory: ";  // what both programs make of it
  } catch (const Error& error) {
    line = error.what();
  }
  attempt.reached = faults::allocationFailed();
  faults::failAllocation(0);
  EXPECT_EQ(attempt.result.has_value(), line.empty());
  EXPECT_THAT(line, testing::AnyOf("", testing::StartsWith("memory: ")));
  EXPECT_TRUE(attempt.result || attempt.reached);
  return attempt;
}

class ReferenceAllocations : public testing::TestWithParam<std::string> {};

TEST_P(ReferenceAllocations, FailWithoutALeakOrAWrongResult) {
  NormalizeRequest request = requestOf("NCHW", {2, 4, 3, 3}, GetParam(), DType::float16);
  addParameters(request);
  if (request.spec.kind == NormKind::batch) addRunning(request);
  ReferenceEngine engine;
  const std::vector<double> expected = valuesOf(normalize(request, engine).y);
  for (int number = 1;; ++number) {
    SCOPED_TRACE("allocation " + std::to_string(number));
    const long long before = faults::liveAllocations();
    bool reached = false;
    {
      const Attempt made = attempt(request, engine, number);
      reached = made.reached;
      if (made.result) {
        EXPECT_EQ(valuesOf(made.result->y), expected);
      }
    }
    EXPECT_EQ(faults::liveAllocations(), before);
    if (!reached || HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Norms, ReferenceAllocations,
                         testing::Values("batch", "batch:mode=eval", "layer:over=C", "group:groups=2", "rms",
                                         "custom:over=N+W,variance=unbiased"));

/// With an engine whose kernels are built: what compilers in drivers do without memory is theirs.
TEST(OpenClAllocations, FailWithoutAWrongResultAndTheEngineGoesOn) {
  const NormalizeRequest request = requestOf("NCHW", {2, 6, 70, 70}, "layer");
  Engine& engine = engineNamed("opencl");
  const std::vector<double> expected = valuesOf(normalize(request, engine).y);
  for (int number = 1;; ++number) {
    SCOPED_TRACE("allocation " + std::to_string(number));
    const Attempt made = attempt(request, engine, number);
    if (made.result) {
      EXPECT_EQ(valuesOf(made.result->y), expected);
    }
    EXPECT_EQ(valuesOf(normalize(request, engine).y), expected);
    if (!made.reached || HasFailure()) break;
  }
}

/// What a run of a command in this process left.
struct Outcome {
  int status;
  std::string out;
  std::string err;
  bool reached;  ///< the allocation that was to fail
};

Outcome outcomeOf(const std::vector<std::string>& arguments, long long failing) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  faults::failAllocation(failing);
  const int status = app::runCommandLine(arguments);
  const bool reached = faults::allocationFailed();
  faults::failAllocation(0);
  return {status, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr(), reached};
}

/// Without the line that says how long it took.
std::string withoutTime(const std::string& text) {
  const std::size_t line = text.find("\ncomputed ");
  return text.substr(0, line) + text.substr(text.find('\n', line + 1));
}

/// Without --json, whose library breaks when memory runs out.
TEST(CommandLineAllocations, FailInOneLineAndLeaveNoPartialFile) {
  const TemporaryFolder folder;
  const std::vector<std::string> arguments = {"compute",  "normal:2,4,3,3", "--norm",  "batch",
                                              "--device", "reference",      "-o",      folder.file("y"),
                                              "--stats",  folder.file("s"), "--verify"};
  const Outcome good = outcomeOf(arguments, 0);
  const std::string y = contentsOf(folder.file("y"));
  const std::string statistics = contentsOf(folder.file("s"));
  const std::string advice = "; use a smaller tensor or close other programs\n";
  const std::string ofNew = "normscope: memory: there is not enough for this" + advice;
  const auto ofSystem = testing::MatchesRegex(
      "normscope: memory: [0-9]+ bytes cannot be had \\(Cannot allocate memory\\)" + advice);
  const auto expectGoodFiles = [&] {
    EXPECT_EQ(contentsOf(folder.file("y")), y);
    EXPECT_EQ(contentsOf(folder.file("s")), statistics);
  };
  for (int number = 1;; ++number) {
    SCOPED_TRACE("allocation " + std::to_string(number));
    for (const char* name : {"y", "s"}) std::filesystem::remove(folder.file(name));
    const Outcome result = outcomeOf(arguments, number);
    if (result.status == 0) {
      EXPECT_EQ(withoutTime(result.out), withoutTime(good.out));
      expectGoodFiles();
    } else {
      EXPECT_EQ(result.status, 1);
      EXPECT_THAT(result.err, testing::AnyOf(ofNew, ofSystem));
      if (folder.fileCount() > 0) expectGoodFiles();  // it failed to say so
    }
    if (!result.reached || HasFailure()) break;
  }
}

}  // namespace allocation_test
}  // namespace normscope
