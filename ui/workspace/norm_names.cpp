#include "ui/workspace/norm_names.h"

#include "core/norm/norm_registry.h"
#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/cube/cube_text.h"
#include "ui/base/core_words.h"

namespace normscope {
namespace {

std::string sharingName(const NormSpec& spec) {
  if (spec.affineSharing() == Affine::none) return ", no γ and β";
  return (spec.hasBias() ? ", γ and β per " : ", γ per ") + affineText(spec);
}

std::string parametersName(const NormSpec& spec) {
  const NormInfo& info = infoOf(spec.kind);
  std::string name;
  if (spec.affineSharing() != info.defaultAffine) {
    name = sharingName(spec);
  } else if (spec.affineSharing() != Affine::none && spec.hasBias() != info.biasByDefault) {
    name = spec.hasBias() ? ", with β" : ", without β";
  }
  return name + (spec.zeroCentered ? ", 1 + γ" : "");
}

std::string inFull(const NormSpec& spec) {
  const NormInfo& info = infoOf(spec.kind);
  std::string name = normTitleInFull(spec);
  if (spec.usesRunningStatistics() && spec.workers > 1) name += ", " + groupedCount(spec.workers, "worker");
  const bool hasMomentum = info.hasKey("momentum");
  if (hasMomentum && spec.momentum != specOf(spec.kind).momentum)
    name += spec.momentum ? ", momentum " + shortest(*spec.momentum) : ", cumulative average";
  if (spec.eps != info.eps) name += ", ε = " + shortest(spec.eps);
  return name + parametersName(spec);
}

}  // namespace

QString nameOfNorm(const NormSpec& spec) {
  return fromCore(inFull(spec));
}

NormNames normNames() {
  return inFull;
}

}  // namespace normscope
