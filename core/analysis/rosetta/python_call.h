#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"

namespace normscope::rosetta {

/// A literal of Python, or a name, whose value is not known.
struct Value {
  enum class Kind { none, boolean, integer, real, text, list, name };

  Kind kind = Kind::none;
  bool truth = false;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;          ///< of a text; of a name or of what else is not evaluated, as written
  std::vector<Value> items;  ///< of a list or a tuple
};

/// One call: "nn.GroupNorm(2, 6, eps=1e-5)", or a node in ONNX' text form, "GroupNormalization <num_groups =
/// 2> (x, weight, bias)", whose attributes are the keywords and whose inputs the positions.
struct PythonCall {
  std::string source;  ///< as pasted, without space around it
  std::string path;    ///< "nn.GroupNorm"
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> keywords;
  bool isNode = false;  ///< of ONNX
  std::vector<std::pair<std::string, Value>>
      applied;             ///< keywords of what the layer is applied to: "(x, training=False)"
  bool evaluates = false;  ///< ".eval()" stands behind it

  std::string name() const;  ///< the last part of the path
  bool hasPart(std::string_view part) const;
  bool hasKeyword(std::string_view name) const;
};

/// The text without "# comments", which end with their line; a # in quotes is none.
std::string withoutComments(std::string_view text);

/// Reads one call with literal arguments, whole numbers that are multiplied or added ("4 * 128"), and names,
/// whose value is not known; also with a label ("(bn1):") or a target ("self.norm: nn.Module =") before it,
/// and applied ("(x)") or moved (".to(device)") after it. Nothing else is evaluated. Throws Error (nonsense)
/// that says what can't be read and where.
PythonCall parsePythonCall(std::string_view text);

/// A refusal of the call.
Error refuseCall(const PythonCall& call, const std::string& reason, const std::string& advice);

}  // namespace normscope::rosetta
