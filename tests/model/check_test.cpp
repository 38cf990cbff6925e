#include "core/model/check.h"

#include <gmock/gmock.h>

#include <cmath>

#include "core/analysis/match/rounding.h"
#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/io/source.h"
#include "tests/model/small_run.h"

namespace normscope {
namespace check_test {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

/// Some elements along each axis, as `kept` says.
Tensor partOfTensor(const Tensor& tensor, const json& kept) {
  const Extents& extents = tensor.extents();
  std::vector<double> values;
  const std::size_t rank = extents.size();
  Extents own = extents;
  for (std::size_t axis = 0; axis < rank; ++axis)
    if (!kept[axis].is_null()) own[axis] = static_cast<std::int64_t>(kept[axis].size());
  Extents at(rank, 0);
  std::int64_t count = 1;
  for (const std::int64_t extent : own) count *= extent;
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t rest = i, offset = 0, stride = 1;
    for (std::size_t axis = rank; axis-- > 0;) {
      const std::int64_t position = rest % own[axis];
      rest /= own[axis];
      offset += stride * (kept[axis].is_null()
                              ? position
                              : kept[axis][static_cast<std::size_t>(position)].get<std::int64_t>());
      stride *= extents[axis];
    }
    values.push_back(tensor.at(offset));
  }
  return Tensor::of<double>(tensor.dtype(), own, values);
}

/// A layer, x, and the norm that is really done.
struct Layer {
  json record;  ///< what is changed of SmallRun::record()
  std::string x = "normal:4,8,5,5:seed=3,mean=1";
  std::string does = {};  ///< a spec
  json kept = nullptr;    ///< of the record; null: all
  std::optional<RunningStatistics> running = {};
  AffineParameters affine = {};
};

SmallRun recorded(const Layer& layer) {
  const Tensor x = loadTensor(layer.x).tensor;
  const std::string layout = layer.record.value("layout", "NCHW");
  ReferenceEngine engine;
  const Tensor y = normalize({x, Shape(Layout::parse(layout), x.extents()), parseNormSpec(layer.does),
                              layer.affine, layer.running},
                             engine)
                       .y;
  const json kept = layer.kept.is_null() ? json(std::vector<json>(x.extents().size(), nullptr)) : layer.kept;
  json changes = layer.record;
  changes["shape"] = x.extents();
  changes["kept"] = kept;
  SmallRun run;
  run.record(changes).tensor("x", partOfTensor(x, kept)).tensor("y", partOfTensor(y, kept));
  const auto ofChannels = [&](const char* name, const std::vector<double>& values) {
    const Tensor whole =
        Tensor::of<double>(DType::float32, {static_cast<std::int64_t>(values.size())}, values);
    run.tensor(name, partOfTensor(whole, json::array({kept[1]})));
  };
  if (layer.running) ofChannels("running_mean", layer.running->mean);
  if (layer.running) ofChannels("running_var", layer.running->variance);
  if (layer.affine.weight) run.tensor("weight", *layer.affine.weight);
  if (layer.affine.bias) run.tensor("bias", *layer.affine.bias);
  return run;
}

LayerVerdict verdictOf(const SmallRun& small) {
  const RecordedRun run = small.run();
  EXPECT_EQ(run.records.size(), 1u);
  EXPECT_EQ(run.records[0].problem, "");
  return checkRecord(run, run.records[0]);
}

LayerVerdict verdictOf(const Layer& layer) {
  return verdictOf(recorded(layer));
}

json torchLayer(const std::string& name, const std::string& arguments) {
  return {{"type", "torch.nn." + name}, {"class", name}, {"repr", name + arguments}};
}

const json batchNorm = torchLayer("BatchNorm2d", "(8, eps=1e-05, momentum=0.1, affine=False)");
const json groupNorm = torchLayer("GroupNorm", "(4, 8, eps=1e-05, affine=False)");
const RunningStatistics running{{0, 1, 2, 3, 4, 5, 6, 7}, {1, 2, 3, 4, 5, 6, 7, 8}};

std::string specOf(Layer layer) {
  if (layer.does.empty()) layer.does = "custom:over=" + layer.record.value("layout", "NCHW").substr(0, 1);
  const RecordedRun run = recorded(layer).run();
  EXPECT_EQ(run.records[0].problem, "");
  const DeclaredNorm declared = declaredNorm(run.records[0]);
  return declared.spec ? toText(*declared.spec) : declared.reason;
}

TEST(DeclaredNorm, ComesFromTypeAndRepr) {
  EXPECT_EQ(specOf({batchNorm}), "batch:affine=none");
  EXPECT_EQ(specOf({groupNorm}), "group:groups=4,affine=none");
  EXPECT_EQ(specOf({torchLayer("LayerNorm", "((5, 5), eps=1e-06, elementwise_affine=True)")}),
            "layer:over=H+W,eps=1e-6");
}

json with(json record, const std::string& key, const json& value) {
  record[key] = value;
  return record;
}

TEST(DeclaredNorm, AttributesWinOverRepr) {
  EXPECT_EQ(specOf({with(batchNorm, "attributes", {{"eps", 0.25}, {"momentum", 0.5}})}),
            "batch:momentum=0.5,eps=0.25,affine=none");
  EXPECT_EQ(specOf({with(groupNorm, "attributes", {{"groups", 2}})}), "group:groups=2,affine=none");
  EXPECT_EQ(specOf({with(torchLayer("LayerNorm", "((5, 5))"), "attributes", {{"normalized_shape", {5}}})}),
            "layer:over=W");
}

TEST(DeclaredNorm, OfAReprThatSaysNothingComesFromTheAttributes) {
  EXPECT_EQ(specOf({with(torchLayer("GroupNorm", "()"), "attributes", {{"groups", 2}, {"eps", 0.001}})}),
            "group:groups=2,eps=0.001");
  EXPECT_EQ(specOf({torchLayer("BatchNorm2d", "()")}), "batch");
  const json llama = {{"type", "transformers.models.llama.modeling_llama.LlamaRMSNorm"},
                      {"class", "LlamaRMSNorm"},
                      {"repr", "LlamaRMSNorm()"},
                      {"layout", "BTF"},
                      {"attributes", {{"eps", 1e-5}}}};
  EXPECT_EQ(specOf({llama, "normal:2,3,16"}), "rms:over=F");
}

TEST(DeclaredNorm, IsReadOfEveryFramework) {
  const auto of = [](const std::string& type, const std::string& repr) {
    return specOf(
        {{{"type", type}, {"class", type.substr(type.rfind('.') + 1)}, {"repr", repr}, {"layout", "NHWC"}},
         "normal:4,5,5,8"});
  };
  EXPECT_EQ(of("keras.layers.BatchNormalization", "BatchNormalization(axis=-1, momentum=0.9, epsilon=0.001)"),
            "batch:eps=0.001");
  EXPECT_EQ(of("keras.layers.UnitNormalization", "UnitNormalization(axis=-1)"), "l2:over=C");
  EXPECT_EQ(of("flax.linen.GroupNorm", "GroupNorm(num_groups=4, epsilon=1e-06)"), "group:groups=4,eps=1e-6");
  EXPECT_EQ(of("flax.nnx.LayerNorm", "LayerNorm(num_features=8, epsilon=1e-06)"), "layer:over=C,eps=1e-6");
  EXPECT_EQ(of("onnx.LayerNormalization", "LayerNormalization <axis = -1> (X, scale, bias)"), "layer:over=C");
  EXPECT_EQ(of("torch.nn.functional.layer_norm", "F.layer_norm(input, normalized_shape=[8], eps=1e-06)"),
            "layer:over=C,eps=1e-6,affine=none");
}

TEST(DeclaredNorm, AKnownClassComesBeforeTheLayerThatItIsDerivedFrom) {
  const json layer = {
      {"type", "torch.nn.LayerNorm"}, {"class", "LayerNorm2d"}, {"repr", "LayerNorm2d((8,), eps=1e-06)"}};
  EXPECT_EQ(specOf({layer, "normal:2,8,8,8"}), "layer:over=C,eps=1e-6");
  EXPECT_EQ(specOf({with(layer, "class", "MyNorm"), "normal:2,8,8,8"}), "layer:over=W,eps=1e-6");
}

TEST(DeclaredNorm, InEvaluationItReadsTheRunningStatisticsThatItKeeps) {
  const json evaluation = with(batchNorm, "training", false);
  EXPECT_EQ(specOf({evaluation}), "batch:affine=none");
  EXPECT_EQ(specOf({evaluation, "normal:4,8,5,5", "batch", nullptr, running}), "batch:mode=eval,affine=none");
}

TEST(DeclaredNorm, ByAClassThatNobodyKnowsIsNone) {
  EXPECT_EQ(specOf({{{"type", "vit.SpecialNorm"}, {"class", "SpecialNorm"}, {"repr", "SpecialNorm(8)"}}}),
            "call 'vit.SpecialNorm(8)': 'vit' is no library that is known here, and its defaults may differ");
}

TEST(DeclaredNorm, ThatDoesNotFitTheShapeIsNone) {
  EXPECT_EQ(specOf({torchLayer("BatchNorm2d", "(9)")}),
            "call 'torch.nn.BatchNorm2d(9)': it is for 9 channels and the tensor has 8");
}

TEST(CheckRecord, OfWhatItSaysIsFound) {
  const LayerVerdict verdict = verdictOf({batchNorm, "normal:4,8,5,5:seed=3,mean=1", "batch"});
  EXPECT_EQ(verdict.ok, true);
  EXPECT_EQ(verdict.name, "bn1");
  EXPECT_EQ(toText(*verdict.found), "batch:affine=none");
  EXPECT_LE(*verdict.maxAbs, *verdict.bound);
  EXPECT_THAT(verdict.verdict, StartsWith("it is what it says: the largest difference, "));
  EXPECT_THAT(verdict.words, testing::IsEmpty());
}

/// A batch norm in evaluation with running statistics and a weight of its own.
Layer inEvaluation(const RunningStatistics& statistics, const std::vector<double>& weight) {
  const json layer = torchLayer("BatchNorm2d", "(8, eps=1e-05, momentum=0.1, affine=True)");
  Layer made{layer, "normal:4,8,5,5:seed=3,mean=1", "batch:mode=eval", nullptr, statistics};
  made.record["training"] = false;
  made.affine.weight = Tensor::of<double>(DType::float32, {8}, weight);
  made.affine.bias = Tensor::of<double>(DType::float32, {8}, std::vector<double>(8, 0.5));
  return made;
}

TEST(CheckRecord, NotesWhatIsOddAndKeepsItsVerdict) {
  RunningStatistics statistics = running;
  statistics.variance[3] = 1e-12;
  const LayerVerdict verdict = verdictOf(inEvaluation(statistics, {1, 2, 0, 1, 1, 1, 1, 1}));
  EXPECT_EQ(verdict.ok, true);
  EXPECT_THAT(verdict.notes,
              testing::ElementsAre(HasSubstr("the running variance is below 1e-8 in 1 of 8 channels (3)"),
                                   HasSubstr("γ is near 0 in 1 of 8 channels (2)")));
}

TEST(CheckRecord, NotesNothingOfAHealthyLayerNorOfOneThatTrains) {
  EXPECT_THAT(verdictOf(inEvaluation(running, {1, 2, 3, 1, 1, 1, 1, 1})).notes, testing::IsEmpty());
  EXPECT_THAT(verdictOf({batchNorm, "normal:4,8,5,5:seed=3,mean=1", "batch"}).notes, testing::IsEmpty());
}

TEST(CheckRecord, NotesWhatIsAsItStartsInEvaluationAlone) {
  const LayerVerdict verdict = verdictOf(inEvaluation(RunningStatistics::fresh(8), {1, 2, 3, 1, 1, 1, 1, 1}));
  EXPECT_THAT(verdict.notes, testing::ElementsAre(HasSubstr("as if never updated")));
}

TEST(CheckRecord, OfAnotherEpsIsNamed) {
  const LayerVerdict verdict = verdictOf({batchNorm, "normal:4,8,5,5:seed=3,mean=1", "batch:eps=1e-3"});
  EXPECT_EQ(verdict.ok, false);
  EXPECT_EQ(verdict.verdict, "it is not batch:affine=none: eps is 0.001, not 1e-5");
  EXPECT_EQ(toText(*verdict.found), "batch:eps=0.001,affine=none");
  EXPECT_GT(*verdict.maxAbs, *verdict.bound);
}

/// A class derived from torch.nn.LayerNorm that nobody knows.
json ownLayerNorm(const std::string& arguments) {
  return {{"type", "torch.nn.LayerNorm"},
          {"class", "ChannelsFirst"},
          {"repr", "ChannelsFirst(" + arguments + ")"},
          {"attributes", {{"eps", 1e-6}, {"normalized_shape", {8}}}}};
}

TEST(CheckRecord, OfADerivedLayerNormThatPermutesIsWhatItSays) {
  const json layer = ownLayerNorm("(8,), eps=1e-06, elementwise_affine=False");
  for (const char* x : {"normal:4,8,5,5:seed=3,mean=1", "normal:4,8,8,8:seed=3,mean=1"}) {
    const LayerVerdict verdict = verdictOf({layer, x, "layer:over=C,eps=1e-6"});
    EXPECT_EQ(verdict.ok, true) << x << ": " << verdict.verdict;
    EXPECT_EQ(toText(*verdict.declared.spec), "layer:over=C,eps=1e-6,affine=none");
  }
  const LayerVerdict last = verdictOf({layer, "normal:4,8,8,8:seed=3,mean=1", "layer:over=W,eps=1e-6"});
  EXPECT_EQ(last.ok, true) << last.verdict;
  EXPECT_EQ(toText(*last.declared.spec), "layer:over=W,eps=1e-6,affine=none");
}

TEST(CheckRecord, OfADerivedLayerNormThatDoesAnotherNormIsNamed) {
  const json layer = ownLayerNorm("(8,), eps=1e-06, elementwise_affine=False");
  const LayerVerdict verdict =
      verdictOf({layer, "normal:4,8,5,5:seed=3,mean=1", "layer:over=C+H+W,eps=1e-6"});
  EXPECT_EQ(verdict.ok, false);
  EXPECT_THAT(verdict.verdict, StartsWith("it is not layer:over=C,eps=1e-6,affine=none: "));
}

/// RMSNorm as Llama's, of a class that says no eps.
json silentNorm(const std::string& className) {
  return {{"type", "my." + className},
          {"class", className},
          {"repr", className + "()"},
          {"layout", "BTF"},
          {"attributes", json::object()}};
}

TEST(CheckRecord, OfALayerThatSaysNoEpsHasAny) {
  const LayerVerdict verdict = verdictOf(
      {silentNorm("LlamaRMSNorm"), "normal:4,8,16:seed=3,std=0.05", "rms:over=F,eps=1e-3,affine=none"});
  EXPECT_EQ(verdict.ok, true) << verdict.verdict;
  EXPECT_THAT(verdict.verdict, testing::EndsWith(", is rounding; it says no eps, and 0.001 fits"));
  EXPECT_LE(*verdict.maxAbs, *verdict.bound);
  const LayerVerdict other =
      verdictOf({silentNorm("LlamaRMSNorm"), "normal:4,8,16:seed=3,mean=1", "layer:over=F,affine=none"});
  EXPECT_EQ(other.ok, false) << other.verdict;
  EXPECT_THAT(other.verdict, testing::Not(HasSubstr("eps is")));
}

TEST(CheckRecord, NamesTheDefaultOfAFrameworkAsThat) {
  const json layer = torchLayer("BatchNorm2d", "(8, affine=False)");
  EXPECT_EQ(verdictOf({layer, "normal:4,8,5,5:seed=3,mean=1", "batch:eps=1e-3"}).verdict,
            "it is not batch:affine=none: eps is 0.001, not 1e-5, the framework's default");
}

TEST(CheckRecord, OfKeptChannelsIsExact) {
  const json kept = {nullptr, {0, 3, 6}, nullptr, nullptr};
  const LayerVerdict good = verdictOf({batchNorm, "normal:4,8,5,5:seed=3,mean=1", "batch", kept});
  EXPECT_EQ(good.ok, true) << good.verdict;
  const LayerVerdict bad = verdictOf({batchNorm, "normal:4,8,5,5:seed=3,mean=1", "instance", kept});
  EXPECT_EQ(bad.ok, false);
  const json evaluation = with(batchNorm, "training", false);
  const LayerVerdict frozen =
      verdictOf({evaluation, "normal:4,8,5,5:seed=3", "batch:mode=eval", kept, running});
  EXPECT_EQ(frozen.ok, true) << frozen.verdict;
}

TEST(CheckRecord, OfKeptGroupsSpeaksOfTheWholeLayer) {
  const json kept = {{0, 2}, {0, 1, 2, 3}, nullptr, nullptr};
  const LayerVerdict good = verdictOf({groupNorm, "normal:4,8,5,5:seed=3,mean=1", "group:groups=4", kept});
  EXPECT_EQ(good.ok, true) << good.verdict;
  EXPECT_EQ(toText(*good.declared.onKept), "group:groups=2,affine=none");
  EXPECT_EQ(toText(*good.found), "group:groups=4,affine=none");
  const LayerVerdict bad = verdictOf({groupNorm, "normal:4,8,5,5:seed=3,mean=1", "group:groups=8", kept});
  EXPECT_EQ(bad.ok, false);
  EXPECT_THAT(bad.verdict, HasSubstr("not from group:groups=4"));
}

TEST(CheckRecord, OfSetsThatAreCutIsNotJudgedByThem) {
  EXPECT_EQ(specOf({batchNorm, "normal:4,8,5,5", "batch", {nullptr, nullptr, nullptr, {0, 1}}}),
            "batch:affine=none: axis W is cut in the record, so that its sets are not whole");
  EXPECT_EQ(specOf({groupNorm, "normal:4,8,5,5", "batch", {nullptr, {1, 2}, nullptr, nullptr}}),
            "group:groups=4,affine=none: axis C is cut in the record, so that its sets are not whole");
}

TEST(CheckRecord, OfAnUnknownClassIsFoundOnly) {
  const json unknown = {{"type", "vit.SpecialNorm"}, {"class", "SpecialNorm"}, {"repr", "SpecialNorm(8)"}};
  const LayerVerdict verdict = verdictOf({unknown, "normal:4,8,5,5:seed=3,mean=1", "group:groups=2"});
  EXPECT_EQ(verdict.ok, std::nullopt);
  EXPECT_EQ(verdict.declared.spec, std::nullopt);
  EXPECT_EQ(toText(*verdict.found), "group:groups=2");
  EXPECT_THAT(verdict.verdict, StartsWith("what it declares is not known; y is x under group:groups=2"));
}

/// Classes of transformers, of which there are hundreds.
LayerVerdict verdictByName(const std::string& name, const std::string& does, bool hasBias = false,
                           const json& attributes = {{"eps", 1e-5}}) {
  const json record = {{"type", "transformers.models.some.modeling_some." + name},
                       {"class", name},
                       {"repr", name + "((16,), eps=1e-05)"},
                       {"layout", "BTF"},
                       {"attributes", attributes}};
  AffineParameters affine;
  const auto values = [](double first) {
    std::vector<double> all(16);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = first + 0.05 * static_cast<double>(i * i);
    return Tensor::of<double>(DType::float32, {16}, all);
  };
  if (does.find("affine=none") == std::string::npos) affine.weight = values(0.5);
  if (hasBias) affine.bias = values(-1);
  return verdictOf({record, "normal:2,5,16:seed=3,mean=1", does, nullptr, {}, affine});
}

TEST(CheckRecord, OfAClassWhoseNameSaysWhatItIsHoldsWhereItIsThat) {
  const auto found = [](const LayerVerdict& verdict) {
    EXPECT_EQ(verdict.ok, true) << verdict.verdict;
    EXPECT_TRUE(verdict.declared.isByName);
    EXPECT_THAT(verdict.verdict,
                StartsWith("by its name it may be " + toText(*verdict.declared.spec) + ", and so it is: "));
    return toText(*verdict.declared.spec);
  };
  EXPECT_EQ(found(verdictByName("GptOssRMSNorm", "rms:over=F")), "rms:over=F");
  EXPECT_EQ(found(verdictByName("Qwen3_5RMSNorm", "rms:over=F,zero_centered=true")),
            "rms:over=F,zero_centered=true");
  EXPECT_EQ(found(verdictByName("CohereLayerNorm", "layer:over=F,bias=false")), "layer:over=F,bias=false");
  EXPECT_EQ(found(verdictByName("OlmoLayerNorm", "layer:over=F,affine=none")), "layer:over=F,affine=none");
  EXPECT_EQ(found(verdictByName("MT5LayerNorm", "rms:over=F")), "rms:over=F");
  EXPECT_EQ(found(verdictByName("SomeL2Norm", "l2:over=F,eps=1e-5,affine=none")), "l2:over=F,eps=1e-5");
  EXPECT_EQ(found(verdictByName("SomeRMSNorm", "rms:over=F,eps=0.25", false, json::object())),
            "rms:over=F,eps=0.25")
      << "it says no eps";
}

TEST(CheckRecord, OfADerivedClassWhoseNameSaysOnePlusHolds) {
  const std::string name = "NemotronLayerNorm1P";
  AffineParameters affine = {Tensor::of<double>(DType::float32, {5}, std::vector<double>{1, 2, -1, 0.5, 3}),
                             Tensor::of<double>(DType::float32, {5}, std::vector<double>{0, 1, 2, 3, 4})};
  const json record = {{"type", "torch.nn.LayerNorm"}, {"class", name}, {"repr", name + "((5,), eps=1e-05)"}};
  Layer layer{record, "normal:4,8,5,5:seed=3,mean=1", "layer:over=W,zero_centered=true", nullptr, {}, affine};
  const LayerVerdict verdict = verdictOf(layer);
  EXPECT_EQ(verdict.ok, true) << verdict.verdict;
  EXPECT_EQ(toText(*verdict.declared.spec), "layer:over=W,zero_centered=true");
  layer.record["class"] = "LayerNorm";
  EXPECT_EQ(verdictOf(layer).ok, false) << "PyTorch's own multiplies by the weight";
}

/// As NemotronLayerNorm1P does in bfloat16.
TEST(CheckRecord, OfAClassThatRoundsOnePlusItsWeightHolds) {
  const std::string name = "SomeLayerNorm1P";
  std::vector<double> weights(16), sums(16);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = match::roundedTo(DType::bfloat16, 1.031 + 0.0157 * static_cast<double>(i));
    sums[i] = match::roundedTo(DType::bfloat16, 1 + weights[i]);
  }
  const auto ofWeights = [](const std::vector<double>& values) {
    return AffineParameters{Tensor::of<double>(DType::bfloat16, {16}, values), {}};
  };
  const Tensor wide = loadTensor("normal:16,12,16:seed=3,mean=1").tensor;
  std::vector<double> elements(static_cast<std::size_t>(wide.elementCount()));
  for (std::size_t i = 0; i < elements.size(); ++i) elements[i] = wide.at(static_cast<std::int64_t>(i));
  const Tensor x = Tensor::of<double>(DType::bfloat16, wide.extents(), elements);
  ReferenceEngine engine;
  const Tensor y = normalize({x,
                              Shape(Layout::parse("BTF"), x.extents()),
                              parseNormSpec("layer:over=F,bias=false"),
                              ofWeights(sums),
                              {}},
                             engine)
                       .y;
  SmallRun run;
  run.record({{"type", "torch.nn.LayerNorm"},
              {"class", name},
              {"repr", name + "((16,), eps=1e-05)"},
              {"layout", "BTF"},
              {"shape", x.extents()},
              {"kept", {nullptr, nullptr, nullptr}}})
      .tensor("x", x)
      .tensor("y", y)
      .tensor("weight", *ofWeights(weights).weight);
  const LayerVerdict verdict = verdictOf(run);
  EXPECT_EQ(verdict.ok, true) << verdict.verdict;
  EXPECT_EQ(toText(*verdict.declared.spec), "layer:over=F,zero_centered=true,bias=false");
}

