#include "core/io/formats/safetensors_reader.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/error.h"
#include "core/io/formats/little_endian.h"
#include "core/io/formats/safetensors_header.h"
#include "core/io/formats/safetensors_types.h"
#include "core/json/strict_json.h"

namespace normscope {
namespace {

std::string where(const SafetensorsItem& item) {
  return "tensor '" + item.name + "' ";
}

const SafetensorsType& typeOf(const SafetensorsItem& item, const std::string& subject) {
  const auto found = std::find_if(safetensorsTypes.begin(), safetensorsTypes.end(),
                                  [&](const SafetensorsType& type) { return type.name == item.dtype; });
  if (found != safetensorsTypes.end()) return *found;
  throw failure(subject, where(item) + "has the unknown dtype '" + item.dtype + "'", saveSafetensorsAgain);
}

/// Offsets that are those of the shape, inside of the data.
void checkItem(const SafetensorsItem& item, std::size_t dataSize, const std::string& subject) {
  const auto refuse = [&](const std::string& reason) {
    throw failure(subject, where(item) + reason, saveSafetensorsAgain);
  };
  const std::string offsets = "[" + std::to_string(item.begin) + ", " + std::to_string(item.end) + "]";
  if (item.begin > item.end) refuse("has the data offsets " + offsets + ", which are reversed");
  if (item.end > dataSize) {
    throw failure(subject,
                  where(item) + "has the data offsets " + offsets + " and the file has " +
                      std::to_string(dataSize) + " bytes of data",
                  "copy or save the file again");
  }
  const SafetensorsType& type = typeOf(item, subject);
  const StoredType sized{type.size == 8   ? DType::float64
                         : type.size == 4 ? DType::float32
                         : type.size == 2 ? DType::float16
                                          : DType::uint8};
  const auto bytes = storedBytesOf(sized, item.extents);
  if (!bytes) refuse("of shape " + toText(item.extents) + " takes more than 2^63 bytes");
  if (*bytes != item.end - item.begin) {
    refuse("of " + item.dtype + " and shape " + toText(item.extents) + " takes " + std::to_string(*bytes) +
           " bytes and its data offsets " + offsets + " hold " + std::to_string(item.end - item.begin));
  }
}

/// No holes, nothing shared, nothing behind the last.
void checkCover(std::vector<const SafetensorsItem*> items, std::size_t dataSize, const std::string& subject) {
  std::sort(items.begin(), items.end(), [](const SafetensorsItem* a, const SafetensorsItem* b) {
    return std::pair(a->begin, a->end) < std::pair(b->begin, b->end);
  });
  std::uint64_t at = 0;
  const SafetensorsItem* before = nullptr;
  for (const SafetensorsItem* item : items) {
    if (item->begin < at) {
      throw failure(subject, where(*item) + "shares bytes with tensor '" + before->name + "'",
                    saveSafetensorsAgain);
    }
    if (item->begin > at) {
      throw failure(subject,
                    where(*item) + "begins at byte " + std::to_string(item->begin) +
                        " of the data and the last "
                        "one before it ends at " +
                        std::to_string(at),
                    saveSafetensorsAgain);
    }
    at = item->end;
    before = item;
  }
  if (at < dataSize) {
    throw failure(subject,
                  std::to_string(dataSize - at) + " bytes follow the last tensor, from byte " +
                      std::to_string(at) + " of the data",
                  saveSafetensorsAgain);
  }
}

TensorEntry entryOfItem(const SafetensorsItem& item, const std::shared_ptr<const Buffer>& file,
                        std::size_t dataStart, const std::string& subject) {
  const SafetensorsType& type = typeOf(item, subject);
  const std::string what = subject + "::" + item.name;
  if (!type.type) {
    const auto refuse = [what, dtype = item.dtype](const Progress&) -> Tensor {
      throw failure(what, "its dtype " + dtype + " is not read", "convert it to float32 first");
    };
    return {item.name, item.dtype, item.extents, refuse};
  }
  const StoredData data{*type.type, item.extents, file, dataStart + item.begin};
  const auto read = [data, what](const Progress& progress) { return loadStored(data, what, progress); };
  return {item.name, std::string(type.type->name()), item.extents, read};
}

/// A part lies beside the index: a name and nothing else.
void requireInFolder(const std::string& part, const std::string& subject) {
  if (part.empty() || part == "." || part == ".." || part.find('/') != part.npos ||
      part.find('\0') != part.npos)
    throw failure(subject, "the part '" + part + "' is not in its folder", "put all parts beside the index");
}

}  // namespace

bool looksLikeSafetensors(std::string_view bytes, bool isNamedSo) {
  if (isNamedSo) return true;
  if (bytes.size() < 10 || bytes[8] != '{') return false;
  return littleEndian<std::uint64_t>(bytes, 0) <= bytes.size() - 8;
}

TensorFile openSafetensors(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  const std::string_view bytes(reinterpret_cast<const char*>(file->data()), file->size());
  const SafetensorsHeader header = parseSafetensorsHeader(bytes, subject);
  const std::size_t dataSize = file->size() - header.size;
  std::vector<const SafetensorsItem*> items;
  TensorFile result{"safetensors", {}, {}, header.metadata};
  for (const SafetensorsItem& item : header.items) {
    checkItem(item, dataSize, subject);
    items.push_back(&item);
    result.entries.push_back(entryOfItem(item, file, header.size, subject));
  }
  checkCover(items, dataSize, subject);
  return result;
}

TensorFile openSafetensorsIndex(std::string_view json, const std::string& path) {
  constexpr std::size_t largestIndex = std::size_t{64} << 20;
  const nlohmann::json index = parseStrictly(json, path, largestIndex, saveSafetensorsAgain);
  const auto map = index.is_object() ? index.find("weight_map") : index.end();
  if (!index.is_object() || map == index.end() || !map->is_object()) {
    throw failure(path, "it is JSON and no index of .safetensors files, which has a weight_map",
                  "give the index or one of its parts");
  }
  TensorFile result{"safetensors", {}, {}};
  std::map<std::string, std::map<std::string, TensorEntry>> parts;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  for (const auto& [name, where] : map->items()) {
    if (!where.is_string())
      throw failure(path, "the part of '" + name + "' is no text", saveSafetensorsAgain);
    const std::string part = where.get<std::string>();
    requireInFolder(part, path);
    const auto [found, isNew] = parts.try_emplace(part);
    if (isNew) {
      const std::string partPath = (folder / part).string();
      const auto file = Buffer::mapFile(partPath);
      const TensorFile opened = readIntact(*file, [&] { return openSafetensors(file, partPath); });
      for (const TensorEntry& entry : opened.entries) found->second.emplace(entry.name, entry);
    }
    const auto entry = found->second.find(name);
    if (entry == found->second.end())
      throw failure(path, "tensor '" + name + "' is not in '" + part + "'", saveSafetensorsAgain);
    result.entries.push_back(entry->second);
    found->second.erase(entry);
  }
  for (const auto& [part, left] : parts) {
    if (!left.empty())
      result.notices.push_back("'" + part + "' also holds '" + left.begin()->first + "'" +
                               (left.size() > 1 ? " and " + std::to_string(left.size() - 1) + " more" : "") +
                               ", which the index does not name");
  }
  return result;
}

}  // namespace normscope
