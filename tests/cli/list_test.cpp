#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/io/generate.h"
#include "core/io/npz.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace list_test {

using nlohmann::ordered_json;
using testing::ElementsAre;

class ListCommand : public testing::Test {
 protected:
  ListCommand() {
    writeNpz(path_,
             {{"a", generate(parseGenerated("ramp:2,3"))}, {"b", Tensor::allocate(DType::int8, {0, 2})}});
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.file("x.npz");
};

TEST_F(ListCommand, SaysNameDtypeAndShape) {
  EXPECT_EQ(runNormscope({"list", path_}).out,
            "format   npz\ntensors  2\na        float32 [2, 3]\nb        int8 [0, 2]\n");
  const ordered_json json = ordered_json::parse(runNormscope({"list", path_, "--json"}).out);
  EXPECT_EQ(json["format"], "npz");
  EXPECT_EQ(json["tensors"][0], (ordered_json{{"name", "a"}, {"dtype", "float32"}, {"shape", {2, 3}}}));
  EXPECT_EQ(json["tensors"][1], (ordered_json{{"name", "b"}, {"dtype", "int8"}, {"shape", {0, 2}}}));
}

TEST_F(ListCommand, AddsRangesWhereAsked) {
  EXPECT_EQ(runNormscope({"list", path_, "--statistics"}).out,
            "format   npz\ntensors  2\na        float32 [2, 3]\n         0 to 5, mean 2.5, standard "
            "deviation 1.708\n"
            "b        int8 [0, 2]\n         empty\n");
  const ordered_json json = ordered_json::parse(runNormscope({"list", path_, "--statistics", "--json"}).out);
  EXPECT_EQ(json["tensors"][0]["statistics"]["max"], 5);
  EXPECT_EQ(json["tensors"][0]["statistics"]["mean"], 2.5);
  EXPECT_EQ(json["tensors"][0]["statistics"]["nan"], 0);
  EXPECT_TRUE(json["tensors"][1]["statistics"].is_null());
}

TEST_F(ListCommand, ListsOneTensorWhereItIsNamed) {
  const ordered_json json = ordered_json::parse(runNormscope({"list", path_ + "::a[1]", "--json"}).out);
  ASSERT_EQ(json["tensors"].size(), 1);
  EXPECT_EQ(json["tensors"][0]["shape"], (std::vector<int>{3}));
  EXPECT_EQ(runNormscope({"list", "ramp:2,3"}).out,
            "format     generated\ntensors    1\n(no name)  float32 [2, 3]\n");
}

TEST_F(ListCommand, ListsRawBinaryAndWhatCannotBeRead) {
  folder_.fileOf("x.bin", "1234");
  EXPECT_EQ(runNormscope({"list", folder_.file("x.bin"), "--dtype", "int16", "--shape", "2"}).out,
            "format     raw\ntensors    1\n(no name)  int16 [2]\n");
  const std::string header = R"({"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}})";
  const std::string complex =
      folder_.fileOf("c.safetensors", std::string(1, static_cast<char>(header.size())) +
                                          std::string(7, '\0') + header + std::string(8, '\0'));
  const ordered_json json =
      ordered_json::parse(runNormscope({"list", complex, "--statistics", "--json"}).out);
  EXPECT_EQ(json["tensors"][0]["dtype"], "C64");
  EXPECT_TRUE(json["tensors"][0]["statistics"].is_null());
  EXPECT_EQ(json["notices"][0], complex + "::a: its dtype C64 is not read; convert it to float32 first");
  expectRefusal({"list", folder_.file("none")}, 1,
                "normscope: " + folder_.file("none") +
                    ": there is no such file; give a path, sample:NAME or a generated tensor such as "
                    "normal:20,6,10,10");
}

}  // namespace list_test
}  // namespace normscope
