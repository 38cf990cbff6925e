#include "core/document/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/document/history.h"
#include "core/document/parameter_text.h"
#include "core/error.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace document_test {

using testing::ElementsAre;
using testing::IsEmpty;

Document on(const std::string& layout, const Extents& extents, const std::string& norm = "batch") {
  std::string source = "normal:";
  for (std::size_t i = 0; i < extents.size(); ++i) source += (i == 0 ? "" : ",") + std::to_string(extents[i]);
  return withTensor(withSpec(emptyDocument(), parseNormSpec(norm)), source,
                    Shape(Layout::parse(layout), extents));
}

Document small() {
  return on("NCHW", {4, 6, 4, 4});
}

std::vector<std::string> specsOf(const Document& document) {
  std::vector<std::string> texts;
  for (const DocumentNorm& norm : document.norms) texts.push_back(toText(norm.spec));
  return texts;
}

Document grouped(std::int64_t groups) {
  return withSpec(small(), parseNormSpec("group:groups=" + std::to_string(groups)));
}

Document selecting(std::int64_t element) {
  return withSelection(small(), {element, false});
}

LayerParameter given(const Extents& extents) {
  return {"w.npy", extents};
}

// Changes

TEST(DocumentChanges, TheStartIsTheBuiltInTensorAndNorm) {
  EXPECT_EQ(startDocument().source, builtInStart);
  EXPECT_THAT(specsOf(startDocument()), ElementsAre(builtInNorm));
  EXPECT_EQ(startDocument().shape.extents(), (Extents{8, 6, 8, 8}));
  EXPECT_EQ(emptyDocument().source, "");
  EXPECT_NE(emptyDocument(), startDocument());
}

TEST(DocumentChanges, ATensorAdaptsEveryNormFromWhatWasAsked) {
  Document document =
      withNorms(small(), {parseNormSpec("group:groups=6"), parseNormSpec("batch:workers=4")}, 1);
  document = withTensor(document, "x", Shape(Layout::parse("NCHW"), {3, 4, 4, 4}));
  EXPECT_THAT(specsOf(document), ElementsAre("group:groups=4", "batch:workers=3"));
  EXPECT_THAT(adaptations(document), ElementsAre("groups 6 → 4: 6 groups can't divide 4 channels",
                                                 "workers 4 → 3: 4 workers can't divide 3 samples"));
  document = withTensor(document, "x", Shape(Layout::parse("NCHW"), {8, 12, 4, 4}));
  EXPECT_THAT(specsOf(document), ElementsAre("group:groups=6", "batch:workers=4"));
  EXPECT_THAT(adaptations(document), IsEmpty());
}

TEST(DocumentChanges, ATensorDropsReducedAxesThatAreGone) {
  Document document = withNorms(small(), {parseNormSpec("layer:over=C+W"), parseNormSpec("layer:over=W")}, 0);
  document = withTensor(document, "x", Shape(Layout::parse("NCL"), {4, 6, 5}));
  EXPECT_THAT(specsOf(document), ElementsAre("layer:over=C", "layer"));
  EXPECT_THAT(adaptations(document), ElementsAre("reduced axes C+W → C: the layout is NCL",
                                                 "reduced axes W → the default: the layout is NCL"));
  document = on("NC", {4, 6}, "custom:over=N");
  document = withTensor(document, "x", Shape(Layout::parse("HW"), {4, 6}));
  EXPECT_THAT(specsOf(document), ElementsAre("custom:over=H")) << "a custom norm must name one";
}

TEST(DocumentChanges, ATensorKeepsTheSelectionAndTheUnfoldedAxisThatItStillHas) {
  Document document = withSelection(small(), {383, true});
  document.view.cube.unfold = 'W';
  Document next = withTensor(document, "x", Shape(Layout::parse("NHWC"), {4, 4, 4, 6}));
  EXPECT_EQ(next.selection, (Selection{383, true}));
  EXPECT_EQ(next.view.cube.unfold, 'W');
  next = withTensor(document, "x", Shape(Layout::parse("NCL"), {4, 6, 4}));
  EXPECT_EQ(next.selection, Selection{});
  EXPECT_EQ(next.view.cube.unfold, std::nullopt);
  next = withTensor(document, "x", Shape(Layout::parse("NC"), {0, 6}));
  EXPECT_EQ(next.selection, Selection{});
}

