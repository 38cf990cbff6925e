#include "core/analysis/match/match.h"

#include <set>

#include "app/output.h"
#include "app/progress_line.h"
#include "app/raw_options.h"
#include "app/running_files.h"
#include "app/tensor_options.h"
#include "core/analysis/match/match_words.h"
#include "core/error.h"
#include "core/io/source.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

struct MatchArguments {
  std::string x, y;
  std::optional<std::string> weight, bias, norm;
  RawOptions raw;
  RunningFiles running;
  std::optional<std::string> gradOutput, gradInput, gradWeight, gradBias;
  TensorOptions tensor;
};

Tensor readTensor(const std::string& text, std::vector<std::string>& notices,
                  const std::optional<RawForm>& raw = {}) {
  const LoadedTensor loaded = loadTensor(text, raw);
  notices.insert(notices.end(), loaded.notices.begin(), loaded.notices.end());
  return loaded.tensor;
}

std::optional<Tensor> readOptional(const std::optional<std::string>& text,
                                   std::vector<std::string>& notices) {
  return text ? std::optional(readTensor(*text, notices)) : std::nullopt;
}

void refusePartialBackward(const MatchArguments& arguments) {
  const auto refuse = [](const std::string& given, const std::string& missing) {
    throw nonsense(given, "it is given without " + missing,
                   "give --grad-output and --grad-input, or neither");
  };
  if (arguments.gradOutput && !arguments.gradInput) refuse("--grad-output", "--grad-input");
  if (arguments.gradInput && !arguments.gradOutput) refuse("--grad-input", "--grad-output");
  if (arguments.gradWeight && !arguments.gradOutput) refuse("--grad-weight", "--grad-output");
  if (arguments.gradBias && !arguments.gradOutput) refuse("--grad-bias", "--grad-output");
}

MatchRequest readMatch(const MatchArguments& arguments, std::vector<std::string>& notices) {
  MatchRequest request;
  if (arguments.norm) request.meant = parseNormSpec(*arguments.norm);
  refusePartial(arguments.running);
  refusePartialBackward(arguments);
  const std::optional<RawForm> raw = arguments.raw.form();
  const LoadedTensor x = loadTensor(arguments.x, raw);
  notices.insert(notices.end(), x.notices.begin(), x.notices.end());
  request.x = x.tensor;
  request.y = readTensor(arguments.y, notices, raw);
  request.shape = arguments.tensor.shapeOf(x.tensor.extents(), x.layout);
  request.affine = {readOptional(arguments.weight, notices), readOptional(arguments.bias, notices)};
  request.running = readRunning(arguments.running, request.shape);
  if (arguments.gradOutput) {
    request.backward =
        BackwardPair{readTensor(*arguments.gradOutput, notices), readTensor(*arguments.gradInput, notices),
                     readOptional(arguments.gradWeight, notices), readOptional(arguments.gradBias, notices)};
  }
  return request;
}

/// Nothing where y is x: no norm says that.
Json specOf(const MatchCandidate& candidate) {
  return candidate.has(Mistake::identity) ? Json(nullptr) : Json(toText(candidate.spec));
}

Json asJson(const MatchCandidate& candidate) {
  Json json;
  json["spec"] = specOf(candidate);
  json["layout"] = candidate.layout.letters();
  json["differences"] = Json::array();
  for (const Mistake mistake : candidate.differences) json["differences"].push_back(nameOf(mistake));
  if (candidate.average) {
    json["average_weight"] = candidate.average->weight;
    json["average_start_variance"] = candidate.average->startVariance;
  }
  if (candidate.ghosts) json["chunk_size"] = candidate.ghosts->size;
  if (candidate.runningUse && candidate.runningUse->momentum > 0) {
    json["momentum"] = candidate.runningUse->momentum;
    json["variance_in_update"] = candidate.runningUse->unbiased ? "unbiased" : "biased";
  }
  if (candidate.exponent) json["exponent"] = *candidate.exponent;
  return json;
}

