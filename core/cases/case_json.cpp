#include <array>
#include <limits>

#include "core/cases/case.h"
#include "core/cases/case_laboratory.h"
#include "core/cases/case_values.h"
#include "core/document/scene_members.h"
#include "core/error.h"
#include "core/io/source.h"
#include "core/norm/norm_registry.h"
#include "core/text/number.h"

namespace normscope {
namespace {

using nlohmann::json;
using CaseMistake = CaseComputation::Mistake;

constexpr std::size_t mostBytesOfCase = std::size_t{1} << 18;
constexpr std::size_t longestText = 4096;
constexpr std::size_t longestWords = 256;
constexpr std::size_t mostSteps = 32;
const std::string averagePrefix = "running_average(momentum=";

bool isName(const std::string& name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
}

void readMistake(const StrictObject& object, CaseComputation& computation) {
  const std::string text = object.text("mistake", longestWords);
  if (text == "nhwc_reshape") {
    computation.mistake = CaseMistake::nhwcReshape;
  } else if (text == "half_rounding") {
    computation.mistake = CaseMistake::halfRounding;
  } else if (text.starts_with(averagePrefix) && text.ends_with(")")) {
    const auto momentum = readDouble(
        std::string_view(text).substr(averagePrefix.size(), text.size() - averagePrefix.size() - 1));
    if (!momentum || *momentum < 0 || *momentum > 1)
      object.refuse("mistake", "has a momentum that is not 0 to 1");
    computation.mistake = CaseMistake::runningAverage;
    computation.momentum = *momentum;
  } else {
    object.refuse("mistake", "is not running_average(momentum=M), nhwc_reshape or half_rounding");
  }
}

/// The tensor of a computation: the scene's, or one of its own.
void readTensor(const StrictObject& object, const Scene& scene, CaseComputation& computation) {
  computation.source = scene.source;
  computation.shape = scene.shape;
  if (object.has("source")) {
    computation.source = object.text("source", longestWords);
    if (isFileSource(computation.source))
      object.refuse("source", "is a file; samples and generated tensors come along");
  }
  if (!object.has("source") && !object.has("layout")) return;
  computation.shape = inFile(object.subject(), [&] {
    const LoadedTensor loaded = loadTensor(computation.source);
    const Layout own =
        loaded.layout.value_or(Layout::ofRank(static_cast<int>(loaded.tensor.extents().size())));
    return Shape(object.has("layout") ? Layout::parse(object.text("layout", Layout::maxRank)) : own,
                 loaded.tensor.extents());
  });
}

/// What the laboratory is asked; refused here as it would be there.
void readLaboratory(const StrictObject& object, CaseComputation& computation) {
  const bool isDrawn = object.has("drawn");
  for (const char* key :
       {"mistake", "updates", isDrawn ? "trained" : "source", isDrawn ? "updates" : "layout"}) {
    if (object.has(key)) object.refuse(key, "has no meaning here");
  }
  const std::string norm = object.text("norm", longestWords);
  inFile(object.subject(), [&] { computation.norm = parseNormSpec(norm); });
  if (isDrawn) {
    const StrictObject drawn = object.object("drawn", {"batch_size", "draws"});
    computation.drawn = {static_cast<int>(drawn.integer("batch_size", 1, 1 << 20)),
                         static_cast<int>(drawn.integer("draws", 1, 1000))};
    inFile(object.subject(), [&] { checkStatistics(drawnOf(computation), computation.shape); });
  } else {
    computation.trained = static_cast<int>(object.integer("trained", 1, lab::trainingPictures));
    inFile(object.subject(), [&] { checkTraining(trainedOf(computation)); });
  }
}

CaseComputation readComputation(const StrictObject& object, const Scene& scene) {
  CaseComputation computation;
  readTensor(object, scene, computation);
  if (object.has("drawn") || object.has("trained")) {
    readLaboratory(object, computation);
    return computation;
  }
  computation.norm = normIn(object.text("norm", longestWords), computation.shape, object.subject());
  if (object.has("mistake")) readMistake(object, computation);
  if (object.has("updates")) computation.updates = static_cast<int>(object.integer("updates", 1, 1000));
  if (object.has("updates") && !infoOf(computation.norm.kind).mayTrack)
    object.refuse("updates", "is for norms that keep running statistics");
  if (computation.norm.usesRunningStatistics() && computation.updates == 0)
    object.refuse("norm", "is in evaluation mode and needs \"updates\"");
  return computation;
}

void readComputations(const StrictObject& object, Case& example) {
  for (std::size_t i = 0; i < example.scene.norms.size() && i < 26; ++i) {
    CaseComputation computation;
    computation.norm = example.scene.norms[i];
    computation.source = example.scene.source;
    computation.shape = example.scene.shape;
    example.computations[std::string(1, static_cast<char>('a' + i))] = std::move(computation);
  }
  if (!object.has("compute")) return;
  const json& list = object.member("compute");
  if (!list.is_object()) object.refuse("compute", "is not an object");
  for (const auto& [name, value] : list.items()) {
    if (!isName(name)) object.refuse("compute", "has a name that is not small letters");
    if (example.computations.contains(name))
      object.refuse("compute", "has a name that the scene's norms have");
    const StrictObject own(value, object.subject(), "compute." + name + ".",
                           {"norm", "source", "layout", "mistake", "updates", "drawn", "trained"});
    example.computations[name] = readComputation(own, example.scene);
  }
}

CaseControls readControls(const StrictObject& object, const Case& example) {
  CaseControls controls;
  const Shape* shape = &example.scene.shape;
  if (object.has("norm")) {
    controls.norm = object.text("norm", longestWords);
    const auto found = example.computations.find(*controls.norm);
    if (found == example.computations.end()) object.refuse("norm", "is no computation of this case");
    if (isOfLaboratory(found->second)) object.refuse("norm", "is what the laboratory does");
    shape = &found->second.shape;
  }
  if (object.has("selection")) {
    controls.selection = object.integers("selection", Layout::maxRank);
    inFile(object.subject(), [&] { return shape->offsetOf(*controls.selection); });
  }
  if (object.has("show")) {
    constexpr std::array shows = {SceneShow::set, SceneShow::sets, SceneShow::x, SceneShow::normalized,
                                  SceneShow::y};
    controls.show = readName(object, "show", shows);
  }
  if (object.has("parameters")) controls.parameters = object.truth("parameters");
  if (object.has("laboratory")) {
    constexpr std::array experiments = {Experiment::statistics, Experiment::running, Experiment::training};
    controls.laboratory = readName(object, "laboratory", experiments);
  }
  return controls;
}

void readSteps(const StrictObject& object, Case& example) {
  const json& list = object.member("steps");
  if (!list.is_array() || list.empty() || list.size() > mostSteps)
    object.refuse("steps", "is not a list of 1 to 32");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = "steps[" + std::to_string(i) + "].";
    const StrictObject own(list[i], object.subject(), path, {"title", "text", "controls"});
    CaseStep step{own.text("title", longestWords), own.text("text", longestText), {}};
    if (own.has("controls"))
      step.controls = readControls(
          own.object("controls", {"norm", "selection", "show", "parameters", "laboratory"}), example);
    for (const std::string& value : valuesIn(step.text, object.subject() + ": \"" + path + "text\""))
      requireCaseValue(example, value, object.subject() + ": \"" + path + "text\"");
    example.steps.push_back(std::move(step));
  }
}

void readExpectations(const StrictObject& object, Case& example) {
  const json& list = object.member("expect");
  if (!list.is_object()) object.refuse("expect", "is not an object");
  constexpr double most = std::numeric_limits<double>::max();
  for (const auto& [value, limits] : list.items()) {
    const std::string path = "expect." + value;
    requireCaseValue(example, value, object.subject() + ": \"" + path + "\"");
    const StrictObject own(limits, object.subject(), path + ".", {"is", "least", "most"});
    CaseExpectation expectation{value, {}, {}, {}};
    if (own.has("is") && own.member("is").is_string()) {
      expectation.text = own.text("is", longestWords);
    } else if (own.has("is")) {
      expectation.least = expectation.most = own.number("is", -most, most);
    }
    if (own.has("least")) expectation.least = own.number("least", -most, most);
    if (own.has("most")) expectation.most = own.number("most", -most, most);
    if (!expectation.text && !expectation.least && !expectation.most) object.refuse(path, "expects nothing");
    example.expectations.push_back(std::move(expectation));
  }
}

}  // namespace

Case readCase(std::string_view text, const std::string& subject) {
  const json value = parseStrictly(text, subject, mostBytesOfCase);
  requireVersion(value, "case", 1, subject, "");
  const StrictObject object(value, subject, "",
                            {"normscope", "version", "name", "title", "scene", "compute", "steps", "expect"});
  Case example;
  example.name = object.text("name", longestWords);
  example.title = object.text("title", longestWords);
  example.scene = sceneIn(object.member("scene"), subject, "scene.");
  if (isFileSource(example.scene.source))
    object.refuse("scene.source", "is a file; samples and generated tensors come along");
  readComputations(object, example);
  readSteps(object, example);
  readExpectations(object, example);
  return example;
}

}  // namespace normscope
