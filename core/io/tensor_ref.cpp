#include "core/io/tensor_ref.h"

#include <sys/stat.h>

#include <algorithm>

#include "core/error.h"
#include "core/io/generate.h"

namespace normscope {
namespace {

constexpr std::string_view nameSeparator = "::";
constexpr std::size_t mostListed = 20;

bool isThere(const std::string& path) {
  struct stat status {};
  return path == standardInputPath || ::stat(path.c_str(), &status) == 0;
}

/// Where a text that ends in a slice has it; nothing where it does not.
std::optional<std::size_t> sliceIn(std::string_view text) {
  if (!text.ends_with(']')) return std::nullopt;
  const std::size_t at = text.rfind('[');
  return at == text.npos ? std::nullopt : std::optional(at);
}

const TensorEntry* findEntry(const TensorFile& file, std::string_view name) {
  const auto found = std::find_if(file.entries.begin(), file.entries.end(),
                                  [&](const TensorEntry& entry) { return entry.name == name; });
  return found == file.entries.end() ? nullptr : &*found;
}

/// "a [2, 3], b [4]"
std::string listOf(const TensorFile& file) {
  std::string list;
  for (std::size_t i = 0; i < std::min(file.entries.size(), mostListed); ++i)
    list += (i == 0 ? "" : ", ") + file.entries[i].name + " " + toText(file.entries[i].extents);
  if (file.entries.size() > mostListed)
    list += " and " + std::to_string(file.entries.size() - mostListed) + " more";
  return list;
}

bool isNameless(const TensorFile& file) {
  return file.entries.size() == 1 && file.entries.front().name.empty();
}

void requireEntries(const TensorFile& file, const std::string& subject) {
  if (file.entries.empty()) throw failure(subject, "it holds no tensor", "give a file that holds one");
}

Error noSuchTensor(const TensorFile& file, const std::string& name, const std::string& subject) {
  return nonsense(subject, "it holds no tensor '" + name + "'", "its tensors are: " + listOf(file));
}

std::string nameText(const TensorRef& ref) {
  return ref.name ? std::string(nameSeparator) + *ref.name : "";
}

}  // namespace

bool isFileText(std::string_view text) {
  return !text.starts_with("sample:") && !isGenerated(text);
}

FileText splitFileText(const std::string& text) {
  if (isThere(text)) return {text, ""};
  for (std::size_t at = text.find(nameSeparator); at != text.npos; at = text.find(nameSeparator, at + 1)) {
    if (isThere(text.substr(0, at))) return {text.substr(0, at), text.substr(at)};
  }
  const auto slice = sliceIn(text);
  if (slice && isThere(text.substr(0, *slice))) return {text.substr(0, *slice), text.substr(*slice)};
  const std::size_t at = std::min(text.find(nameSeparator), text.size());
  return {text.substr(0, at), text.substr(at)};
}

TensorRef parseTensorRef(const std::string& text, const TensorFile& file) {
  const auto [path, rest] = splitFileText(text);
  const std::string subject = subjectOf(path);
  TensorRef ref;
  ref.path = path;
  if (!rest.starts_with(nameSeparator)) {
    if (!rest.empty()) ref.slice = parseSlice(rest, subject);
    return ref;
  }
  requireEntries(file, subject);
  const std::string name = rest.substr(nameSeparator.size());
  if (isNameless(file)) throw nonsense(subject, "its only tensor has no name", "leave '" + rest + "' out");
  ref.name = name;
  if (findEntry(file, name) != nullptr) return ref;
  const auto slice = sliceIn(name);
  if (!slice || findEntry(file, name.substr(0, *slice)) == nullptr) throw noSuchTensor(file, name, subject);
  ref.name = name.substr(0, *slice);
  ref.slice = parseSlice(std::string_view(name).substr(*slice), subject);
  return ref;
}

std::string toText(const TensorRef& ref) {
  return ref.path + nameText(ref) + toText(ref.slice);
}

std::size_t entryOf(const TensorRef& ref, const TensorFile& file) {
  const std::string subject = subjectOf(ref.path);
  requireEntries(file, subject);
  if (ref.name) {
    const TensorEntry* entry = findEntry(file, *ref.name);
    if (entry == nullptr) throw noSuchTensor(file, *ref.name, subject);
    return static_cast<std::size_t>(entry - file.entries.data());
  }
  if (file.entries.size() == 1) return 0;
  throw nonsense(subject, "it holds " + std::to_string(file.entries.size()) + " tensors: " + listOf(file),
                 "name one, such as " + ref.path + std::string(nameSeparator) + file.entries.front().name);
}

Tensor readTensor(const TensorRef& ref, const TensorFile& file, const Progress& progress) {
  const TensorEntry& entry = file.entries[entryOf(ref, file)];
  const std::string subject = subjectOf(ref.path) + nameText(ref);
  selectPart(ref.slice, entry.extents, subject);  // refused before anything is read
  const Tensor tensor = entry.read(progress);
  return ref.slice.items.empty() ? tensor : partOf(tensor, ref.slice, subject, progress);
}

}  // namespace normscope
