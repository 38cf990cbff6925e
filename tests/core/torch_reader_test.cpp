#include "core/io/formats/torch_reader.h"

#include <cmath>

#include "core/io/formats/torch_pickle.h"
#include "tests/core/format_file.h"
#include "tests/core/zip_bytes.h"

namespace normscope {
namespace torch_reader_test {

const std::string saveStateDict = "; save a dict of tensors, such as model.state_dict(), with torch.save";
const std::string copyAgain = "; copy or save the file again";

std::vector<double> upTo(int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(i);
  return values;
}

TEST(TorchFiles, OfPyTorchAreRead) {
  const TensorFile file = openTensorFile(formatFile("checkpoint.pt"));
  EXPECT_EQ(file.format, "torch");
  expectEntry(file, "state_dict.features.weight", "float32", {3}, {1, 2, 3});
  expectEntry(file, "state_dict.features.bias", "float32", {3}, {0, 0, 0});
  expectEntry(file, "state_dict.features.running_mean", "float32", {3}, {.5, .25, .125});
  expectEntry(file, "state_dict.features.running_var", "float32", {3}, {1, 1, 1});
  expectEntry(file, "state_dict.features.num_batches_tracked", "int64", {}, {0});
  expectEntry(file, "views.0", "float32", {3, 4}, upTo(12));
  expectEntry(file, "views.1", "float32", {4, 3}, {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11});
  expectEntry(file, "views.2", "float32", {2, 2}, {4, 6, 8, 10});
  expectEntry(file, "views.3", "float32", {4}, {8, 9, 10, 11});
  expectEntry(file, "half", "float16", {3, 4}, upTo(12));
  expectEntry(file, "bf", "bfloat16", {3, 4}, upTo(12));
  expectEntry(file, "i8", "int8", {3, 4}, upTo(12));
  expectEntry(file, "mask", "bool", {3, 4}, {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1});
  expectEntry(file, "u16", "uint16", {3, 4}, upTo(12));
  expectEntry(file, "f8", "float8_e4m3fn", {3, 4}, upTo(12));
  expectEntry(file, "scalar", "float32", {}, {7});
  expectEntry(file, "empty", "float32", {0, 3}, {});
  expectEntry(file, "param", "float32", {3, 4}, upTo(12));
  expectEntry(file, "3", "int64", {1}, {9});
  expectEntry(file, "expand", "float32", {2, 3}, {1, 1, 1, 2, 2, 2});
  EXPECT_EQ(file.entries.size(), 20);
}

TEST(TorchFiles, HoldOneTensorOrAnotherProtocol) {
  expectEntry(openTensorFile(formatFile("tensor.pt")), "", "float64", {3, 4}, upTo(12));
  expectEntry(openTensorFile(formatFile("protocol4.pt")), "running_mean", "float32", {3}, {.5, .25, .125});
}

// Pickles, instruction by instruction.

const std::string rebuild = "ctorch._utils\n_rebuild_tensor_v2\n";

std::string text(const std::string& value) {
  return "X" + littleEndianBytes(static_cast<std::uint32_t>(value.size())) + value;
}

std::string number(std::uint8_t value) {
  return std::string("K") + static_cast<char>(value);
}

/// A tuple of numbers.
std::string tuple(const std::vector<std::uint8_t>& values) {
  std::string bytes = "(";
  for (const std::uint8_t value : values) bytes += number(value);
  return bytes + "t";
}

std::string storage(std::uint8_t count, const std::string& type = "ctorch\nFloatStorage\n") {
  return "(" + text("storage") + type + text("0") + text("cpu") + number(count) + "tQ";
}

std::string tensor(const std::string& of, std::uint8_t offset, const std::string& size,
                   const std::string& stride) {
  return rebuild + "(" + of + number(offset) + size + stride + "\x89" + "ccollections\nOrderedDict\n)RtR";
}

const std::string proto2 = "\x80\x02";

void refusesPickle(const std::string& instructions, std::size_t byte, const std::string& reason) {
  const std::string pickle = proto2 + instructions;
  expectError([&] { readTorchPickle(pickle, "x.pt"); }, Fault::failed,
              "x.pt: at byte " + std::to_string(byte + 2) + " " + reason + saveStateDict);
}

TEST(TorchPickle, GivesTensorsByTheirKeys) {
  const std::string one = tensor(storage(6), 0, tuple({2, 3}), tuple({3, 1}));
  const auto found =
      readTorchPickle(proto2 + "}(" + text("a") + "](" + one + one + "e" + text("b") + number(3) + "u.", "x");
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].name, "a.0");
  EXPECT_EQ(found[1].name, "a.1");
  EXPECT_EQ(found[1].extents, (Extents{2, 3}));
  EXPECT_EQ(found[1].storageBytes, 24);
  EXPECT_TRUE(readTorchPickle(proto2 + "}.", "x").empty());
}

