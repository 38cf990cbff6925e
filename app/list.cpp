#include <optional>

#include "app/output.h"
#include "app/raw_options.h"
#include "core/analysis/summary.h"
#include "core/io/source.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

struct ListArguments {
  std::string file;
  bool statistics = false;
  bool json = false;
  RawOptions raw;
};

/// What is printed of a tensor.
struct Listed {
  std::string name, dtype;
  Extents extents;
  std::optional<Summary> summary;  ///< where asked for, and where it could be read
};

struct Listing {
  std::string format;
  std::vector<Listed> tensors;
  std::vector<std::string> notices;
};

Listing listOfTensor(const LoadedTensor& loaded, bool withStatistics) {
  Listing listing{loaded.generated ? "generated" : "sample", {}, loaded.notices};
  const Tensor& tensor = loaded.tensor;
  listing.tensors.push_back({"", std::string(nameOf(tensor.dtype())), tensor.extents(), {}});
  if (withStatistics) listing.tensors.front().summary = summarize(tensor);
  return listing;
}

/// One that can't be read is listed all the same, and the reason is a notice.
Listed listedEntry(const TensorEntry& entry, bool withStatistics, std::vector<std::string>& notices) {
  Listed listed{entry.name, entry.dtype, entry.extents, {}};
  if (!withStatistics) return listed;
  try {
    listed.summary = summarize(entry.read({}));
  } catch (const Error& error) {
    notices.emplace_back(error.what());
  }
  return listed;
}

/// All tensors of the file, or the one that is named, sliced as it says.
Listing listOfFile(const ListArguments& arguments) {
  const std::optional<RawForm> raw = arguments.raw.form();
  const TensorFile file = openTensorFile(splitFileText(arguments.file).path, raw);
  Listing listing{file.format, {}, file.notices};
  const TensorRef ref = parseTensorRef(arguments.file, file);
  if (ref.name || !ref.slice.items.empty()) {
    TensorEntry entry = file.entries[entryOf(ref, file)];
    entry.extents = selectPart(ref.slice, entry.extents, toText(ref)).extents;
    entry.read = [&](const Progress& progress) { return readTensor(ref, file, progress); };
    listing.tensors.push_back(listedEntry(entry, arguments.statistics, listing.notices));
    return listing;
  }
  for (const TensorEntry& entry : file.entries)
    listing.tensors.push_back(listedEntry(entry, arguments.statistics, listing.notices));
  return listing;
}

Json asJson(const Summary& summary) {
  return {{"min", summary.min},   {"max", summary.max},
          {"mean", summary.mean}, {"std", summary.standardDeviation},
          {"nan", summary.nan},   {"infinite", summary.infinite}};
}

Json asJson(const Listing& listing, bool withStatistics) {
  Json tensors = Json::array();
  for (const Listed& listed : listing.tensors) {
    Json tensor = {{"name", listed.name}, {"dtype", listed.dtype}, {"shape", listed.extents}};
    if (withStatistics)
      tensor["statistics"] =
          listed.summary && listed.summary->finite() > 0 ? asJson(*listed.summary) : Json(nullptr);
    tensors.push_back(tensor);
  }
  return {{"format", listing.format}, {"tensors", tensors}, {"notices", listing.notices}};
}

std::string rangeText(const Summary& summary) {
  std::string text = "no finite value";
  if (summary.finite() > 0) {
    text = rounded(summary.min, 4) + " to " + rounded(summary.max, 4) + ", mean " + rounded(summary.mean, 4) +
           ", standard deviation " + rounded(summary.standardDeviation, 4);
  }
  if (summary.count == 0) text = "empty";
  if (summary.nan > 0) text += ", " + std::to_string(summary.nan) + " NaN";
  if (summary.infinite > 0) text += ", " + std::to_string(summary.infinite) + " infinite";
  return text;
}

std::string asText(const Listing& listing) {
  Report report;
  report.row("format", listing.format);
  report.row("tensors", std::to_string(listing.tensors.size()));
  for (const Listed& listed : listing.tensors) {
    report.row(listed.name.empty() ? "(no name)" : listed.name, listed.dtype + " " + toText(listed.extents));
    if (listed.summary) report.row("", rangeText(*listed.summary));
  }
  for (const std::string& notice : listing.notices) report.row("notice", notice);
  return report.text();
}

}  // namespace

void runList(const Arguments& given) {
  ListArguments arguments;
  ArgumentParser parser("list", "Lists the tensors in a file: name, dtype and shape.",
                        "normscope list model.safetensors\n  normscope list checkpoint.pt --statistics");
  parser.positional("FILE", arguments.file, fileHelp());
  parser.flag("--statistics", arguments.statistics,
              "read each tensor, and add its range, mean and standard deviation");
  arguments.raw.addTo(parser);
  parser.flag("--json", arguments.json, "print one JSON object");
  if (!parser.parse(given)) return;

  const Listing listing =
      isFileText(arguments.file)
          ? listOfFile(arguments)
          : listOfTensor(loadTensor(arguments.file, arguments.raw.form()), arguments.statistics);
  if (arguments.json) return printJson(asJson(listing, arguments.statistics));
  print(asText(listing));
}

}  // namespace normscope::app
