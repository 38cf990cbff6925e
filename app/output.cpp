#include "app/output.h"

#include <array>
#include <iostream>

#include "core/error.h"
#include "core/text/number.h"

namespace normscope::app {

void print(const std::string& text) {
  printBytes(std::as_bytes(std::span(text)));
}

void printBytes(std::span<const std::byte> bytes) {
  std::cout.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  std::cout << std::flush;
  if (!std::cout) throw failure("standard output", "it cannot be written", "check what it is connected to");
}

void printAside(const std::string& text) {
  std::cerr << text << std::flush;
}

void printJson(const Json& json) {
  const bool list = json.is_array();
  std::string text = list ? "[" : "{";
  for (const auto& [key, value] : json.items()) {
    text += (text.size() > 1 ? ",\n  " : "\n  ") + (list ? "" : Json(key).dump() + ": ") +
            value.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  print(text + (list ? "\n]\n" : "\n}\n"));
}

Json shapeOrNull(const std::optional<Extents>& extents) {
  return extents ? Json(*extents) : Json(nullptr);
}

}  // namespace normscope::app