TEST(TorchPickle, RefusesEveryOtherInstructionByItsName) {
  const std::string known = "(.JKMNQRXabc}ehj]qrst)uG\x80\x85\x86\x87\x88\x89\x8a\x8c\x8d\x93\x94\x95";
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    if (known.find(c) != known.npos) continue;
    const std::string_view name = pickleInstruction(static_cast<unsigned char>(code));
    static const char* const digits = "0123456789abcdef";
    const std::string byte = std::string("0x") + digits[code / 16] + digits[code % 16];
    refusesPickle(std::string(1, c), 0,
                  name.empty() ? "the pickle has " + byte + ", which is no instruction"
                               : "the pickle has the instruction " + std::string(name) + " (" + byte +
                                     "), which tensors do not need");
  }
  refusesPickle("}0.", 1, "the pickle has the instruction POP (0x30), which tensors do not need");
}

TEST(TorchPickle, RefusesEveryOtherNameByItsName) {
  for (const std::string name :
       {"os system", "posix system", "builtins eval", "builtins exec", "__builtin__ eval", "torch load",
        "torch.nn.modules.linear Linear", "numpy.core.multiarray scalar", "subprocess Popen",
        "torch.hub load", "collections defaultdict"}) {
    const std::size_t space = name.find(' ');
    const std::string module = name.substr(0, space), member = name.substr(space + 1);
    const std::string reason = "the pickle names '" + module + "." + member + "', which tensors do not need";
    refusesPickle("c" + module + "\n" + member + "\n.", 0, reason);
    const std::string texts = text(module) + text(member);
    refusesPickle(texts + "\x93.", texts.size(), reason);
  }
}

TEST(TorchPickle, RefusesWrongStacksAndMemos) {
  refusesPickle("Na.", 1, "the stack of the pickle is empty");
  refusesPickle("t.", 0, "the pickle lacks a mark");
  refusesPickle("(K\x01.", 3, "the pickle ends with a stack of more than its value");
  refusesPickle("NN.", 2, "the pickle ends with a stack of more than its value");
  refusesPickle("(Q", 1, "the stack of the pickle is empty");
  refusesPickle("h\x05.", 0, "the memo of the pickle has no entry 5");
  refusesPickle("", 0, "the pickle ends in an instruction");
  refusesPickle("J\x01", 0, "the pickle ends in an instruction");
  refusesPickle(
      "X\xff\xff\xff\x7f"
      "abc",
      0, "the pickle ends in an instruction");
  refusesPickle("cos", 0, "the pickle ends in an instruction");
  refusesPickle("N.N", 1, "bytes follow the end of the pickle");
  refusesPickle("NNa.", 2, "the pickle appends to what is no list");
  refusesPickle("NNNs.", 3, "the pickle sets items of what is no dict");
  refusesPickle("}(Nu.", 3, "the pickle sets a key without a value");
  refusesPickle("NNb.", 2, "the pickle sets attributes of what is no dict");
  refusesPickle("NN\x93.", 2, "a name of the pickle is no text");
  refusesPickle("\x80\x01", 0, "the protocol of the pickle is 1, none of 2 to 5");
}

TEST(TorchPickle, RefusesWrongCalls) {
  const std::string dict = "ccollections\nOrderedDict\n";
  refusesPickle(dict + "(K\x01tR.", dict.size() + 4,
                "the pickle calls 'collections.OrderedDict' with other arguments than PyTorch");
  refusesPickle("N)R.", 2, "the pickle calls what is no name");
  refusesPickle("ctorch\nFloatStorage\n)R.", 21,
                "the pickle calls 'torch.FloatStorage', which is no function");
  refusesPickle(rebuild + ")R.", rebuild.size() + 1,
                "the pickle calls 'torch._utils._rebuild_tensor_v2' with other arguments than PyTorch");
  refusesPickle("NQ.", 1, "the pickle refers to something that is no storage of PyTorch");
  const std::string wrong = storage(4, "ctorch\nfloat32\n");
  refusesPickle(wrong + ".", wrong.size() - 1, "the pickle has a storage of 'torch.float32'");
  const std::string of = tensor("N", 0, tuple({1}), tuple({1}));
  refusesPickle(of + ".", of.size() - 1, "the pickle makes a tensor of what is no storage");
  const std::string untyped =
      tensor(storage(4, "ctorch.storage\nUntypedStorage\n"), 0, tuple({1}), tuple({1}));
  refusesPickle(untyped + ".", untyped.size() - 1, "the pickle makes a tensor of a storage without a type");
  const std::string axes = tensor(storage(4), 0, tuple({2, 2}), tuple({1}));
  refusesPickle(axes + ".", axes.size() - 1, "a tensor of the pickle has 2 axes and 1 strides");
  const std::string shape = tensor(storage(4), 0, "N", tuple({1}));
  refusesPickle(shape + ".", shape.size() - 1,
                "a shape or stride of the pickle is no tuple of at most 32 numbers of 0 or more");
  const std::string parameter = "ctorch._utils\n_rebuild_parameter\n(NNNtR.";
  refusesPickle(parameter, parameter.size() - 2, "a parameter of the pickle is no tensor");
}

