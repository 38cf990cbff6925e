#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/cases/case.h"
#include "core/engine/progress.h"

namespace normscope {

using CaseValue = std::variant<std::int64_t, double, std::string>;

/// A value as it stands in the text: numbers with so many digits, else with three, those near 1 with six.
std::string toText(const CaseValue& value, std::optional<int> digits = {});

/// The values between braces in a text, in order, each once, without the ":5" that says how many digits
/// are shown. Throws Error (failed, on `subject`) for a brace without its partner, and digits that are not 1
/// to 9.
std::vector<std::string> valuesIn(const std::string& text, const std::string& subject);

/// Throws Error (failed, on `subject`) unless `value` is NAME.PROPERTY or NAME-NAME.PROPERTY of this case.
void requireCaseValue(const Case& example, const std::string& value, const std::string& subject);

/// The properties that a text may ask for: of one computation, and of two.
std::vector<std::string> caseProperties();
std::vector<std::string> casePairProperties();

/// The values of all texts and expectations of a case, by what stands between the braces, computed with the
/// reference engine. Throws what normalize() throws, Cancelled when progress says so.
std::map<std::string, CaseValue> valuesOf(const Case& example, const Progress& progress = {});

/// The text with its values.
std::string filled(const std::string& text, const std::map<std::string, CaseValue>& values);

/// The expectations that do not hold, a line each: "a-b.l2 is 12, not 50 to 60".
std::vector<std::string> brokenExpectations(const Case& example,
                                            const std::map<std::string, CaseValue>& values);

}  // namespace normscope
