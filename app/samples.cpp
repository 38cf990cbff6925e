#include "core/io/samples.h"

#include <optional>

#include "app/argument_parser.h"
#include "app/output.h"
#include "core/error.h"
#include "core/io/npy.h"

namespace normscope::app {
namespace {

Json asJson(const Sample& sample) {
  return {{"name", sample.name},
          {"good_for", sample.goodFor},
          {"layout", sample.layout.letters()},
          {"shape", sample.extents},
          {"dtype", nameOf(sample.dtype)}};
}

std::string shapeOf(const Sample& sample) {
  return std::string(nameOf(sample.dtype)) + " " + sample.layout.letters() + " " + toText(sample.extents);
}

Json samplesAsJson() {
  Json list = Json::array();
  for (const Sample& sample : samples()) list.push_back(asJson(sample));
  return {{"samples", list}};
}

std::string samplesAsText() {
  Report report;
  for (const Sample& sample : samples()) {
    report.row(sample.name, shapeOf(sample));
    report.row("", sample.goodFor);
  }
  return report.text();
}

}  // namespace

void runSamples(const Arguments& arguments) {
  std::optional<std::string> name;
  std::optional<std::string> output;
  bool json = false;
  ArgumentParser parser("samples", "Lists the built-in tensors, or writes one as .npy.",
                        "normscope samples --write normal -o normal.npy");
  parser.optional("--write", "NAME", name, "write this one");
  parser.words(namesOf(samples()));
  parser.optional("-o,--output", "FILE", output, "to this file");
  parser.flag("--json", json, "print one JSON object");
  if (!parser.parse(arguments)) return;

  if (name && !output) throw nonsense("--output", "it is missing", "name the file that --write makes");
  if (output && !name) throw nonsense("--write", "it is missing", "name the sample to write");
  if (!name) return json ? printJson(samplesAsJson()) : print(samplesAsText());
  const Sample& sample = findSample(*name);
  writeNpy(*output, loadSample(sample));
  if (json) return printJson({{"samples", Json::array({asJson(sample)})}});
  print("written " + *output + ": " + shapeOf(sample) + "\n");
}

}  // namespace normscope::app
