#include "core/document/document.h"

#include "core/document/changes.h"
#include "core/norm/norm_registry.h"

namespace normscope {
namespace {

bool areEqual(const std::shared_ptr<const RunningStatistics>& a,
              const std::shared_ptr<const RunningStatistics>& b) {
  return a == b || (a && b && *a == *b);
}

}  // namespace

bool Document::operator==(const Document& other) const {
  return source == other.source && shape == other.shape && norms == other.norms && active == other.active &&
         parameters == other.parameters && areEqual(running, other.running) && selection == other.selection &&
         view == other.view && device == other.device && laboratory == other.laboratory &&
         model == other.model;
}

Document emptyDocument() {
  Document document;
  const NormSpec norm = parseNormSpec(builtInNorm);
  document.norms = {{norm, norm}};
  return document;
}

Document startDocument() {
  return withTensor(emptyDocument(), builtInStart, Shape(Layout::ofRank(4), {8, 6, 8, 8}));
}

bool keepsRunning(const NormSpec& spec) {
  return infoOf(spec.kind).tracksByDefault || spec.usesRunningStatistics();
}

RunningStatistics runningOf(const Document& document) {
  return document.running ? *document.running : RunningStatistics::fresh(document.shape.channelCount());
}

}  // namespace normscope
