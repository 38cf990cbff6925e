#include "core/io/samples.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "core/error.h"
#include "core/io/digits.h"
#include "core/io/generate.h"
#include "core/io/photo_features.h"

namespace normscope {
namespace {

struct Entry {
  Sample sample;
  Tensor (*load)();
};

Tensor sequence() {
  Tensor tensor = generate(parseGenerated("normal:8,50,64:seed=3"));
  const Tensor offsets = generate(parseGenerated("normal:64:seed=4,std=3"));
  const auto values = tensor.edit<float>();
  const auto offset = offsets.values<float>();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += offset[i % offset.size()];
  return tensor;
}

Tensor oneNan() {
  Tensor tensor = generate(parseGenerated("normal:4,6,8,8:seed=5"));
  const Shape shape(Layout::ofRank(4), tensor.extents());
  tensor.edit<float>()[static_cast<std::size_t>(shape.offsetOf({1, 2, 3, 4}))] =
      std::numeric_limits<float>::quiet_NaN();
  return tensor;
}

const std::vector<Entry>& entries() {
  static const Layout nchw = Layout::parse("NCHW");
  static const DType float32 = DType::float32;
  static const std::vector<Entry> table = {
      {{"normal",
        "standard normal numbers: a first look at every norm, and GroupNorm against both readings of "
        "LayerNorm",
        nchw,
        {20, 6, 10, 10},
        float32},
       [] { return generate(parseGenerated("normal:20,6,10,10:seed=1")); }},
      {{"images",
        "standard normal numbers of the size of a batch of images: how small n/(n-1) is, batch statistics "
        "against the batch size",
        nchw,
        {32, 3, 28, 28},
        float32},
       [] { return generate(parseGenerated("normal:32,3,28,28:seed=2")); }},
      {{"sequence",
        "a batch of sequences, every feature with a mean of its own: BatchNorm takes those means away, "
        "LayerNorm "
        "keeps them",
        Layout::parse("BTF"),
        {8, 50, 64},
        float32},
       sequence},
      {{"photo",
        "colours, blur and edges of a photograph of a cat: channels of very different mean and spread, and "
        "neighbours that are alike",
        nchw,
        {6, 8, 48, 48},
        float32},
       photoFeatures},
      {{"large-mean",
        "mean 10000, standard deviation 1: the digits that E[x^2] - E[x]^2 loses in float32",
        nchw,
        {8, 32, 28, 28},
        float32},
       [] { return generate(parseGenerated("normal:8,32,28,28:seed=6,mean=10000")); }},
      {{"nan",
        "normal numbers with one NaN, at [1, 2, 3, 4]: it must poison its own set and no other",
        nchw,
        {4, 6, 8, 8},
        float32},
       oneNan},
      {{"digits",
        "handwritten digits, many samples of one channel: how far the mean of a small batch lies from that "
        "of all",
        nchw,
        {digitCount, 1, digitSide, digitSide},
        DType::uint8},
       digitPictures},
      {{"digit-features",
        "the digits with blur and edges as channels: what a norm meets inside a network, with many samples",
        nchw,
        {digitCount, 6, digitSide, digitSide},
        float32},
       digitFeatures},
  };
  return table;
}

}  // namespace

const std::vector<Sample>& samples() {
  static const std::vector<Sample> list = [] {
    std::vector<Sample> result;
    for (const Entry& entry : entries()) result.push_back(entry.sample);
    return result;
  }();
  return list;
}

const Sample& findSample(std::string_view name) {
  std::string names;
  for (const Sample& sample : samples()) {
    if (sample.name == name) return sample;
    names += (names.empty() ? "" : ", ") + sample.name;
  }
  throw nonsense("sample '" + std::string(name) + "'", "there is no such sample",
                 "the samples are: " + names);
}

Tensor loadSample(const Sample& sample) {
  const auto found = std::find_if(entries().begin(), entries().end(),
                                  [&](const Entry& entry) { return entry.sample.name == sample.name; });
  assert(found != entries().end());
  return found->load();
}

}  // namespace normscope
