#include "core/analysis/axis_words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace normscope {

std::string wordOf(const PlanAxis& axis) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> words = {
      {{"K", "worker"},
       {"G", "group"},
       {"N", "sample"},
       {"B", "sample"},
       {"C", "channel"},
       {"F", "feature"},
       {"D", "depth"},
       {"H", "height"},
       {"W", "width"},
       {"T", "time"},
       {"L", "position"}}};
  // A spatial axis may bear any other letter, K and G included.
  const bool other = axis.role == AxisRole::spatial && (axis.label == "K" || axis.label == "G");
  const auto found =
      std::find_if(words.begin(), words.end(), [&](const auto& entry) { return entry.first == axis.label; });
  return other || found == words.end() ? axis.label : std::string(found->second);
}

}  // namespace normscope