TEST(DocumentChanges, ATensorKeepsRunningStatisticsOfAsManyChannels) {
  const auto running = std::make_shared<const RunningStatistics>(RunningStatistics::fresh(6));
  const Document document = withRunning(small(), running);
  EXPECT_EQ(withTensor(document, "x", Shape(Layout::parse("BTF"), {2, 3, 6})).running, running);
  EXPECT_EQ(withTensor(document, "x", Shape(Layout::parse("NCHW"), {4, 5, 4, 4})).running, nullptr);
}

TEST(DocumentChanges, RunningStatisticsAreOnePairPerChannel) {
  const auto of = [](std::int64_t channels) {
    return std::make_shared<const RunningStatistics>(RunningStatistics::fresh(channels));
  };
  EXPECT_EQ(withRunning(small(), of(5)), small());
  const Document updated = withRunning(small(), of(6));
  EXPECT_NE(updated, small());
  EXPECT_EQ(updated, withRunning(small(), of(6))) << "compared by their numbers";
  EXPECT_EQ(withRunning(updated, nullptr), small());
  EXPECT_EQ(runningOf(updated), RunningStatistics::fresh(6));
  EXPECT_EQ(runningOf(small()), RunningStatistics::fresh(6));
}

TEST(DocumentChanges, ASpecIsTheActiveNormsAndKeepsWhatAnotherKeyWasAskedFor) {
  Document document = withTensor(grouped(6), "x", Shape(Layout::parse("NCHW"), {4, 4, 4, 4}));
  EXPECT_EQ(document.spec().groups, 4);
  document = withSpec(document, parseNormSpec("group:groups=4,eps=0.5"));
  EXPECT_EQ(document.norms[0].asked.groups, 6) << "only eps was changed";
  document = withTensor(document, "x", Shape(Layout::parse("NCHW"), {4, 6, 4, 4}));
  EXPECT_EQ(toText(document.spec()), "group:groups=6,eps=0.5");
  document = withSpec(document, parseNormSpec("group:groups=2"));
  EXPECT_EQ(document.norms[0].asked.groups, 2);
  document = withSpec(document, parseNormSpec("layer"));
  EXPECT_EQ(document.norms[0].asked, document.norms[0].spec) << "another kind asks for nothing of before";
}

TEST(DocumentChanges, ASpecWithoutAPlanStaysAsItWasAskedFor) {
  EXPECT_EQ(grouped(5).spec().groups, 5);
  EXPECT_THAT(adaptations(grouped(5)), IsEmpty());
}

TEST(DocumentChanges, AnotherNormMakesTwoAndTheActiveOneStays) {
  Document document = withNormCount(small(), 4);
  document = withActive(document, 2);
  document = withOther(document, parseNormSpec("rms"));
  EXPECT_THAT(specsOf(document), ElementsAre("instance", "rms"));
  EXPECT_EQ(document.active, 0U);
  EXPECT_EQ(toText(document.other()), "rms");
  document = withOther(withActive(document, 1), parseNormSpec("l2"));
  EXPECT_THAT(specsOf(document), ElementsAre("l2", "rms"));
}

TEST(DocumentChanges, TheNumberOfNorms) {
  EXPECT_EQ(withNormCount(small(), 1), small());
  EXPECT_THAT(specsOf(withNormCount(small(), 2)), ElementsAre("batch", "instance"));
  const Document four = withNormCount(withSpec(small(), parseNormSpec("layer:over=C")), 4);
  EXPECT_EQ(four.norms.size(), 4U);
  EXPECT_EQ(four.active, 1U) << "in the place of its kind";
  EXPECT_EQ(toText(four.spec()), "layer:over=C");
  EXPECT_EQ(withNormCount(withSpec(small(), parseNormSpec("l2")), 4).active, 3U) << "or in the last";
  EXPECT_THAT(specsOf(withNormCount(four, 1)), ElementsAre("layer:over=C"));
}

TEST(DocumentChanges, TheActiveNormIsOneOfThem) {
  EXPECT_EQ(withActive(withNormCount(small(), 4), 3).active, 3U);
  EXPECT_EQ(withActive(small(), 1), small());
  EXPECT_EQ(withNorms(small(), {parseNormSpec("rms")}, 7).active, 0U);
}

TEST(DocumentChanges, TwoNormsChangePlaces) {
  const Document two = withNormCount(small(), 2);
  EXPECT_THAT(specsOf(withNormsSwapped(two)), ElementsAre("instance", "batch"));
  EXPECT_EQ(withNormsSwapped(withNormsSwapped(two)), two);
  EXPECT_EQ(withNormsSwapped(small()), small());
}

