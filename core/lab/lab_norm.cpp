#include "core/lab/lab_norm.h"

#include <algorithm>

#include "core/error.h"
#include "core/norm/norm_registry.h"

namespace normscope::lab {
namespace {

constexpr std::string_view noNorm = "none";

/// The pieces between commas, those without a colon and with an = joined to the one before.
std::vector<std::string> specsIn(std::string_view text, const std::string& subject) {
  std::vector<std::string> specs;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string piece(text.substr(start, end - start));
    start = end + 1;
    if (piece.empty())
      throw nonsense(subject, "a norm is empty", "give norms with commas between, such as batch,layer");
    const bool isKey = piece.find('=') != std::string::npos && piece.find(':') == std::string::npos;
    if (!isKey) {
      specs.push_back(piece);
    } else if (specs.empty()) {
      throw nonsense(subject, "'" + piece + "' belongs to no norm",
                     "name the norm first, such as group:groups=4");
    } else {
      specs.back() += (specs.back().find(':') == std::string::npos ? ':' : ',') + piece;
    }
  }
  return specs;
}

}  // namespace

std::string nameOf(const LabNorm& norm) {
  return norm.spec ? normscope::toText(*norm.spec) : std::string(noNorm);
}

std::string titleOf(const LabNorm& norm) {
  if (!norm.spec) return "no norm";
  std::string title(infoOf(norm.spec->kind).title);
  const std::string text = toText(*norm.spec);
  const auto colon = text.find(':');
  if (colon == std::string::npos) return title;
  std::string keys = text.substr(colon + 1);
  if (keys.starts_with("groups=")) keys = "G = " + keys.substr(7);
  return title + " (" + keys + ")";
}

LabNorm parseLabNorm(std::string_view text) {
  if (text == noNorm) return {};
  return {parseNormSpec(text)};
}

std::vector<LabNorm> parseLabNorms(std::string_view text, const std::string& subject) {
  std::vector<LabNorm> norms;
  for (const std::string& spec : specsIn(text, subject)) norms.push_back(parseLabNorm(spec));
  return norms;
}

std::string toText(const std::vector<LabNorm>& norms) {
  std::string text;
  for (const LabNorm& norm : norms) text += (text.empty() ? "" : ",") + nameOf(norm);
  return text;
}

void checkNorms(const std::vector<LabNorm>& norms) {
  if (norms.empty()) throw nonsense("norms", "there is none", "choose one or more");
  for (std::size_t i = 0; i < norms.size(); ++i) {
    if (norms[i].spec && norms[i].spec->usesRunningStatistics()) {
      throw nonsense("norm '" + nameOf(norms[i]) + "'",
                     "the laboratory is about the statistics of a batch, which evaluation mode does not use",
                     "leave mode=eval out");
    }
    if (std::find(norms.begin(), norms.begin() + static_cast<std::ptrdiff_t>(i), norms[i]) !=
        norms.begin() + static_cast<std::ptrdiff_t>(i))
      throw nonsense("norm '" + nameOf(norms[i]) + "'", "it is given twice", "give each norm once");
  }
}

}  // namespace normscope::lab
