#include "core/text/one_line.h"

namespace normscope {
namespace {

std::string escaped(unsigned char control) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (control == '\n') return "\\n";
  if (control == '\t') return "\\t";
  if (control == '\r') return "\\r";
  return {'\\', 'x', digits[control / 16], digits[control % 16]};
}

bool isControl(unsigned char character) {
  return character < 0x20 || character == 0x7f;
}

}  // namespace

std::string oneLine(std::string_view text) {
  std::string line;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (isControl(byte)) {
      line += escaped(byte);
    } else {
      line += character;
    }
  }
  return line;
}

}  // namespace normscope
