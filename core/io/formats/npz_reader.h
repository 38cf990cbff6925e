#pragma once

#include <memory>
#include <string>

#include "core/io/formats/tensor_file.h"
#include "core/io/formats/zip_archive.h"

namespace normscope {

/// A .npz file, as numpy.savez and numpy.savez_compressed write it: one entry for each NAME.npy of `entries`,
/// the archive's directory, by NAME. What is not .npy is skipped with a notice. Stored arrays are mapped
/// where they are aligned. Throws Error (failed) for a malformed header of an array.
TensorFile openNpz(const std::shared_ptr<const Buffer>& archive, const std::vector<ZipEntry>& entries,
                   const std::string& subject);

}  // namespace normscope