/// Of what such a class does beside, its name says nothing.
TEST(CheckRecord, OfAClassWhoseNameSaysSomethingElseIsFoundOnly) {
  const LayerVerdict other = verdictByName("GptOssRMSNorm", "layer:over=F", true);
  EXPECT_EQ(other.ok, std::nullopt);
  EXPECT_EQ(other.declared.spec, std::nullopt);
  EXPECT_THAT(other.verdict, StartsWith("what it declares is not known; y is x under layer:over=F"));
  EXPECT_EQ(verdictByName("MambaRMSNormGated", "rms:over=F").ok, std::nullopt);
  EXPECT_EQ(verdictByName("SomeRMSNorm", "rms:over=F,eps=0.25").ok, std::nullopt) << "it says 1e-5";
}

/// A weight that does not fit what the name may mean speaks against that, not against the record.
TEST(CheckRecord, OfAClassWhoseWeightDoesNotFitItsNameIsFoundOnly) {
  const json record = {
      {"type", "somebody.SomeLayerNorm"}, {"class", "SomeLayerNorm"}, {"repr", "SomeLayerNorm()"}};
  const std::vector<double> values = {1, 2, 3, 4, 5, 6, 7, 8};
  const AffineParameters affine = {Tensor::of<double>(DType::float32, {8}, values),
                                   Tensor::of<double>(DType::float32, {8}, values)};
  const LayerVerdict verdict =
      verdictOf({record, "normal:4,8,5,5:seed=3,mean=1", "layer:over=C", nullptr, {}, affine});
  EXPECT_EQ(verdict.ok, std::nullopt) << verdict.verdict;
  EXPECT_THAT(verdict.verdict, StartsWith("what it declares is not known; y is x under layer:over=C"));
}

