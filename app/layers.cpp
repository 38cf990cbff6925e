#include "app/argument_parser.h"
#include "app/output.h"
#include "core/model/checkpoint.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

/// What lists and tables call a layer whose file is its own.
std::string shownName(const std::string& name) {
  return name.empty() ? "(no name)" : name;
}

Json asJson(const CheckpointLayer& layer) {
  Json weight = nullptr, against = nullptr;
  if (layer.weight)
    weight = {{"min", layer.weight->min}, {"max", layer.weight->max}, {"mean", layer.weight->mean}};
  if (layer.against) {
    against = {{"relation", nameOf(layer.against->relation)},
               {"max_abs", layer.against->maxAbs},
               {"layer", layer.against->otherName},
               {"words", layer.against->words}};
  }
  return {{"name", layer.name},
          {"kind", layer.kind},
          {"tensors", layer.tensors()},
          {"shape", layer.values.first().extents},
          {"dtype", layer.values.first().dtype},
          {"weight", weight},
          {"convention", nameOf(layer.convention.convention)},
          {"convention_reason", layer.convention.reason},
          {"eps", layer.epsilon ? Json(layer.epsilon->value) : Json(nullptr)},
          {"groups", layer.groups ? Json(*layer.groups) : Json(nullptr)},
          {"problems", layer.problems},
          {"against", against}};
}

Json asJson(const Checkpoint& checkpoint) {
  Json layers = Json::array();
  for (const CheckpointLayer& layer : checkpoint.layers) layers.push_back(asJson(layer));
  return {{"format", checkpoint.format},
          {"tensor_count", checkpoint.tensorCount},
          {"layers", layers},
          {"notices", checkpoint.notices}};
}

std::string conventionText(const ConventionGuess& guess) {
  switch (guess.convention) {
    case GammaConvention::plain:
      return "plain, it seems: " + guess.reason;
    case GammaConvention::zeroCentered:
      return "zero-centred, it seems (γ = 1 + weight): " + guess.reason;
    case GammaConvention::unknown:
      break;
  }
  return "plain or zero-centred, which can't be told: " + guess.reason;
}

std::string headText(const CheckpointLayer& layer) {
  const LayerTensor& first = layer.values.first();
  std::string text = layer.kind + ", " + first.dtype + " " + toText(first.extents);
  if (layer.groups) text += ", " + counted(*layer.groups, "group");
  if (layer.epsilon) text += ", eps " + shortest(layer.epsilon->value) + " (" + layer.epsilon->key + ")";
  return text;
}

void addLayer(Report& report, const CheckpointLayer& layer) {
  report.row(shownName(layer.name), headText(layer));
  if (layer.weight) {
    report.row("", "weight " + rounded(layer.weight->min, 4) + " to " + rounded(layer.weight->max, 4) +
                       ", mean " + rounded(layer.weight->mean, 4));
    report.row("", conventionText(layer.convention));
  }
  if (layer.against) {
    const bool renamed = layer.against->otherName != layer.name;
    report.row("", "against " + (renamed ? shownName(layer.against->otherName) : std::string("the other")) +
                       ": " + layer.against->words);
  }
  for (const std::string& problem : layer.problems) report.row("", "problem: " + problem);
}

std::string asText(const Checkpoint& checkpoint) {
  Report report;
  report.row("format", checkpoint.format);
  report.row("tensors", std::to_string(checkpoint.tensorCount));
  std::size_t odd = 0;
  for (const CheckpointLayer& layer : checkpoint.layers) odd += layer.problems.empty() ? 0 : 1;
  report.row("norms",
             std::to_string(checkpoint.layers.size()) +
                 (odd == 0 ? ", nothing odd about them" : ", something odd about " + std::to_string(odd)));
  for (const CheckpointLayer& layer : checkpoint.layers) addLayer(report, layer);
  for (const std::string& notice : checkpoint.notices) report.row("notice", notice);
  return report.text();
}

}  // namespace

void runLayers(const Arguments& given) {
  std::string file;
  std::optional<std::string> against;
  bool json = false;
  ArgumentParser parser(
      "layers", "Lists the norm layers of a checkpoint: their parameters, and what is odd about them.",
      "normscope layers model.safetensors\n"
      "  normscope layers converted.gguf --against model.safetensors.index.json");
  parser.positional("FILE", file,
                    "a checkpoint: .safetensors, its index.json, .pt, .gguf, .onnx or .npz; the config.json "
                    "beside it is read, too");
  parser.optional("--against", "OTHER", against,
                  "another checkpoint of the same model: how each layer's tensors differ from its");
  parser.flag("--json", json, "print one JSON object");
  if (!parser.parse(given)) return;

  Checkpoint checkpoint = readCheckpoint(file);
  if (against) compareCheckpoints(checkpoint, readCheckpoint(*against));
  if (json) return printJson(asJson(checkpoint));
  print(asText(checkpoint));
}

}  // namespace normscope::app
