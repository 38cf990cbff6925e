#include "core/analysis/match/match.h"

#include <unistd.h>

#include <chrono>
#include <iostream>
#include <set>

#include "app/output.h"
#include "app/raw_options.h"
#include "app/tensor_options.h"
#include "core/analysis/match/match_words.h"
#include "core/io/source.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

struct MatchArguments {
  std::string x, y;
  std::optional<std::string> weight, bias, norm;
  RawOptions raw;
  TensorOptions tensor;
};

Tensor readParameter(const std::string& text, std::vector<std::string>& notices) {
  const LoadedTensor loaded = loadTensor(text);
  notices.insert(notices.end(), loaded.notices.begin(), loaded.notices.end());
  return loaded.tensor;
}

MatchRequest readMatch(const MatchArguments& arguments, std::vector<std::string>& notices) {
  MatchRequest request;
  if (arguments.norm) request.meant = parseNormSpec(*arguments.norm);
  const std::optional<RawForm> raw = arguments.raw.form();
  const LoadedTensor x = loadTensor(arguments.x, raw);
  const LoadedTensor y = loadTensor(arguments.y, raw);
  notices.insert(notices.end(), x.notices.begin(), x.notices.end());
  notices.insert(notices.end(), y.notices.begin(), y.notices.end());
  request.x = x.tensor;
  request.y = y.tensor;
  request.shape = arguments.tensor.shapeOf(x.tensor.extents(), x.layout);
  if (arguments.weight) request.affine.weight = readParameter(*arguments.weight, notices);
  if (arguments.bias) request.affine.bias = readParameter(*arguments.bias, notices);
  return request;
}

Json asJson(const MatchCandidate& candidate) {
  Json json;
  json["spec"] = toText(candidate.spec);
  json["layout"] = candidate.layout.letters();
  json["differences"] = Json::array();
  for (const Mistake mistake : candidate.differences) json["differences"].push_back(nameOf(mistake));
  if (candidate.average) {
    json["average_weight"] = candidate.average->weight;
    json["average_start_variance"] = candidate.average->startVariance;
  }
  return json;
}

/// The specs of the class beside the first, each text once: a text that is there in another layout, or with
/// another difference, says no more.
Json equivalentSpecs(const Match& match) {
  Json specs = Json::array();
  std::set<std::string> seen = {toText(match.candidate.spec)};
  for (const MatchCandidate& candidate : match.equivalents) {
    const std::string text = toText(candidate.spec);
    if (seen.insert(text).second) specs.push_back(text);
  }
  return specs;
}

Json asJson(const MatchRequest& request, const Match& match) {
  Json json = asJson(match.candidate);
  json["fitted_affine"] = match.fittedAffine;
  json["equivalent_specs"] = equivalentSpecs(match);
  json["equivalents"] = Json::array();
  for (const MatchCandidate& candidate : match.equivalents) json["equivalents"].push_back(asJson(candidate));
  json["max_abs"] = match.maxAbs;
  json["bound"] = match.bound;
  json["explains"] = match.explains;
  json["words"] = differencesInWords(request, match.candidate);
  return json;
}

Json asJson(const MatchRequest& request, const MatchResult& result) {
  Json json;
  json["matches"] = Json::array();
  for (const Match& match : result.matches) json["matches"].push_back(asJson(request, match));
  json["verdict"] = matchSentence(request, result);
  json["tried"] = result.tried;
  json["notices"] = result.notices;
  return json;
}

std::string asText(const MatchRequest& request, const MatchResult& result) {
  Report report;
  report.row("verdict", matchSentence(request, result));
  for (const Match& match : result.matches) {
    report.row(match.explains ? "match" : "near", toText(match.candidate.spec));
    report.row("", "layout " + match.candidate.layout.letters() + ", largest difference " +
                       rounded(match.maxAbs, 3) + ", rounding explains " + rounded(match.bound, 3));
    if (!match.explains) continue;
    for (const std::string& line : differencesInWords(request, match.candidate)) report.row("", line);
    if (!match.equivalents.empty())
      report.row("", "the same on this data: " + equivalentsText(request, match, 6));
  }
  for (const std::string& notice : result.notices) report.row("notice", notice);
  return report.text();
}

/// Tells a person at a terminal how far a long search is, on standard error.
Progress shownProgress() {
  if (isatty(STDERR_FILENO) == 0) return {};
  return {{}, [start = std::chrono::steady_clock::now(), last = -1](double fraction) mutable {
            const int percent = static_cast<int>(fraction * 100);
            if (percent == last || std::chrono::steady_clock::now() - start < std::chrono::seconds(1)) return;
            last = percent;
            std::cerr << "\rsearching: " << percent << " %" << std::flush;
          }};
}

}  // namespace

void runMatch(const Arguments& arguments) {
  MatchArguments match;
  ArgumentParser parser(
      "match",
      "Finds the norm that turned one tensor into another, and what went wrong on the way: axes, "
      "groups, layout, estimator, eps, running averages, rounding.",
      "normscope match x.npy y.npy\n  normscope match x.npy y.npy --weight w.npy --bias b.npy "
      "--norm group:groups=2");
  parser.positional("X", match.x, "the tensor before the norm: " + fileHelp());
  parser.positional("Y", match.y, "the tensor after it, of the same shape");
  parser.optional("--weight", "FILE", match.weight, "the weight that was applied");
  parser.optional("--bias", "FILE", match.bias, "the bias that was applied");
  parser.optional("--norm", "SPEC", match.norm, "the norm that was meant; differences are told from it");
  match.raw.addTo(parser);
  match.tensor.addTo(parser);
  if (!parser.parse(arguments)) return;

  match.tensor.deviceChoice();  // the search computes in double precision; a wrong device is still refused
  std::vector<std::string> notices;
  const MatchRequest request = readMatch(match, notices);
  MatchResult result = findNorms(request, shownProgress());
  if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K";
  result.notices.insert(result.notices.begin(), notices.begin(), notices.end());
  if (match.tensor.json) return printJson(asJson(request, result));
  print(asText(request, result));
}

}  // namespace normscope::app