TEST(DocumentChanges, ASelectionIsAnElement) {
  EXPECT_EQ(withSelection(small(), {383, true}).selection, (Selection{383, true}));
  EXPECT_EQ(withSelection(small(), {384, true}), small());
  EXPECT_EQ(withSelection(small(), {-1, true}), small());
  const Document empty = on("NC", {0, 6});
  EXPECT_EQ(withSelection(empty, {0, true}), empty);
}

TEST(DocumentChanges, ADifferenceIsOneOfTwoNorms) {
  View view;
  view.shown = Shown::difference;
  const Document two = withView(small(), view);
  EXPECT_EQ(two.norms.size(), 2U);
  EXPECT_EQ(two.view.shown, Shown::difference);
  for (const std::size_t count : {1U, 4U}) EXPECT_EQ(withNormCount(two, count).view.shown, Shown::y) << count;
  EXPECT_EQ(withNorms(two, {parseNormSpec("rms")}, 0).view.shown, Shown::y);
  EXPECT_EQ(withOther(two, parseNormSpec("rms")).view.shown, Shown::difference);
}

TEST(DocumentChanges, AnAxisThatTheLayoutLacksStaysFolded) {
  View view;
  view.cube.unfold = 'W';
  EXPECT_EQ(withView(small(), view).view.cube.unfold, 'W');
  EXPECT_EQ(withView(on("NCL", {4, 6, 5}), view).view.cube.unfold, std::nullopt);
}

TEST(DocumentChanges, TheDevice) {
  const DeviceChoice device{DeviceChoice::Kind::opencl, 2};
  EXPECT_EQ(withDevice(small(), device).device, device);
}

TEST(DocumentChanges, ExtentsAreCarriedOverByLetterOrRole) {
  const Shape shape(Layout::parse("NCHW"), {2, 3, 4, 5});
  const auto to = [&](const char* letters) { return carriedOver(shape, Layout::parse(letters)); };
  EXPECT_EQ(to("NHWC"), (Extents{2, 4, 5, 3}));
  EXPECT_EQ(to("BTF"), (Extents{2, 8, 3}));
  EXPECT_EQ(to("C"), (Extents{3}));
  EXPECT_EQ(to("NCDHW"), (Extents{2, 3, 8, 4, 5}));
}

// History

TEST(DocumentHistory, StepsAreTakenBackAndDoneAgain) {
  History history(grouped(1));
  EXPECT_EQ(history.undoStep(), std::nullopt);
  EXPECT_EQ(history.redoStep(), std::nullopt);
  history.change(grouped(2), false);
  history.change(grouped(3), false);
  EXPECT_EQ(history.steps(), 2U);
  EXPECT_EQ(history.position(), 2U);
  EXPECT_EQ(history.undoStep()->before, grouped(2));
  EXPECT_EQ(history.undoStep()->after, grouped(3));
  history.undo();
  EXPECT_EQ(history.now(), grouped(2));
  EXPECT_EQ(history.redoStep()->after, grouped(3));
  history.undo();
  EXPECT_EQ(history.now(), grouped(1));
  history.redo();
  history.redo();
  EXPECT_EQ(history.now(), grouped(3));
  EXPECT_EQ(history.redoStep(), std::nullopt);
}

TEST(DocumentHistory, AChangeForgetsWhatWasUndone) {
  History history(grouped(1));
  history.change(grouped(2), false);
  history.undo();
  history.change(grouped(1), false);
  EXPECT_NE(history.redoStep(), std::nullopt) << "nothing changed";
  history.change(grouped(3), false);
  EXPECT_EQ(history.redoStep(), std::nullopt);
  EXPECT_EQ(history.steps(), 1U);
}

TEST(DocumentHistory, WhatBelongsTogetherIsOneStep) {
  History history(grouped(1));
  history.change(grouped(2), true);
  EXPECT_EQ(history.steps(), 1U) << "there is none before";
  history.change(grouped(3), true);
  EXPECT_EQ(history.steps(), 1U);
  history.undo();
  EXPECT_EQ(history.now(), grouped(1));
  history.change(grouped(6), true);
  EXPECT_EQ(history.steps(), 1U);
  EXPECT_EQ(history.undoStep()->before, grouped(1)) << "where all begins is no step";
}

