#include "ui/panels/axis_chips.h"

#include "core/document/spec_edit.h"
#include "core/norm/norm_registry.h"

namespace normscope {
namespace {

bool choosable(NormKind kind) {
  return infoOf(kind).hasKey("over");
}

QString reasonFor(const PlanAxis& axis, const ReductionPlan& plan) {
  const QString label = QString::fromStdString(axis.label);
  const QString title = QString::fromUtf8(infoOf(plan.spec().kind).title.data());
  if (!plan.statisticsFromX())
    return AxisChips::tr("In evaluation nothing is reduced: the statistics are the running ones");
  if (choosable(plan.spec().kind)) {
    return axis.kept ? AxisChips::tr("%1 is kept: press to reduce over it").arg(label)
                     : AxisChips::tr("%1 is reduced: press to keep it").arg(label);
  }
  return axis.kept ? AxisChips::tr("%1 always keeps %2; choose Custom for other axes").arg(title, label)
                   : AxisChips::tr("%1 always reduces %2; choose Custom for other axes").arg(title, label);
}

}  // namespace

AxisChips::AxisChips(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), row_(new QHBoxLayout(this)) {
  row_->setContentsMargins(0, 0, 0, 0);
  row_->setSpacing(4);
  row_->addStretch(1);
  setAccessibleName(tr("Reduced axes"));
}

void AxisChips::showPlan() {
  const auto plan = workspace_.plan();
  const std::vector<PlanAxis> axes = plan ? plan->axes() : std::vector<PlanAxis>{};
  while (chips_.size() < axes.size()) {
    auto* chip = new QToolButton;
    chip->setCheckable(true);
    chip->setProperty("role", "chip");
    chip->setFocusPolicy(Qt::StrongFocus);
    connect(chip, &QToolButton::clicked, this,
            [this, chip](bool checked) { toggle(chip->property("axis").toInt(), checked); });
    row_->insertWidget(static_cast<int>(chips_.size()), chip);
    chips_.push_back(chip);
  }
  for (std::size_t i = 0; i < chips_.size(); ++i) {
    chips_[i]->setVisible(i < axes.size());
    if (i >= axes.size()) continue;
    const QString label = QString::fromStdString(axes[i].label);
    const bool reduced = !axes[i].kept && plan->statisticsFromX();
    chips_[i]->setText(label);
    chips_[i]->setObjectName(QStringLiteral("axis-") + label);
    chips_[i]->setProperty("axis", axes[i].source);
    chips_[i]->setChecked(reduced);
    chips_[i]->setEnabled(choosable(plan->spec().kind));
    chips_[i]->setToolTip(reasonFor(axes[i], *plan));
    chips_[i]->setAccessibleName(tr("%1 %2").arg(label, reduced ? tr("reduced") : tr("kept")));
  }
}

void AxisChips::toggle(int sourceAxis, bool reduced) {
  std::vector<bool> flags = reducedFlags(workspace_.spec(), workspace_.shape());
  flags[static_cast<std::size_t>(sourceAxis)] = reduced;
  const NormSpec changed = changedOver(workspace_.spec(), workspace_.shape(), flags);
  if (changed.over.empty()) return showPlan();  // at least one axis stays reduced
  workspace_.setSpec(changed);
}

}  // namespace normscope
