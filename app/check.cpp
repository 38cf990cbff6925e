#include <algorithm>

#include "app/argument_parser.h"
#include "app/output.h"
#include "app/progress_line.h"
#include "core/model/against.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

struct CheckArguments {
  std::string run;
  std::optional<std::string> against;
  bool json = false;
};

/// What is printed.
struct Checked {
  CheckedRun run;
  std::size_t otherRecords = 0;                 ///< of the run that it is compared with
  std::size_t pairs = 0;                        ///< of layers that both have
  std::optional<std::optional<Parting>> first;  ///< with --against: where the two part, if they do

  bool holds() const {
    const bool all = std::none_of(run.layers.begin(), run.layers.end(),
                                  [](const LayerVerdict& layer) { return layer.ok == false; });
    return all && !(first && *first);
  }
};

CheckedRun checkedRun(const std::string& path, const Progress& progress) {
  CheckedRun checked{openRun(path), {}};
  checked.layers = checkRun(checked.run, progress);
  return checked;
}

Checked checked(const CheckArguments& arguments, const Progress& progress) {
  if (!arguments.against) return {checkedRun(arguments.run, progress), 0, 0, {}};
  Checked all{checkedRun(arguments.run, progress.part(0, 0.45)), 0, 0, {}};
  const CheckedRun other = checkedRun(*arguments.against, progress.part(0.45, 0.9));
  all.otherRecords = other.run.records.size();
  all.pairs = pairedLayers(all.run.run, other.run).size();
  all.first = firstParting(all.run, other, progress.part(0.9, 1));
  return all;
}

Json orNull(const std::optional<NormSpec>& spec) {
  return spec ? Json(toText(*spec)) : Json(nullptr);
}

template <typename Value>
Json orNull(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json asJson(const LayerVerdict& layer) {
  return {{"name", layer.name},
          {"call", layer.call},
          {"declared", orNull(layer.declared.spec)},
          {"reason", layer.declared.reason.empty() ? Json(nullptr) : Json(layer.declared.reason)},
          {"found", orNull(layer.found)},
          {"max_abs", orNull(layer.maxAbs)},
          {"bound", orNull(layer.bound)},
          {"ok", orNull(layer.ok)},
          {"verdict", layer.verdict},
          {"words", layer.words},
          {"notes", layer.notes}};
}

Json asJson(const std::optional<Parting>& parting) {
  if (!parting) return nullptr;
  return {{"layer", parting->layer},
          {"call", parting->call},
          {"x_differs", parting->xDiffers},
          {"verdict", parting->verdict}};
}

Json asJson(const Checked& checked) {
  Json json = {{"ok", checked.holds()}};
  if (checked.first) {
    json["first"] = asJson(*checked.first);
    json["pairs"] = checked.pairs;
  }
  json["layers"] = Json::array();
  for (const LayerVerdict& layer : checked.run.layers) json["layers"].push_back(asJson(layer));
  json["notices"] = checked.run.run.notices;
  return json;
}

std::string nameOf(const LayerVerdict& layer) {
  return layer.call == 0 ? layer.name : layer.name + ", call " + std::to_string(layer.call);
}

std::string summaryOf(const std::vector<LayerVerdict>& layers) {
  long long good = 0, bad = 0;
  for (const LayerVerdict& layer : layers) {
    good += layer.ok == true;
    bad += layer.ok == false;
  }
  const auto all = static_cast<long long>(layers.size());
  std::string text = counted(all, "call") + " of norms: " + std::to_string(good) + " as declared, " +
                     std::to_string(bad) + " not";
  return all > good + bad ? text + ", " + std::to_string(all - good - bad) + " not told" : text;
}

std::string numbersOf(const LayerVerdict& layer) {
  std::string text =
      "declared " + (layer.declared.spec ? toText(*layer.declared.spec) : "nothing that is known");
  if (layer.found) text += ", found " + toText(*layer.found);
  if (layer.maxAbs && layer.bound)
    text += ", largest difference " + rounded(*layer.maxAbs, 3) + ", rounding explains " +
            rounded(*layer.bound, 3);
  return text;
}

void addVerdict(Report& report, const LayerVerdict& layer) {
  if (layer.ok == true)
    return report.row(nameOf(layer), "ok       " + toText(*layer.declared.spec) + ", largest difference " +
                                         rounded(layer.maxAbs.value_or(0), 3) + ", rounding explains " +
                                         rounded(layer.bound.value_or(0), 3));
  report.row(nameOf(layer), (layer.ok == false ? "NOT      " : "not told ") + layer.verdict);
  if (layer.declared.spec || layer.found) report.row("", "         " + numbersOf(layer));
  if (!layer.declared.reason.empty()) report.row("", "         " + layer.declared.reason);
  for (const std::string& line : layer.words) report.row("", "         " + line);
}

void addTo(Report& report, const LayerVerdict& layer) {
  addVerdict(report, layer);
  for (const std::string& note : layer.notes) report.row("", "note     " + note);
}

std::string partingText(const Checked& checked) {
  if (*checked.first) return (*checked.first)->verdict;
  return "the two runs agree in all " + counted(static_cast<long long>(checked.pairs), "layer") +
         " that both have";
}

/// Classes that are not known, whose names say what was found.
std::vector<std::string> classesByName(const CheckedRun& checked) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < checked.layers.size(); ++i) {
    const std::string& name = checked.run.records[i].className;
    const bool isNew = std::find(names.begin(), names.end(), name) == names.end();
    if (checked.layers[i].declared.isByName && isNew) names.push_back(name);
  }
  return names;
}

std::string asText(const Checked& checked) {
  Report report;
  report.row("verdict", summaryOf(checked.run.layers));
  if (checked.first) {
    report.row("against", partingText(checked));
    report.row("layers", std::to_string(checked.pairs) + " in both runs, of " +
                             std::to_string(checked.run.layers.size()) + " and " +
                             std::to_string(checked.otherRecords));
  }
  for (const LayerVerdict& layer : checked.run.layers) addTo(report, layer);
  for (const std::string& name : classesByName(checked.run))
    report.row("notice", "class " + name + " is not known here: what it declares was taken from its name");
  for (const std::string& notice : checked.run.run.notices) report.row("notice", notice);
  return report.text();
}

}  // namespace

void runCheck(const Arguments& given) {
  CheckArguments arguments;
  ArgumentParser parser(
      "check",
      "Checks every norm of a recorded run: what it declares, what was found, the largest "
      "error beside what rounding "
      "explains. The exit status is 3 where one is not what it says, or where layers part.",
      "normscope check run.safetensors\n  normscope check before.safetensors --against after.safetensors");
  parser.positional("RUN", arguments.run, "a run recorded with the module that normscope python prints");
  parser.optional(
      "--against", "RUN2", arguments.against,
      "a run of the same model elsewhere: says by which layer the two part, and whether its x differed");
  parser.flag("--json", arguments.json, "print one JSON object");
  if (!parser.parse(given)) return;

  const Checked all =
      withProgress("checking", [&](const Progress& progress) { return checked(arguments, progress); });
  if (arguments.json) {
    printJson(asJson(all));
  } else {
    print(asText(all));
  }
  if (!all.holds()) throw DoesNotHold();
}

}  // namespace normscope::app
