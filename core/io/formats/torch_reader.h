#pragma once

#include <memory>
#include <string>

#include "core/io/formats/tensor_file.h"
#include "core/io/formats/zip_archive.h"

namespace normscope {

/// Whether a zip archive is a file of PyTorch: it has a data.pkl in its folder.
bool looksLikeTorch(const std::vector<ZipEntry>& entries);

/// A file of torch.save (.pt, .pth, .bin; the zip format of PyTorch 1.6 and later): the tensors in nested
/// dicts, lists and tuples, by the keys that lead to them. See readTorchPickle(); nothing is executed.
/// Contiguous tensors are mapped, others copied. Checksums of the tensors are not looked at, since PyTorch
/// may leave them out. Throws Error (failed) also for a storage that is missing or has another size.
TensorFile openTorch(const std::shared_ptr<const Buffer>& archive, const std::vector<ZipEntry>& entries,
                     const std::string& subject);

}  // namespace normscope