/// The specs of the class beside the first, each text once: a text that is there in another layout, or with
/// another difference, says no more.
Json equivalentSpecs(const Match& match) {
  Json specs = Json::array();
  std::set<std::string> seen;
  if (!match.candidate.has(Mistake::identity)) seen.insert(toText(match.candidate.spec));
  for (const MatchCandidate& candidate : match.equivalents) {
    const std::string text = toText(candidate.spec);
    if (!candidate.has(Mistake::identity) && seen.insert(text).second) specs.push_back(text);
  }
  return specs;
}

Json asJson(const ParameterFinding& finding) {
  Json json;
  json["source"] = nameOf(finding.source);
  json["relation"] = finding.relation ? Json(nameOf(*finding.relation)) : Json(nullptr);
  json["min"] = finding.min;
  json["max"] = finding.max;
  json["mean"] = finding.mean;
  if (finding.times) json["times"] = *finding.times;
  return json;
}

Json asJson(const std::vector<BrokenSets>& broken) {
  Json json = Json::array();
  for (const BrokenSets& some : broken) {
    json.push_back({{"kind", some.kind == BrokenSets::Kind::zero        ? "zero"
                             : some.kind == BrokenSets::Kind::constant  ? "constant"
                             : some.kind == BrokenSets::Kind::notFinite ? "not_finite"
                             : some.kind == BrokenSets::Kind::oneSided  ? "one_sided"
                                                                        : "different"},
                    {"count", some.count},
                    {"first", some.first}});
  }
  return json;
}

Json asJson(const Shape& shape, const OffElements& off) {
  Json json{{"elements", off.count}, {"max_abs", off.distance}, {"bound", off.allowed}};
  if (!off.places) return json;
  json["axis"] = std::string(1, shape.axis(off.places->axis).letter);
  json["indices"] = off.places->indices;
  return json;
}

std::vector<std::string> wordsOf(const MatchRequest& request, const Match& match) {
  std::vector<std::string> words = differencesInWords(request, match.candidate, {}, &match);
  const std::vector<std::string> more = findingsInWords(request, match);
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Json asJson(const MatchRequest& request, const MatchResult& result, const Match& match) {
  Json json = asJson(match.candidate);
  json["fitted_affine"] = match.fittedAffine;
  json["equivalent_specs"] = equivalentSpecs(match);
  json["equivalents"] = Json::array();
  for (const MatchCandidate& candidate : match.equivalents) json["equivalents"].push_back(asJson(candidate));
  json["max_abs"] = match.maxAbs;
  json["bound"] = match.bound;
  json["explains"] = result.nothingTold ? Json(nullptr) : Json(match.explains);
  json["weight"] = asJson(match.weight);
  json["bias"] = asJson(match.bias);
  json["sets"] = match.sets;
  json["sets_explained"] = match.setsExplained;
  json["broken"] = asJson(match.broken);
  json["bits"] = match.bits;
  if (match.off) json["off"] = asJson(request.shape, *match.off);
  if (match.bend) json["bend"] = {{"roundings", match.bend->roundings}, {"from", match.bend->from}};
  json["eps_range"] =
      match.epsRange ? Json::array({match.epsRange->low, match.epsRange->high}) : Json(nullptr);
  json["words"] = wordsOf(request, match);
  return json;
}

Json asJson(const GradientFinding& finding) {
  Json json;
  json["max_abs"] = finding.maxAbs;
  json["explains"] = finding.explains;
  json["differences"] = Json::array();
  for (const GradientMistake mistake : finding.differences) json["differences"].push_back(nameOf(mistake));
  json["spec"] = toText(finding.spec);
  json["bound"] = finding.bound;
  json["verdict"] = gradientSentence(finding);
  return json;
}

Json asJson(const MatchRequest& request, const MatchResult& result) {
  Json json;
  json["matches"] = Json::array();
  for (const Match& match : result.matches) json["matches"].push_back(asJson(request, result, match));
  json["verdict"] = matchSentence(request, result);
  json["as_meant"] = result.asMeant ? Json(*result.asMeant) : Json(nullptr);
  if (result.gradient) json["gradient"] = asJson(*result.gradient);
  json["tried"] = result.tried;
  json["notices"] = result.notices;
  return json;
}

std::string nameIn(const Match& match) {
  return match.candidate.has(Mistake::identity) ? "x itself" : toText(match.candidate.spec);
}

/// What is farther from y than the first, within rounding though it be, is told from it.
std::string labelOf(const Match& match) {
  if (match.explains) return match.farther > 4 ? "farther" : "match";
  return match.provesNothing ? "possible" : "near";
}

std::string asText(const MatchRequest& request, const MatchResult& result) {
  Report report;
  report.row("verdict", matchSentence(request, result));
  if (result.gradient) report.row("gradient", gradientSentence(*result.gradient));
  for (const Match& match : result.matches) {
    if (result.nothingTold) break;
    report.row(labelOf(match), nameIn(match));
    report.row("", "layout " + match.candidate.layout.letters() + ", largest difference " +
                       rounded(match.maxAbs, 3) + ", rounding explains " + rounded(match.bound, 3));
    if (!match.explains && !match.provesNothing) continue;
    for (const std::string& line : wordsOf(request, match)) report.row("", line);
    if (!match.equivalents.empty())
      report.row("", "the same on this data: " + equivalentsText(request, match, 6));
  }
  for (const std::string& notice : result.notices) report.row("notice", notice);
  return report.text();
}

/// Whether the request was done and something does not hold.
bool doesNotHold(const MatchResult& result) {
  if (result.gradient && !result.gradient->explains) return true;
  return !result.nothingTold && !result.explained();
}

}  // namespace