TEST(CheckRecord, ThatIsDamagedDoesNotHold) {
  SmallRun small;
  small.recordOf(7);
  const RecordedRun run = small.run();
  const LayerVerdict verdict = checkRecord(run, run.records[0]);
  EXPECT_EQ(verdict.ok, false);
  EXPECT_EQ(verdict.verdict, run.records[0].problem);
}

TEST(CheckRecord, OfRunningStatisticsOfOtherChannelsSaysSo) {
  SmallRun small = recorded({batchNorm, "normal:4,8,5,5", "batch"});
  small.tensor("running_mean", Tensor::allocate(DType::float32, {3}));
  small.tensor("running_var", Tensor::allocate(DType::float32, {3}));
  EXPECT_EQ(verdictOf(small).verdict,
            "tensor '0.running_mean': its shape [3] is not [8], the channels of x; record one value for "
            "every channel "
            "that is kept");
}

TEST(CheckRecord, ThatLostAllValuesDoesNotHold) {
  SmallRun small;
  const Tensor x = loadTensor("normal:4,8,5,5").tensor;
  const std::vector<double> nan(800, std::nan(""));
  small.record(with(with(batchNorm, "shape", {4, 8, 5, 5}), "kept", {nullptr, nullptr, nullptr, nullptr}))
      .tensor("x", x)
      .tensor("y", Tensor::of<double>(DType::float32, {4, 8, 5, 5}, nan));
  const LayerVerdict verdict = verdictOf(small);
  EXPECT_EQ(verdict.ok, false);
  EXPECT_EQ(verdict.verdict, "y has no finite value, and x has");
}

