// For every file that is written, each call of the system fails once: one line, and whole files or none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/command_line.h"
#include "tests/core/temporary_folder.h"
#include "tests/faults/file_calls.h"

namespace normscope {
namespace writer_fault_test {

struct Written {
  std::vector<std::string> names;
  std::vector<std::string> arguments;
};

std::ostream& operator<<(std::ostream& out, const Written& written) {
  return out << written.names.front();
}

class Writer : public testing::TestWithParam<Written> {
 protected:
  std::vector<std::string> arguments() const {
    std::vector<std::string> all = GetParam().arguments;
    for (std::string& argument : all) {
      if (const std::size_t at = argument.find('@'); at == 0) argument = folder_.file(argument.substr(1));
    }
    return all;
  }

  /// The exit status; what is said stands in `said_`.
  int run() {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = app::runCommandLine(arguments());
    testing::internal::GetCapturedStdout();
    said_ = testing::internal::GetCapturedStderr();
    return status;
  }

  std::vector<std::string> files() const {
    std::vector<std::string> found;
    for (const std::string& name : GetParam().names) found.push_back(contentsOf(folder_.file(name)));
    return found;
  }

  void failEachCall() {
    ASSERT_EQ(run(), 0) << said_;
    const std::vector<std::string> whole = files();
    for (long long number = 1;; ++number) {
      SCOPED_TRACE("call " + std::to_string(number));
      for (const std::string& name : GetParam().names) folder_.fileOf(name, "old");
      faults::failFileCall(number);
      const int status = run();
      const bool reached = faults::fileCallFailed();
      faults::failFileCall(0);
      if (status != 0) {
        EXPECT_EQ(status, 1);
        EXPECT_THAT(said_, testing::MatchesRegex("normscope: [^\n]+: [^\n]+; [^\n]+\n"));
      }
      const std::vector<std::string> now = files();
      for (std::size_t i = 0; i < now.size(); ++i) {
        if (status != 0 && now[i] == "old") continue;
        EXPECT_EQ(now[i], whole[i]) << GetParam().names[i];
      }
      EXPECT_EQ(folder_.entries().size(), GetParam().names.size());
      if (!reached || HasFailure()) break;
    }
  }

  TemporaryFolder folder_;
  std::string said_;
};

TEST_P(Writer, WritesAllOrSaysWhyNot) {
  failEachCall();
}

/// What is computed lies in its file.
class WriterInFile : public Writer {
 protected:
  WriterInFile() { ::setenv("NORMSCOPE_RESULT_MEMORY", "1", 1); }
  ~WriterInFile() override { ::unsetenv("NORMSCOPE_RESULT_MEMORY"); }
};

TEST_P(WriterInFile, WritesAllOrSaysWhyNot) {
  failEachCall();
}

const std::vector<std::string> ofCompute = {"compute", "normal:2,4,3,3", "--norm",
                                            "batch",   "--device",       "reference"};

std::vector<std::string> computeWith(std::vector<std::string> more) {
  more.insert(more.begin(), ofCompute.begin(), ofCompute.end());
  return more;
}

const Written tensors = {{"h.safetensors", "y.npy"},
                         computeWith({"-o", "@y.npy", "--x-hat", "@h.safetensors", "--verify"})};
const Written gradients = {
    {"gx.npy", "s.npz"},
    computeWith({"--grad-output", "normal:2,4,3,3", "--grad-input", "@gx.npy", "--stats", "@s.npz"})};

INSTANTIATE_TEST_SUITE_P(
    Files, Writer,
    testing::Values(tensors, gradients, Written{{"s.json"}, computeWith({"--stats", "@s.json"})},
                    Written{{"sample.npy"}, {"samples", "--write", "normal", "-o", "@sample.npy"}}));
INSTANTIATE_TEST_SUITE_P(Files, WriterInFile, testing::Values(tensors, gradients));

}  // namespace writer_fault_test
}  // namespace normscope