TEST(DocumentHistory, AStepBackToWhereItBeganLeavesNone) {
  History history(grouped(1));
  history.change(grouped(2), false);
  history.change(grouped(3), false);
  history.change(grouped(6), true);
  history.change(grouped(2), true);
  EXPECT_EQ(history.steps(), 1U);
  EXPECT_EQ(history.now(), grouped(2));
  EXPECT_EQ(history.undoStep()->before, grouped(1));
}

TEST(DocumentHistory, AmendingIsNoStepAndForgetsNothing) {
  History history(grouped(1));
  history.change(grouped(2), false);
  history.change(grouped(3), false);
  history.undo();
  history.amend(grouped(6));
  EXPECT_EQ(history.now(), grouped(6));
  EXPECT_EQ(history.steps(), 2U);
  history.redo();
  EXPECT_EQ(history.now(), grouped(3));
  history.undo();
  EXPECT_EQ(history.now(), grouped(6));
}

TEST(DocumentHistory, ForgettingBeginsAnew) {
  History history(grouped(1));
  history.change(grouped(2), false);
  history.change(grouped(3), false);
  history.undo();
  history.forget();
  EXPECT_EQ(history.now(), grouped(2));
  EXPECT_EQ(history.steps(), 0U);
  EXPECT_EQ(history.undoStep(), std::nullopt);
  EXPECT_EQ(history.redoStep(), std::nullopt);
}

TEST(DocumentHistory, KeepsTheLastSteps) {
  History history(selecting(0));
  for (std::int64_t i = 1; i <= 250; ++i) history.change(selecting(i), false);
  EXPECT_EQ(history.steps(), History::mostSteps);
  EXPECT_EQ(history.position(), History::mostSteps);
  while (history.undoStep()) history.undo();
  EXPECT_EQ(history.now(), selecting(50));
  while (history.redoStep()) history.redo();
  EXPECT_EQ(history.now(), selecting(250));
}

// Dials

TEST(DialOf, NamesWhatAStepTurns) {
  EXPECT_EQ(dialOf(grouped(2), grouped(3)), "groups");
  EXPECT_EQ(dialOf(selecting(1), selecting(2)), "selection");
  Document turned = small();
  turned.view.camera.yaw = 3;
  EXPECT_EQ(dialOf(small(), turned), "camera");
  EXPECT_EQ(dialOf(small(), on("NCHW", {5, 6, 4, 4})), "N");
  EXPECT_EQ(dialOf(small(), on("NCHW", {4, 6, 4, 9})), "W");
  Document seeded = small();
  seeded.source += ":seed=4";
  EXPECT_EQ(dialOf(small(), seeded), "seed");
}

TEST(DialOf, OtherStepsTurnNothing) {
  EXPECT_EQ(dialOf(small(), on("NCHW", {5, 5, 4, 4})), "") << "two axes";
  EXPECT_EQ(dialOf(small(), on("NHWC", {4, 4, 4, 6})), "");
  EXPECT_EQ(dialOf(small(), withSpec(small(), parseNormSpec("layer"))), "");
  EXPECT_EQ(dialOf(grouped(2), withSpec(small(), parseNormSpec("group:groups=3,eps=1"))), "");
  EXPECT_EQ(dialOf(grouped(2), withNormCount(grouped(2), 4)), "");
  Document other = small();
  other.source = "a.npy";
  EXPECT_EQ(dialOf(small(), other), "");
  other.source = "normal:4,6,4,4:seed=2,mean=3";
  EXPECT_EQ(dialOf(small(), other), "") << "seed and mean";
  other.source = "normal:x";
  EXPECT_EQ(dialOf(small(), other), "") << "what is no tensor";
}

// Weight and bias

TEST(DocumentParameters, SettleTheSharingOfEveryNormThatTakesThem) {
  Document document = withNorms(small(),
                                {parseNormSpec("group:groups=2"), parseNormSpec("instance"),
                                 parseNormSpec("rms"), parseNormSpec("batch:affine=none")},
                                0);
  document = withParameters(document, {given({6}), given({6})});
  EXPECT_THAT(specsOf(document),
              ElementsAre("group:groups=2", "instance:affine=channel", "rms:bias=true", "batch:affine=none"));
  EXPECT_EQ(takenBy(document.norms[0].spec, document.parameters), document.parameters);
  EXPECT_TRUE(takenBy(document.norms[3].spec, document.parameters).isEmpty()) << "it wants none";
  EXPECT_THAT(adaptations(document), IsEmpty()) << "nothing had to give way";
  document = withParameters(document, {});
  EXPECT_THAT(specsOf(document), ElementsAre("group:groups=2", "instance", "rms", "batch:affine=none"));
}