/// As PyTorch 2 computes BatchNorm in bfloat16 on a CPU: mean and rstd are rounded before they are used.
TEST(CheckRecord, WhoseStatisticsAreRoundedToANarrowDtypeIsWhatItSays) {
  const Tensor x = match::roundedTo(DType::bfloat16, loadTensor("normal:4,8,5,5:seed=3,mean=1").tensor);
  const Shape shape(Layout::parse("NCHW"), x.extents());
  ReferenceEngine engine;
  const NormalizeResult exact = normalize({x, shape, parseNormSpec("batch"), {}, {}}, engine);
  std::vector<double> xs, ys;
  for (std::int64_t i = 0; i < x.elementCount(); ++i) {
    const auto set = static_cast<std::size_t>(exact.plan.setOf(i));
    const double mean = match::roundedTo(DType::bfloat16, exact.statistics.mean[set]);
    const double rstd =
        match::roundedTo(DType::bfloat16, 1 / std::sqrt(exact.statistics.variance[set] + 1e-5));
    xs.push_back(x.at(i));
    ys.push_back((x.at(i) - mean) * rstd);
  }
  SmallRun small;
  small.record(with(with(batchNorm, "shape", {4, 8, 5, 5}), "kept", {nullptr, nullptr, nullptr, nullptr}))
      .tensor("x", Tensor::of<double>(DType::bfloat16, x.extents(), xs))
      .tensor("y", Tensor::of<double>(DType::bfloat16, x.extents(), ys));
  const LayerVerdict verdict = verdictOf(small);
  EXPECT_EQ(verdict.ok, true) << verdict.verdict;
  EXPECT_LE(*verdict.maxAbs, *verdict.bound);
}

