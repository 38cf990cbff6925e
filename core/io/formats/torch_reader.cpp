#include "core/io/formats/torch_reader.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/io/formats/slice.h"
#include "core/io/formats/torch_pickle.h"
#include "core/tensor/memory_limit.h"

namespace normscope {
namespace {

constexpr std::string_view pickleName = "/data.pkl";

const ZipEntry* findPickle(const std::vector<ZipEntry>& entries) {
  const auto found = std::find_if(entries.begin(), entries.end(), [](const ZipEntry& entry) {
    return entry.name.ends_with(pickleName) &&
           entry.name.find('/') == entry.name.size() - pickleName.size();  // in the one folder of the archive
  });
  return found == entries.end() ? nullptr : &*found;
}

/// A tensor and where its storage is.
struct TorchTensor {
  PickledTensor tensor;
  ZipEntry storage;
};

std::size_t itemsOf(const Extents& extents) {
  std::size_t count = 1;
  for (const std::int64_t extent : extents) count *= static_cast<std::size_t>(extent);
  return count;
}

bool isContiguous(const PickledTensor& tensor) {
  std::int64_t expected = 1;
  for (std::size_t i = tensor.extents.size(); i-- > 0;) {
    if (tensor.extents[i] > 1 && tensor.strides[i] != expected) return false;
    expected *= std::max<std::int64_t>(tensor.extents[i], 1);
  }
  return true;
}

/// Elements from all over the storage, side by side.
StoredData gathered(const StoredData& storage, const PickledTensor& tensor, const std::string& subject,
                    const Progress& progress) {
  const std::size_t size = tensor.type.size();
  const std::size_t bytes = storedBytesOf(tensor.type, tensor.extents).value();
  requireWithinMemoryLimit(bytes, subject);
  const std::shared_ptr<Buffer> copy = Buffer::allocate(bytes);
  gather(storage.file->data() + storage.offset, size, {tensor.extents, tensor.strides, tensor.offset},
         copy->data(), progress);
  return {tensor.type, tensor.extents, copy, 0};
}

Tensor readTorchTensor(const std::shared_ptr<const Buffer>& archive, const TorchTensor& found,
                       const std::string& subject, const Progress& progress) {
  const PickledTensor& tensor = found.tensor;
  if (itemsOf(tensor.extents) == 0) return Tensor::allocate(tensor.type.dtype, tensor.extents);
  ZipBytes bytes{archive, found.storage.offset, found.storage.size};
  if (found.storage.isDeflated) bytes = readZipEntry(archive, found.storage, subject, progress);
  StoredData data{tensor.type, tensor.extents, bytes.buffer, bytes.begin};
  if (isContiguous(tensor)) {
    data.offset += static_cast<std::size_t>(tensor.offset) * tensor.type.size();
  } else {
    data = gathered(data, tensor, subject, progress);
  }
  return loadStored(data, subject, progress);
}

}  // namespace

bool looksLikeTorch(const std::vector<ZipEntry>& entries) {
  return findPickle(entries) != nullptr;
}

TensorFile openTorch(const std::shared_ptr<const Buffer>& archive, const std::vector<ZipEntry>& entries,
                     const std::string& subject) {
  const ZipEntry& pickle = *findPickle(entries);
  const std::string folder = pickle.name.substr(0, pickle.name.size() - pickleName.size());
  const std::string pickleSubject = subject + " (" + pickle.name + ")";
  const std::string_view bytes(reinterpret_cast<const char*>(archive->data()), archive->size());
  std::map<std::string, const ZipEntry*> byName;
  for (const ZipEntry& entry : entries) byName[entry.name] = &entry;
  if (const auto order = byName.find(folder + "/byteorder");
      order != byName.end() && readZipStart(bytes, *order->second, 16, subject) != "little")
    throw failure(subject, "its numbers are not little-endian", "save it again on a little-endian machine");

  constexpr std::size_t longestPickle = (std::size_t{64} << 20) + 1;  // one more than is read, to be refused
  const std::string text = readZipStart(bytes, pickle, longestPickle, subject);
  TensorFile result{"torch", {}, {}};
  for (PickledTensor& tensor : readTorchPickle(text, pickleSubject)) {
    const std::string where = subject + (tensor.name.empty() ? "" : "::" + tensor.name);
    const auto storage = byName.find(folder + "/data/" + tensor.storage);
    if (storage == byName.end()) {
      throw failure(where, "its storage '" + tensor.storage + "' is not in the archive",
                    "copy or save the file again");
    }
    if (storage->second->size != static_cast<std::size_t>(tensor.storageBytes)) {
      throw failure(where,
                    "its storage '" + tensor.storage + "' is declared " +
                        std::to_string(tensor.storageBytes) + " bytes long and has " +
                        std::to_string(storage->second->size),
                    "copy or save the file again");
    }
    const std::string name = tensor.name, dtype(tensor.type.name());
    const Extents extents = tensor.extents;
    const auto read = [archive, found = TorchTensor{std::move(tensor), *storage->second},
                       where](const Progress& progress) {
      return readIntact(*archive, [&] { return readTorchTensor(archive, found, where, progress); });
    };
    result.entries.push_back({name, dtype, extents, read});
  }
  return result;
}

}  // namespace normscope
