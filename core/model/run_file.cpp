#include "core/model/run_file.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "core/error.h"
#include "core/json/strict_json.h"
#include "core/text/list.h"

namespace normscope {
namespace {

constexpr const char* recordAgain = "record it again with the module that normscope python prints";
constexpr std::size_t longestRunHeader = std::size_t{100} << 20;
constexpr std::size_t longestName = 1000;
constexpr std::size_t longestRepr = 10000;
constexpr std::size_t mostRecords = 100000;
constexpr std::size_t mostKept = std::size_t{1} << 24;

std::string textOf(const TensorFile& file, const std::string& key) {
  const auto found = file.metadata.find(key);
  return found == file.metadata.end() ? "" : found->second;
}

using EntriesByName = std::map<std::string_view, const TensorEntry*>;

EntriesByName byName(const TensorFile& file) {
  EntriesByName entries;
  for (const TensorEntry& entry : file.entries) entries.emplace(entry.name, &entry);
  return entries;
}

RecordAttributes attributesOf(const StrictObject& object) {
  RecordAttributes attributes;
  const auto isThere = [&](const char* key) { return object.has(key) && !object.isNull(key); };
  if (isThere("eps")) attributes.eps = object.number("eps", 0, 1e30);
  if (isThere("groups")) attributes.groups = object.integer("groups", 1, INT64_MAX);
  if (object.has("momentum")) {
    attributes.momentum =
        object.isNull("momentum") ? std::nullopt : std::optional(object.number("momentum", 0, 1));
  }
  if (isThere("normalized_shape"))
    attributes.normalizedShape = object.integers("normalized_shape", Layout::maxRank);
  if (isThere("num_batches_tracked"))
    attributes.batchesTracked = object.integer("num_batches_tracked", 0, INT64_MAX);
  return attributes;
}

/// The positions that are kept of one axis.
std::vector<std::int64_t> positionsOf(const nlohmann::json& list, const Axis& axis,
                                      const StrictObject& object) {
  std::vector<std::int64_t> positions;
  const std::string where = std::string("of axis ") + axis.letter + " ";
  if (!list.is_array() || list.size() > mostKept) object.refuse("kept", where + "is neither a list nor null");
  for (const nlohmann::json& item : list) {
    const bool fits =
        item.is_number_unsigned() && item.get<std::uint64_t>() < static_cast<std::uint64_t>(axis.extent);
    if (!fits)
      object.refuse("kept", where + "has what is no position from 0 to " + std::to_string(axis.extent - 1));
    const auto position = item.get<std::int64_t>();
    if (!positions.empty() && position <= positions.back()) object.refuse("kept", where + "is not in order");
    positions.push_back(position);
  }
  return positions;
}

void readShapes(const StrictObject& object, RunRecord& record) {
  const std::string letters = object.text("layout", longestName);
  const Extents whole = object.integers("shape", Layout::maxRank);
  record.whole = inFile(object.subject(), [&] { return Shape(Layout::parse(letters), whole); });
  const Layout& layout = record.whole.layout();
  const nlohmann::json& kept = object.member("kept");
  if (!kept.is_array() || kept.size() != static_cast<std::size_t>(layout.rank()))
    object.refuse("kept", "is not a list with one item per axis");
  Extents extents = record.whole.extents();
  for (int axis = 0; axis < layout.rank(); ++axis) {
    const auto at = static_cast<std::size_t>(axis);
    record.kept.emplace_back();
    if (kept[at].is_null()) continue;
    record.kept.back() = positionsOf(kept[at], record.whole.axis(axis), object);
    extents[at] = static_cast<std::int64_t>(record.kept.back()->size());
  }
  record.shape = Shape(layout, extents);
}

/// The tensors of one record by their names: "3.x".
class OwnTensors {
 public:
  OwnTensors(const RecordedRun& run, const EntriesByName& entries, const std::string& subject,
             std::size_t number)
      : run_(run), entries_(entries), subject_(subject), prefix_(std::to_string(number) + ".") {}

  std::optional<TensorRef> find(const char* what) const {
    if (!entries_.contains(prefix_ + what)) return std::nullopt;
    TensorRef ref;
    ref.path = run_.path;
    ref.name = prefix_ + what;
    return ref;
  }

  TensorRef ofShape(const char* what, const Extents& extents) const {
    const auto ref = find(what);
    if (!ref) throw failure(subject_, "its tensor '" + prefix_ + what + "' is missing", recordAgain);
    const TensorEntry& entry = *entries_.at(*ref->name);
    if (entry.extents == extents) return *ref;
    throw failure(subject_,
                  "its tensor '" + entry.name + "' has the shape " + toText(entry.extents) + " and " +
                      toText(extents) + " is kept",
                  recordAgain);
  }

