#pragma once

#include <string>
#include <vector>

namespace normscope {

/// "a", "a or b", "a, b or c"
std::string joinOr(const std::vector<std::string>& items);

/// "a", "a and b", "a, b and c"
std::string joinAnd(const std::vector<std::string>& items);

/// "1 set", "40 sets"
std::string counted(long long count, const std::string& noun);

/// The same with the digits of large counts in groups: "100 352 sets"
std::string groupedCount(long long count, const std::string& noun);

}  // namespace normscope
