#pragma once

#include <memory>
#include <string>

#include "core/io/formats/tensor_file.h"

namespace normscope {

/// Whether the first bytes are those of a text of numbers.
bool looksLikeText(std::string_view bytes);

/// A text of numbers: a table, opened by openTextTable(), or what Python prints of an array, by
/// openPrintout().
TensorFile openText(const std::shared_ptr<const Buffer>& file, const std::string& subject);

/// A table: a row a line, columns parted by semicolons, commas, tabs or blanks, the first of these that its
/// first row has; empty lines and those that begin with # are skipped. float64, of shape [rows, columns],
/// where one row or one column is an axis less, as numpy.loadtxt has it. Throws Error (failed) that names the
/// line, for rows of another length, words, and numbers beyond double precision: in the first 64 rows when it
/// is opened, in the others when it is read.
TensorFile openTextTable(const std::shared_ptr<const Buffer>& file, const std::string& subject);

/// What NumPy and PyTorch print of an array or tensor, or a nested list of Python: "[[1. 2.]\n [3. 4.]]",
/// "array([1, 2], dtype=int8)", "tensor([[1., 2.]])". The dtype is the one that stands there, else what the
/// framework's default is: float32 for tensor(...), float64, int64 or bool. Throws Error (failed) for lists
/// of different lengths, words, and an elided print-out.
TensorFile openPrintout(const std::shared_ptr<const Buffer>& file, const std::string& subject);

}  // namespace normscope
