#include "ui/pages/laboratory/norm_checks.h"

#include <algorithm>

#include "core/view/cube/cube_text.h"
#include "ui/base/core_words.h"

namespace normscope {

QString labelOf(const lab::LabNorm& norm) {
  if (!norm.spec) return NormChecks::tr("None");
  std::string title = normTitleInFull(*norm.spec);
  if (const auto word = title.find(" Norm"); word != std::string::npos) title.erase(word, 5);
  return fromCore(title);
}

NormChecks::NormChecks(const QString& name, QWidget* parent)
    : QWidget(parent), name_(name), rows_(new QVBoxLayout(this)) {
  rows_->setContentsMargins(0, 0, 0, 0);
  rows_->setSpacing(4);
}

void NormChecks::show(const std::vector<lab::LabNorm>& offered, const std::vector<lab::LabNorm>& chosen,
                      const Theme& theme) {
  std::vector<lab::LabNorm> all = offered;
  for (const lab::LabNorm& norm : chosen) {
    if (std::find(all.begin(), all.end(), norm) == all.end()) all.push_back(norm);
  }
  chosen_ = chosen;
  if (all != all_) {
    all_ = all;
    for (QCheckBox* box : boxes_) {
      box->hide();
      box->deleteLater();  // it may be the one whose signal is being handled
    }
    boxes_.clear();
    for (const lab::LabNorm& norm : all_) {
      auto* box = new QCheckBox(labelOf(norm));
      box->setObjectName(name_ + QLatin1Char('-') + QString::fromStdString(nameOf(norm)));
      connect(box, &QCheckBox::clicked, this, [this, norm](bool on) { toggle(norm, on); });
      rows_->addWidget(box);
      boxes_.push_back(box);
    }
  }
  std::size_t color = 0;
  std::vector<QColor> colors(all_.size(), theme.textFaint);
  for (const lab::LabNorm& norm : chosen_) {
    if (!norm.spec) continue;
    const auto place = std::find(all_.begin(), all_.end(), norm) - all_.begin();
    colors[static_cast<std::size_t>(place)] = theme.curveColor(color++);
  }
  for (std::size_t i = 0; i < boxes_.size(); ++i) {
    const bool on = std::find(chosen_.begin(), chosen_.end(), all_[i]) != chosen_.end();
    const bool isLast = on && chosen_.size() == 1;
    boxes_[i]->setChecked(on);
    boxes_[i]->setEnabled(!isLast);
    boxes_[i]->setToolTip(isLast ? tr("One norm must stay") : QString());
    const QString sheet = QStringLiteral("QCheckBox::indicator:checked { background: %1; border-color: %1; }")
                              .arg(colors[i].name());
    if (boxes_[i]->styleSheet() != sheet) boxes_[i]->setStyleSheet(sheet);
  }
}

/// A norm comes to the place that it is offered at, among those before and after it.
void NormChecks::toggle(const lab::LabNorm& norm, bool on) {
  std::vector<lab::LabNorm> next = chosen_;
  if (!on) {
    std::erase(next, norm);
  } else {
    const auto placeOf = [&](const lab::LabNorm& one) { return std::find(all_.begin(), all_.end(), one); };
    const auto behind = std::find_if(next.begin(), next.end(),
                                     [&](const lab::LabNorm& one) { return placeOf(one) > placeOf(norm); });
    next.insert(behind, norm);
  }
  emit chosenBy(next);
}

}  // namespace normscope
