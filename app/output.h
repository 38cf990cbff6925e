#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "core/tensor/shape.h"
#include "core/text/report.h"

namespace normscope::app {

/// Keys stay in the order in which they are set. Numbers that are not finite print as null.
using Json = nlohmann::ordered_json;

/// Writes to standard output; throws Error (failed) when it cannot be written.
void print(const std::string& text);

/// Writes bytes to standard output; throws as print().
void printBytes(std::span<const std::byte> bytes);

/// Writes to standard error, where standard output holds something else.
void printAside(const std::string& text);

/// Prints one object, a line for each of its keys, or one list, a line for each of its items. Text that is no
/// UTF-8, as file names may be, prints with replacement characters.
void printJson(const Json& json);

/// The shape as a list, null where there is none.
Json shapeOrNull(const std::optional<Extents>& extents);

}  // namespace normscope::app