void runMatch(const Arguments& arguments) {
  MatchArguments match;
  ArgumentParser parser(
      "match",
      "Finds the norm that turned one tensor into another, and what went wrong on the way: axes, "
      "groups, layout, estimator, eps, running averages, rounding. The exit status is 3 where no norm "
      "explains y.",
      "normscope match x.npy y.npy\n  normscope match x.npy y.npy --weight w.npy --bias b.npy "
      "--norm group:groups=2");
  parser.positional("X", match.x, "the tensor before the norm: " + fileHelp());
  parser.positional("Y", match.y, "the tensor after it, of the same shape");
  parser.optional("--weight", "FILE", match.weight, "the weight γ that was applied");
  parser.optional("--bias", "FILE", match.bias, "the bias β that was applied");
  addTo(parser, match.running);
  parser.optional("--norm", "SPEC", match.norm, "the norm that was meant; differences are told from it");
  parser.optional("--grad-output", "FILE", match.gradOutput,
                  "the gradient of a loss with respect to y: judges a backward pass as well");
  parser.optional("--grad-input", "FILE", match.gradInput, "the gradient with respect to x that came of it");
  parser.optional("--grad-weight", "FILE", match.gradWeight, "the gradient of the weight that came of it");
  parser.optional("--grad-bias", "FILE", match.gradBias, "the gradient of the bias that came of it");
  match.raw.addTo(parser);
  match.tensor.addTo(parser);
  if (!parser.parse(arguments)) return;

  match.tensor.deviceChoice();  // the search computes in double precision; a wrong device is still refused
  std::vector<std::string> notices;
  const MatchRequest request = readMatch(match, notices);
  MatchResult result =
      withProgress("searching", [&](const Progress& progress) { return findNorms(request, progress); });
  result.notices.insert(result.notices.begin(), notices.begin(), notices.end());
  if (match.tensor.json) {
    printJson(asJson(request, result));
  } else {
    print(asText(request, result));
  }
  if (doesNotHold(result)) throw DoesNotHold();
}

}  // namespace normscope::app
