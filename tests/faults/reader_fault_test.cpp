// For every reader, each allocation and each call of the system fails once: one line, no wrong value, no
// leak.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/formats/open_tensor_file.h"
#include "core/io/npy.h"
#include "core/model/run_file.h"
#include "tests/core/format_file.h"
#include "tests/core/recorded_run.h"
#include "tests/faults/allocations.h"
#include "tests/faults/file_calls.h"

namespace normscope {
namespace reader_fault_test {

/// All that a file says, as numbers and words.
struct Contents {
  std::vector<std::string> words;
  std::vector<double> values;

  bool operator==(const Contents&) const = default;
};

void addTo(Contents& contents, const TensorFile& file) {
  contents.words.push_back(file.format);
  for (const TensorEntry& entry : file.entries) {
    contents.words.push_back(entry.name + " " + entry.dtype + " " + toText(entry.extents));
    if (entry.dtype == "Q8_0" || entry.dtype == "STRING") continue;  // listed, and not read
    const Tensor tensor = entry.read({});
    for (std::int64_t i = 0; i < tensor.elementCount(); ++i) contents.values.push_back(tensor.at(i));
  }
}

Contents contentsOfFile(const std::string& path, const std::optional<RawForm>& raw) {
  Contents contents;
  addTo(contents, openTensorFile(path, raw));
  return contents;
}

Contents contentsOfRun(const std::string& path) {
  const RecordedRun run = openRun(path);
  Contents contents;
  for (const RunRecord& record : run.records) contents.words.push_back(record.layer + record.problem);
  contents.words.insert(contents.words.end(), run.notices.begin(), run.notices.end());
  addTo(contents, run.file);
  return contents;
}

/// What came of a reading during which something failed.
struct Attempt {
  std::optional<Contents> contents;
  std::string line;
  bool isMemory = false;
};

template <typename Read>
Attempt attempt(Read&& read) {
  Attempt made;
  try {
    made.contents.emplace(read());
  } catch (const std::bad_alloc&) {
    made.isMemory = true;  // the program says so in its one line
  } catch (const Error& error) {
    made.line = error.what();
  }
  return made;
}

class Reader : public testing::TestWithParam<std::string> {
 protected:
  Reader() {
    const std::string& name = GetParam();
    if (name == "run") {
      const std::vector<float> x = {1, 2, 3, 4};
      const Tensor tensor = Tensor::of<float>(DType::float32, {2, 2}, x);
      path_ = folder_.fileOf(
          "run.safetensors",
          recordedRunBytes(
              R"json([{"layer": "bn", "call": 0, "type": "torch.nn.BatchNorm1d", "class": "BatchNorm1d",)json"
              R"json( "repr": "BatchNorm1d(2)", "training": true, "attributes": {}, "layout": "NC",)json"
              R"json( "shape": [2, 2], "kept": [null, null]}])json",
              {{"0.x", tensor}, {"0.y", tensor}}));
    } else if (name == "table") {
      path_ = folder_.fileOf("table.csv", "1,2.5\n3,-4e3\n");
    } else if (name == "print-out") {
      path_ = folder_.fileOf("printed.txt", "tensor([[1., 2.],\n        [3., 4.]])\n");
    } else if (name == "raw") {
      path_ = folder_.fileOf("raw.bin", std::string(24, '\x3f'));
      raw_ = RawForm{parseStoredType("float32"), {2, 3}};
    } else if (name == "npy") {
      path_ = folder_.file("x.npy");
      const std::vector<float> x = {1, 2, 3, 4};
      writeNpy(path_, Tensor::of<float>(DType::float32, {2, 2}, x));
    } else {
      path_ = formatFile(name);
    }
    good_ = read();
    good_ = read();  // what is made once in a process is there now
  }

  Contents read() const { return GetParam() == "run" ? contentsOfRun(path_) : contentsOfFile(path_, raw_); }

  TemporaryFolder folder_;
  std::string path_;
  std::optional<RawForm> raw_;
  Contents good_;
};

/// All but the run file: the JSON library's destructors take memory, and end a process that has none.
class ReaderWithoutMemory : public Reader {};

TEST_P(ReaderWithoutMemory, SaysSoAndLeavesNothing) {
  constexpr long long most = 100000;
  for (long long number = 1; number < most; ++number) {
    SCOPED_TRACE("allocation " + std::to_string(number));
    const long long before = faults::liveAllocations();
    bool reached = false;
    {
      faults::failAnyAllocation(number);
      const Attempt made = attempt([this] { return read(); });
      reached = faults::allocationFailed();
      faults::failAnyAllocation(0);
      if (made.contents) {
        EXPECT_EQ(*made.contents, good_);
      } else {
        EXPECT_TRUE(reached);
        const bool saysSo = made.isMemory || made.line.starts_with("memory: ") ||
                            made.line.find("Cannot allocate memory") != std::string::npos;
        EXPECT_TRUE(saysSo) << made.line;
      }
    }
    EXPECT_EQ(faults::liveAllocations(), before);
    if (!reached || HasFailure()) return;
  }
  FAIL() << "it never ends";
}

TEST_P(Reader, SaysThatTheSystemRefusedAndTellsNoWrongValue) {
  for (long long number = 1;; ++number) {
    SCOPED_TRACE("call " + std::to_string(number));
    faults::failFileCall(number);
    const Attempt made = attempt([this] { return read(); });
    const bool reached = faults::fileCallFailed();
    faults::failFileCall(0);
    if (made.contents) {
      EXPECT_EQ(*made.contents, good_);
    } else {
      EXPECT_THAT(made.line, testing::MatchesRegex("[^\n]+: [^\n]+; [^\n]+"));
      // It is the file, or one beside it that it names.
      EXPECT_THAT(made.line, testing::StartsWith(path_.substr(0, path_.rfind('/') + 1)));
    }
    if (!reached || HasFailure()) break;
  }
}

TEST_P(Reader, TakesWhatTheSystemGivesByteByByte) {
  faults::shortenFileCalls(true);
  const Attempt made = attempt([this] { return read(); });
  faults::shortenFileCalls(false);
  ASSERT_TRUE(made.contents) << made.line;
  EXPECT_EQ(*made.contents, good_);
}

std::vector<std::string> formats() {
  return {"npy",        "stored.npz", "compressed.npz", "types.safetensors", "checkpoint.pt", "protocol4.pt",
          "small.gguf", "small.onnx", "external.onnx",  "tensor.pb",         "table",         "print-out",
          "raw",        "rgba.png",   "palette.png",    "colours.jpg",       "pictures"};
}

INSTANTIATE_TEST_SUITE_P(Formats, Reader, testing::ValuesIn(formats()));
INSTANTIATE_TEST_SUITE_P(Run, Reader, testing::Values("run"));
INSTANTIATE_TEST_SUITE_P(Formats, ReaderWithoutMemory, testing::ValuesIn(formats()));

/// A pipe, as standard input is.
TEST(Stream, SaysThatItCannotBeRead) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("stream", std::string(70000, 'a'));
  for (long long number = 1;; ++number) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    faults::failFileCall(number);
    std::string line;
    try {
      EXPECT_EQ(Buffer::readStream(file, "standard input")->size(), 70000U);
    } catch (const Error& error) {
      line = error.what();
    }
    const bool reached = faults::fileCallFailed();
    faults::failFileCall(0);
    ::close(file);
    if (!reached) break;
    EXPECT_EQ(line, "standard input: it cannot be read (Input/output error); check what it is connected to");
  }
}

}  // namespace reader_fault_test
}  // namespace normscope
