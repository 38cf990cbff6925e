#include "ui/tools/frame/norm_names.h"

#include "core/norm/norm_registry.h"
#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/cube/cube_text.h"

namespace normscope {
namespace {

std::string sharingName(Affine affine) {
  if (affine == Affine::none) return ", no γ and β";
  return ", γ and β per " + std::string(nameOf(affine));
}

std::string inFull(const NormSpec& spec) {
  const NormInfo& info = infoOf(spec.kind);
  std::string name = normTitleInFull(spec);
  if (spec.usesRunningStatistics() && spec.workers > 1) name += ", " + groupedCount(spec.workers, "worker");
  const bool hasMomentum = info.hasKey("momentum");
  if (hasMomentum && spec.momentum != specOf(spec.kind).momentum)
    name += spec.momentum ? ", momentum " + shortest(*spec.momentum) : ", cumulative average";
  if (spec.eps != info.eps) name += ", ε = " + shortest(spec.eps);
  if (spec.affineSharing() != info.defaultAffine) name += sharingName(spec.affineSharing());
  return name;
}

}  // namespace

QString nameOfNorm(const NormSpec& spec) {
  return QString::fromStdString(inFull(spec));
}

NormNames normNames() {
  return inFull;
}

}  // namespace normscope