TEST(DocumentParameters, AreSharedAsTheirShapeSays) {
  Document document = withParameters(grouped(2), {given({2}), std::nullopt});
  EXPECT_THAT(specsOf(document), ElementsAre("group:groups=2,affine=group"));
  document = withSpec(document, parseNormSpec("group:groups=2,affine=group,eps=0.1"));
  document = withParameters(document, {});
  EXPECT_THAT(specsOf(document), ElementsAre("group:groups=2,eps=0.1")) << "as it was asked for";
}

TEST(DocumentParameters, ABiasThatIsDeclinedIsNotTaken) {
  const LayerParameters both = {given({6}), given({6})};
  EXPECT_EQ(takenBy(parseNormSpec("batch:bias=false"), both).bias, std::nullopt);
  EXPECT_EQ(takenBy(parseNormSpec("batch:bias=false"), both).weight, both.weight);
}

TEST(DocumentParameters, WhatDoesNotFitStaysAndIsRefused) {
  const Document document = withParameters(small(), {given({5}), std::nullopt});
  EXPECT_THAT(specsOf(document), ElementsAre("batch"));
  expectError([&] { requireFit(document.shape, document.spec(), document.parameters); }, Fault::nonsense,
              "weight: its shape [5] does not fit norm 'batch' on [4, 6, 4, 4]; give the shape [6] (one per "
              "channel)");
  expectError(
      [&] { requireFit(document.shape, parseNormSpec("instance"), document.parameters); }, Fault::nonsense,
      "weight: its shape [5] does not fit norm 'instance' on [4, 6, 4, 4]; give the shape [6] (one per "
      "channel)");
}

TEST(DocumentParameters, GeneratedOnesFollowTheChannels) {
  const LayerParameters random = {LayerParameter{"normal:6:seed=3", {6}},
                                  LayerParameter{"values:6:1,2,3,4,5,6", {6}}};
  Document document = withParameters(small(), random);
  const Shape wider(Layout::parse("NCHW"), {4, 8, 4, 4});
  document = withTensor(document, "normal:4,8,4,4", wider);
  EXPECT_EQ(document.parameters.weight, (LayerParameter{"normal:8:seed=3", {8}}));
  EXPECT_EQ(document.parameters.bias, random.bias) << "numbers belong to the channels they were typed for";
  EXPECT_TRUE(withTensor(document, "other.npy", wider).parameters.isEmpty()) << "of a layer of before";
}

TEST(DocumentParameters, AxesOfWeightAndBiasThatAreGoneAreSaid) {
  Document document = withSpec(small(), parseNormSpec("batch:affine=N+W"));
  document = withTensor(document, "x", Shape(Layout::parse("NCL"), {4, 6, 5}));
  EXPECT_THAT(adaptations(document), ElementsAre("axes of γ and β N+W → N: the layout is NCL"));
}

TEST(ParameterText, ReadsNumbersAndFiles) {
  EXPECT_EQ(parameterFile(" 1, 0.5;2 ", {3}, "weight"), "values:3:1,0.5,2");
  EXPECT_EQ(parameterFile("2", {3}, "weight"), "constant:3:value=2");
  EXPECT_EQ(parameterFile("0", {3}, "bias"), "constant:3");
  EXPECT_EQ(parameterFile("m.npz::a", {3}, "weight"), "m.npz::a");
  EXPECT_EQ(parameterFile("  ", {3}, "weight"), "");
  EXPECT_EQ(typedOf({"values:3:1,0.5,2", {3}}), "1, 0.5, 2");
  EXPECT_EQ(typedOf({"constant:3:value=2", {3}}), "2");
  EXPECT_EQ(typedOf({"normal:3:seed=2", {3}}), "normal:3:seed=2");
  EXPECT_EQ(typedOf({"m.npz::a", {3}}), "m.npz::a");
  expectError(
      [] { parameterFile("1, 2, nan", {3}, "weight"); }, Fault::nonsense,
      "weight: '1, 2, nan' holds what is no number; give numbers such as 1, 0.5, 2, one number for all, "
      "or a file");
  expectError([] { parameterFile("1, 2", {3}, "weight"); }, Fault::nonsense,
              "weight: 2 numbers are given and its shape is [3]; give 3, or one for all");
}

}  // namespace document_test
}  // namespace normscope
