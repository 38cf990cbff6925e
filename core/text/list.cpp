#include "core/text/list.h"

#include "core/text/number.h"

namespace normscope {
namespace {

std::string join(const std::vector<std::string>& items, const std::string& last) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? last : ", ";
    text += items[i];
  }
  return text;
}

}  // namespace

std::string joinOr(const std::vector<std::string>& items) {
  return join(items, " or ");
}
std::string joinAnd(const std::vector<std::string>& items) {
  return join(items, " and ");
}

std::string counted(long long count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string groupedCount(long long count, const std::string& noun) {
  return groupedDigits(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace normscope
