#include "ui/panels/norm_bar.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>
#include <algorithm>
#include <limits>

#include "core/analysis/equivalent_specs.h"
#include "core/document/spec_edit.h"
#include "core/norm/norm_registry.h"
#include "ui/base/core_words.h"
#include "ui/base/fold_button.h"
#include "ui/base/number_text.h"

namespace normscope {
namespace {

constexpr int leastWidthForTitle = 1180;

/// "Group" of "Group Norm": the bar has no room to repeat the word.
QString shortTitle(const NormInfo& info) {
  QString title = QString::fromUtf8(info.title.data(), static_cast<qsizetype>(info.title.size()));
  return title.remove(QStringLiteral(" Norm"));
}

QString sourceTitle(const Workspace& workspace) {
  QString name = QString::fromStdString(workspace.source());
  if (workspace.generated()) {
    name = name.section(':', 0, 0);
  } else if (name.startsWith(QStringLiteral("sample:"))) {
    name = name.section(':', 1);
  } else {
    name = name.section('/', -1);
  }
  return name + ' ' + extentsText(workspace.shape().extents());
}

}  // namespace

NormBar::NormBar(Workspace& workspace, QAction& left, QAction& right, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      title_(new QLabel),
      kinds_(new QButtonGroup(this)),
      groupsRow_(new QWidget),
      groups_(new QSlider(Qt::Horizontal)),
      groupCount_(new QSpinBox),
      channelsEach_(new QLabel) {
  setProperty("role", "bar");
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 10, 12, 10);
  row->setSpacing(12);
  row->addWidget(new FoldButton(FoldButton::Side::left, left));
  title_->setProperty("role", "strong");
  title_->setMinimumWidth(0);
  title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  title_->setMaximumWidth(208);
  row->addWidget(title_, 2);

  auto* segments = new QFrame;
  segments->setProperty("role", "segments");
  auto* segmentRow = new QHBoxLayout(segments);
  segmentRow->setContentsMargins(2, 2, 2, 2);
  segmentRow->setSpacing(2);
  for (const NormInfo& info : normRegistry()) {
    auto* button = new QToolButton;
    button->setText(shortTitle(info));
    button->setCheckable(true);
    button->setObjectName(QStringLiteral("kind-") + QString::fromUtf8(info.name.data()));
    button->setToolTip(fromCore(std::string(info.description)));
    button->setAccessibleName(QString::fromUtf8(info.title.data()));
    button->setProperty("role", "segment");
    button->setFocusPolicy(Qt::StrongFocus);
    kinds_->addButton(button, static_cast<int>(info.kind));
    segmentRow->addWidget(button);
  }
  row->addWidget(segments);

  auto* groupsLayout = new QHBoxLayout(groupsRow_);
  groupsLayout->setContentsMargins(0, 0, 0, 0);
  groupsLayout->setSpacing(12);
  auto* name = new QLabel(tr("&Groups"));
  name->setProperty("role", "field");
  name->setBuddy(groups_);
  groups_->setObjectName(QStringLiteral("groups"));
  groups_->setAccessibleName(tr("Groups"));
  groups_->setMinimumWidth(72);
  groups_->setMaximumWidth(136);
  groups_->setPageStep(1);
  groupCount_->setObjectName(QStringLiteral("group-count"));
  groupCount_->setAccessibleName(tr("Number of groups"));
  groupCount_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  groupCount_->setKeyboardTracking(false);
  groupCount_->setRange(1, std::numeric_limits<int>::max());
  groupCount_->setFixedWidth(56);
  channelsEach_->setProperty("role", "muted");
  channelsEach_->setObjectName(QStringLiteral("channels-each"));
  groupsLayout->addWidget(name);
  groupsLayout->addWidget(groups_, 1);
  groupsLayout->addWidget(groupCount_);
  channelsEach_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  groupsLayout->addWidget(channelsEach_, 2);
  channelsEach_->installEventFilter(this);
  title_->installEventFilter(this);
  row->addWidget(groupsRow_, 5);
  row->addStretch(1);
  row->addWidget(new FoldButton(FoldButton::Side::right, right));

  connect(kinds_, &QButtonGroup::idClicked, &workspace,
          [&workspace](int kind) { workspace.setKind(static_cast<NormKind>(kind)); });
  connect(groups_, &QSlider::valueChanged, this, &NormBar::chooseGroups);
  connect(groupCount_, &QSpinBox::valueChanged, this, &NormBar::typeGroups);
  connect(&workspace, &Workspace::specChanged, this, &NormBar::showSpec);
  connect(&workspace, &Workspace::sourceChanged, this, &NormBar::showSpec);
  connect(&workspace, &Workspace::planChanged, this, &NormBar::showSpec);
  showSpec();
}

/// Any number can be typed; one that does not divide the channels is refused by the plan, with the reason.
void NormBar::typeGroups(int groups) {
  NormSpec spec = workspace_.spec();
  spec.groups = groups;
  workspace_.setSpec(spec);
}

void NormBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

/// The words get their room only after the bar got its own.
bool NormBar::eventFilter(QObject* object, QEvent* event) {
  if (event->type() == QEvent::Resize) fit();
  return QWidget::eventFilter(object, event);
}

/// Words give way before controls do: first the title, which the window has as well.
void NormBar::fit() {
  title_->setVisible(width() >= leastWidthForTitle);
  const QString title = sourceTitle(workspace_);
  title_->setText(title_->fontMetrics().elidedText(title, Qt::ElideMiddle, title_->width()));
  const QFontMetrics metrics = channelsEach_->fontMetrics();
  const int room = channelsEach_->width();
  const bool fits = metrics.horizontalAdvance(words_) <= room || metrics.horizontalAdvance(fewWords_) > room;
  channelsEach_->setText(metrics.elidedText(fits ? words_ : fewWords_, Qt::ElideRight, room));
}

void NormBar::chooseGroups(int index) {
  if (index < 0 || index >= static_cast<int>(divisors_.size())) return;
  NormSpec spec = workspace_.spec();
  spec.groups = divisors_[static_cast<std::size_t>(index)];
  workspace_.setSpec(spec);
}

void NormBar::showSpec() {
  const NormSpec& spec = workspace_.spec();
  fit();
  title_->setToolTip(QString::fromStdString(workspace_.source()));
  kinds_->button(static_cast<int>(spec.kind))->setChecked(true);
  // Tab goes to the chosen one; arrow keys go on from there.
  for (QAbstractButton* button : kinds_->buttons())
    button->setFocusPolicy(button->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
  const bool hasGroups = infoOf(spec.kind).isRequired("groups");
  groupsRow_->setVisible(hasGroups);
  if (!hasGroups) return;

  const auto axis = workspace_.shape().layout().find(AxisRole::channel);
  const std::int64_t channels = axis ? workspace_.shape().extent(*axis) : 0;
  divisors_ = divisorsOf(channels);
  const QSignalBlocker blocker(groups_);
  groups_->setRange(0, std::max(0, static_cast<int>(divisors_.size()) - 1));
  groups_->setEnabled(divisors_.size() > 1);
  groups_->setToolTip(divisors_.size() > 1 ? tr("Only numbers that divide the %1 channels are possible",
                                                nullptr, static_cast<int>(channels))
                                                 .arg(channels)
                                           : tr("One channel can't be divided into groups"));
  const auto at = std::find(divisors_.begin(), divisors_.end(), spec.groups);
  if (at != divisors_.end()) groups_->setValue(static_cast<int>(at - divisors_.begin()));
  const QSignalBlocker countBlocker(groupCount_);
  groupCount_->setValue(
      static_cast<int>(std::min<std::int64_t>(spec.groups, std::numeric_limits<int>::max())));
  const std::int64_t each = at == divisors_.end() ? 0 : channels / spec.groups;
  words_ = each == 0   ? QString()
           : each == 1 ? tr("1 channel each")
                       : tr("%1 channels each", nullptr, static_cast<int>(each)).arg(each);
  fewWords_ = each == 0 ? QString() : tr("%1 each", "channels of a group").arg(each);
  announceEnds();
  fit();
}

/// At either end of the slider the norm has another name too.
void NormBar::announceEnds() {
  const auto plan = workspace_.plan();
  if (!plan || !(plan->spec() == workspace_.spec()) || !(plan->shape() == workspace_.shape())) return;
  QStringList names;  // "the sets of Layer Norm"
  QStringList lines;
  for (const std::string& line : groupsBecome(*plan)) {
    lines << fromCore(line);
    const QString name = QString::fromStdString(line).section(QStringLiteral(": "), 1);
    names << fromCore(name.section(QLatin1Char(';'), 0, 0));
  }
  if (!names.isEmpty()) words_ += ": " + names.join(QStringLiteral("; "));
  for (const std::string& line : workspace_.adaptations()) {
    lines << QString::fromStdString(line);
    words_ = lines.back() + QStringLiteral(" · ") + words_;
  }
  channelsEach_->setToolTip(lines.isEmpty() ? words_ : lines.join('\n'));
}

}  // namespace normscope