TEST(CheckRun, TellsEachInOrder) {
  SmallRun small;
  const Tensor x = loadTensor("normal:4,8,5,5:seed=3,mean=1").tensor;
  ReferenceEngine engine;
  const Tensor y =
      normalize({x, Shape(Layout::parse("NCHW"), x.extents()), parseNormSpec("batch"), {}, {}}, engine).y;
  for (int i = 0; i < 9; ++i) {
    json record = with(batchNorm, "layer", "bn" + std::to_string(i));
    record["shape"] = {4, 8, 5, 5};
    small.record(record).tensor("x", x).tensor("y", i == 4 ? x : y);
  }
  std::vector<std::string> told;
  double last = -1;
  const Progress progress{{}, [&](double fraction) {
                            EXPECT_GE(fraction, last);
                            last = fraction;
                          }};
  const std::vector<LayerVerdict> verdicts =
      checkRun(small.run(), progress, [&](const LayerVerdict& layer) { told.push_back(layer.name); });
  ASSERT_EQ(verdicts.size(), 9u);
  EXPECT_EQ(last, 1);
  for (std::size_t i = 0; i < 9; ++i) {
    EXPECT_EQ(told[i], "bn" + std::to_string(i));
    EXPECT_EQ(verdicts[i].ok, i != 4) << i;
  }
}

TEST(CheckRun, StopsWhenNobodyWantsIt) {
  std::stop_source stop;
  stop.request_stop();
  const RecordedRun run = recorded({batchNorm, "normal:4,8,5,5", "batch"}).run();
  EXPECT_THROW(checkRun(run, {stop.get_token(), {}}), Cancelled);
}

}  // namespace check_test
}  // namespace normscope