 private:
  const RecordedRun& run_;
  const EntriesByName& entries_;
  const std::string& subject_;
  std::string prefix_;
};

void readMembers(const StrictObject& object, RunRecord& record) {
  record.type = object.text("type", longestName);
  record.className = object.text("class", longestName);
  record.repr = object.text("repr", longestRepr);
  record.training = object.truth("training");
  record.attributes = attributesOf(
      object.object("attributes", {"eps", "groups", "momentum", "normalized_shape", "num_batches_tracked"}));
  readShapes(object, record);
}

RunRecord recordOf(const nlohmann::json& json, std::size_t number, const RecordedRun& run,
                   const EntriesByName& entries) {
  const std::string subject = run.path + ", record " + std::to_string(number);
  RunRecord record;
  record.number = number;
  record.layer = "record " + std::to_string(number);
  try {
    if (!json.is_object()) throw failure(subject, "it is no object", recordAgain);
    const StrictObject object(
        json, subject, "",
        {"layer", "call", "type", "class", "repr", "training", "attributes", "layout", "shape", "kept"});
    record.layer = object.text("layer", longestName);
    record.call = object.integer("call", 0, INT64_MAX);
    readMembers(object, record);
    const OwnTensors tensors(run, entries, subject, number);
    record.x = tensors.ofShape("x", record.shape.extents());
    record.y = tensors.ofShape("y", record.shape.extents());
    record.weight = tensors.find("weight");
    record.bias = tensors.find("bias");
    record.runningMean = tensors.find("running_mean");
    record.runningVar = tensors.find("running_var");
    if (record.runningMean.has_value() != record.runningVar.has_value())
      throw failure(subject, "it has one of running_mean and running_var, not both", recordAgain);
  } catch (const Error& error) {
    record.problem = error.what();
  }
  return record;
}

/// A tensor that holds the place of records to come, while a run grows.
constexpr const char* roomToGrow = "room";

void noteStrangers(RecordedRun& run) {
  std::set<std::string> known = {roomToGrow};
  for (std::size_t i = 0; i < run.records.size(); ++i) {
    for (const char* what : {"x", "y", "weight", "bias", "running_mean", "running_var"})
      known.insert(std::to_string(i) + "." + what);
  }
  std::int64_t strangers = 0;
  std::string first;
  for (const TensorEntry& entry : run.file.entries) {
    if (entry.name == roomToGrow)
      run.notices.emplace_back(
          "the recording has not ended: it goes on, or its process was stopped; the records until then are "
          "here");
    if (!known.contains(entry.name) && strangers++ == 0) first = entry.name;
  }
  if (strangers > 0)
    run.notices.push_back(counted(strangers, "tensor") + " belong" + (strangers == 1 ? "s" : "") +
                          " to no record, such as '" + first + "'");
}

/// Classes that look like norms and were not recorded, as the recorder lists them.
void noteUnrecorded(RecordedRun& run) {
  const std::string text = textOf(run.file, "unrecorded");
  if (text.empty()) return;
  const std::string subject = run.path + ", unrecorded";
  std::vector<std::string> names;
  try {
    const nlohmann::json list = parseStrictly(text, subject, longestRepr, recordAgain);
    if (!list.is_array()) throw failure(subject, "it is no list", recordAgain);
    for (const nlohmann::json& name : list) {
      if (!name.is_string() || name.get<std::string>().size() > longestName)
        throw failure(subject, "it has what is no name of a class", recordAgain);
      names.push_back(name.get<std::string>());
    }
  } catch (const Error& error) {
    run.notices.emplace_back(error.what());
  }
  if (names.empty()) return;
  std::string quoted;
  for (const std::string& name : names) quoted += (quoted.empty() ? "'" : ", '") + name + "'";
  run.notices.push_back(joinAnd(names) +
                        (names.size() == 1
                             ? " is not recorded: it holds what a norm holds, and its name says none"
                             : " are not recorded: they hold what norms hold, and their names say none") +
                        "; record " + (names.size() == 1 ? "it" : "them") +
                        " too by normscope.record(..., also=[" + quoted + "])");
}

}  // namespace

bool isRun(const TensorFile& file) {
  return textOf(file, "normscope") == "run";
}

RecordedRun runOf(TensorFile file, const std::string& path) {
  if (!isRun(file)) {
    throw nonsense(path, "it is no recorded run, whose metadata has 'normscope': 'run'",
                   "record one with the module that normscope python prints");
  }
  if (const std::string version = textOf(file, "version"); version != "1") {
    throw nonsense(path, "it is a recorded run of version '" + version + "', and version 1 is read",
                   recordAgain);
  }
  const std::string subject = path + ", records";
  const nlohmann::json list = parseStrictly(textOf(file, "records"), subject, longestRunHeader, recordAgain);
  if (!list.is_array()) throw failure(subject, "they are no list", recordAgain);
  if (list.size() > mostRecords)
    throw failure(subject, "they are more than " + std::to_string(mostRecords), recordAgain);
  RecordedRun run{path, std::move(file), {}, {}};
  run.notices = run.file.notices;
  const EntriesByName entries = byName(run.file);
  for (const nlohmann::json& json : list)
    run.records.push_back(recordOf(json, run.records.size(), run, entries));
  noteStrangers(run);
  noteUnrecorded(run);
  if (run.records.empty())
    run.notices.emplace_back("no call of a norm was recorded: what is compiled or fused hides its norms");
  return run;
}

RecordedRun openRun(const std::string& path) {
  return runOf(openTensorFile(path), path);
}

}  // namespace normscope