TEST(TorchPickle, RefusesWhatReachesBeyondItsStorage) {
  const auto refuses = [](std::uint8_t offset, const std::vector<std::uint8_t>& size,
                          const std::vector<std::uint8_t>& stride, const std::string& words) {
    const std::string bytes = tensor(storage(6), offset, tuple(size), tuple(stride));
    refusesPickle(bytes + ".", bytes.size() - 1,
                  "a tensor of the pickle of " + words + " reaches beyond its storage '0' of 24 bytes");
  };
  refuses(0, {7}, {1}, "shape [7] and strides [1]");
  refuses(1, {6}, {1}, "shape [6] and strides [1]");
  refuses(0, {2, 3}, {4, 1}, "shape [2, 3] and strides [4, 1]");
  refuses(6, {1}, {1}, "shape [1] and strides [1]");
  EXPECT_EQ(readTorchPickle(proto2 + tensor(storage(6), 5, tuple({200}), tuple({0})) + ".", "x").size(), 1);
  // Extents whose product overflows.
  std::string huge = rebuild + "(" + storage(6) + number(0) + "(";
  for (int i = 0; i < 3; ++i) huge += std::string("\x8a\x05\0\0\0\0\1", 7);
  huge += "t" + tuple({0, 0, 0}) + "\x89" + ")tR";
  refusesPickle(
      huge + ".", huge.size() - 1,
      "a tensor of the pickle of shape [4294967296, 4294967296, 4294967296] takes more than 2^63 bytes");
}

TEST(TorchPickle, RefusesCirclesAndDepth) {
  refusesPickle(
      "]q\x01h\x01"
      "a.",
      6, "the pickle is nested deeper than 64 levels, or in a circle");
  std::string deep;
  for (int i = 0; i < 66; ++i) deep += "]";
  for (int i = 0; i < 65; ++i) deep += "a";
  refusesPickle(deep + ".", deep.size(), "the pickle is nested deeper than 64 levels, or in a circle");
  // Each list holds the one before twice: 2^40 ways to its end.
  std::string wide = std::string("(]q\0", 4);
  for (int i = 1; i <= 40; ++i) {
    const auto before = static_cast<char>(i - 1);
    wide += std::string("](h") + before + "h" + before + "eq" + static_cast<char>(i);
  }
  wide += "t";
  refusesPickle(wide + ".", wide.size(), "the pickle leads to more than 4000000 values");
  const std::string one = tensor(storage(6), 0, tuple({1}), tuple({1}));
  const std::string twice = "}(" + text("a.b") + one + text("a") + "}" + text("b") + one + "su";
  refusesPickle(twice + ".", twice.size(), "two tensors of the pickle are called 'a.b'");
}

// The archive around it.

class TorchArchive : public FormatTest {
 protected:
  static std::string archive(std::vector<ZipPiece> more) {
    const std::string pickle =
        proto2 + "}" + text("w") + tensor(storage(6), 0, tuple({2, 3}), tuple({1, 2})) + "s.";
    more.insert(more.begin(), ZipPiece::stored("m/data.pkl", pickle));
    return zipOf(more);
  }
  static std::string six() {
    std::string bytes;
    for (int i = 0; i < 6; ++i) bytes += littleEndianBytes(static_cast<float>(i));
    return bytes;
  }
};

TEST_F(TorchArchive, IsReadStoredAndDeflated) {
  expectEntry(open(archive({ZipPiece::stored("m/data/0", six())})), "w", "float32", {2, 3},
              {0, 2, 4, 1, 3, 5});
  expectEntry(open(archive({ZipPiece::deflated("m/data/0", six())})), "w", "float32", {2, 3},
              {0, 2, 4, 1, 3, 5});
}

TEST_F(TorchArchive, ThatDoesNotHoldItsStoragesIsRefused) {
  refuses(archive({}), "its storage '0' is not in the archive" + copyAgain, "::w");
  refuses(archive({ZipPiece::stored("m/data/0", six().substr(1))}),
          "its storage '0' is declared 24 bytes long and has 23" + copyAgain, "::w");
  refuses(archive({ZipPiece::stored("m/byteorder", "big"), ZipPiece::stored("m/data/0", six())}),
          "its numbers are not little-endian; save it again on a little-endian machine");
  refuses(zipOf({ZipPiece::stored("m/data.pkl", proto2 + "cos\nsystem\n)R.")}),
          "at byte 2 the pickle names 'os.system', which tensors do not need" + saveStateDict,
          " (m/data.pkl)");
}

TEST_F(TorchArchive, OfAnOlderVersionIsNamed) {
  refuses(
      std::string("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15),
      "it seems to be a PyTorch file of before version 1.6, which is not read; save a dict of tensors with "
      "torch.save of PyTorch 1.6 or later");
}

}  // namespace torch_reader_test
}  // namespace normscope
