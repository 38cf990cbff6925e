#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace normscope {

/// A field of a protobuf message.
struct WireField {
  enum class Kind { varint, fixed64, bytes, fixed32 };

  std::uint32_t number = 0;
  Kind kind = Kind::varint;
  std::uint64_t value = 0;  ///< of all kinds but bytes
  std::string_view bytes;   ///< a part of the message
  std::size_t at = 0;       ///< of the field, from the start of the file
};

/// Walks a protobuf message (protobuf.dev/programming-guides/encoding) that lies in a file, without a copy of
/// anything. Throws Error (failed, on `subject`) that says at which byte: where the message ends in a field,
/// for a varint of more than ten bytes, and for groups, which are no longer used.
class WireReader {
 public:
  /// `message` is a part of `file`.
  WireReader(std::string_view file, std::string_view message, const std::string& subject)
      : file_(file), left_(message), subject_(subject) {}

  /// The next field; nothing at the end.
  std::optional<WireField> next();

  /// The varints that are packed into the bytes of a field, one at a time: left() says whether there are
  /// more.
  bool left() const { return !left_.empty(); }
  std::uint64_t varint();

 private:
  std::size_t at() const { return static_cast<std::size_t>(left_.data() - file_.data()); }
  std::string_view take(std::uint64_t count);

  std::string_view file_;
  std::string_view left_;
  const std::string& subject_;
};

}  // namespace normscope
