#include "ui/panels/norm_bar.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>
#include <algorithm>

#include "core/analysis/equivalent_specs.h"
#include "core/document/spec_edit.h"
#include "core/norm/norm_registry.h"
#include "ui/base/number_text.h"

namespace normscope {
namespace {

/// "Group" of "Group Norm": the bar has no room to repeat the word.
QString shortTitle(const NormInfo& info) {
  QString title = QString::fromUtf8(info.title.data(), static_cast<qsizetype>(info.title.size()));
  return title.remove(QStringLiteral(" Norm"));
}

QString sourceTitle(const Session& session) {
  QString name = QString::fromStdString(session.source());
  if (session.generated()) {
    name = name.section(':', 0, 0);
  } else if (name.startsWith(QStringLiteral("sample:"))) {
    name = name.section(':', 1);
  } else {
    name = name.section('/', -1);
  }
  return name + ' ' + extentsText(session.shape().extents());
}

}  // namespace

NormBar::NormBar(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      title_(new QLabel),
      kinds_(new QButtonGroup(this)),
      groupsRow_(new QWidget),
      groups_(new QSlider(Qt::Horizontal)),
      groupCount_(new QLabel),
      channelsEach_(new QLabel) {
  setProperty("role", "bar");
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 10, 20, 10);
  row->setSpacing(24);
  title_->setProperty("role", "strong");
  title_->setFixedWidth(252);
  row->addWidget(title_);

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
    button->setToolTip(QString::fromUtf8(info.description.data()));
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
  groups_->setFixedWidth(136);
  groups_->setPageStep(1);
  groupCount_->setProperty("role", "strong");
  channelsEach_->setProperty("role", "muted");
  channelsEach_->setObjectName(QStringLiteral("channels-each"));
  groupsLayout->addWidget(name);
  groupsLayout->addWidget(groups_);
  groupsLayout->addWidget(groupCount_);
  groupsLayout->addWidget(channelsEach_);
  row->addWidget(groupsRow_);
  row->addStretch(1);

  connect(kinds_, &QButtonGroup::idClicked, this, &NormBar::chooseKind);
  connect(groups_, &QSlider::valueChanged, this, &NormBar::chooseGroups);
  connect(&session, &Session::specChanged, this, &NormBar::showSpec);
  connect(&session, &Session::sourceChanged, this, &NormBar::showSpec);
  connect(&session, &Session::planChanged, this, &NormBar::showSpec);
  showSpec();
}

void NormBar::chooseKind(int kind) {
  session_.setSpec(changedKind(session_.spec(), static_cast<NormKind>(kind), session_.shape(), lastGroups_));
}

void NormBar::chooseGroups(int index) {
  if (index < 0 || index >= static_cast<int>(divisors_.size())) return;
  NormSpec spec = session_.spec();
  spec.groups = divisors_[static_cast<std::size_t>(index)];
  session_.setSpec(spec);
}

void NormBar::showSpec() {
  const NormSpec& spec = session_.spec();
  title_->setText(title_->fontMetrics().elidedText(sourceTitle(session_), Qt::ElideMiddle, title_->width()));
  title_->setToolTip(QString::fromStdString(session_.source()));
  kinds_->button(static_cast<int>(spec.kind))->setChecked(true);
  groupsRow_->setVisible(spec.kind == NormKind::group);
  if (spec.kind != NormKind::group) return;

  lastGroups_ = spec.groups;
  const auto axis = session_.shape().layout().find(AxisRole::channel);
  const std::int64_t channels = axis ? session_.shape().extent(*axis) : 0;
  divisors_ = divisorsOf(channels);
  const QSignalBlocker blocker(groups_);
  groups_->setRange(0, std::max(0, static_cast<int>(divisors_.size()) - 1));
  groups_->setEnabled(divisors_.size() > 1);
  groups_->setToolTip(divisors_.size() > 1
                          ? tr("Only numbers that divide the %1 channels are possible").arg(channels)
                          : tr("One channel can't be divided into groups"));
  const auto at = std::find(divisors_.begin(), divisors_.end(), spec.groups);
  if (at != divisors_.end()) groups_->setValue(static_cast<int>(at - divisors_.begin()));
  groupCount_->setText(QString::number(spec.groups));
  const std::int64_t each = at == divisors_.end() ? 0 : channels / spec.groups;
  channelsEach_->setText(each == 0   ? QString()
                         : each == 1 ? tr("1 channel each")
                                     : tr("%1 channels each").arg(each));
  announceEnds();
}

/// At either end of the slider the norm has another name too.
void NormBar::announceEnds() {
  const auto plan = session_.plan();
  if (!plan || !(plan->spec() == session_.spec()) || !(plan->shape() == session_.shape())) return;
  QStringList names;  // "the sets of Layer Norm"
  QStringList lines;
  for (const std::string& line : groupsBecome(*plan)) {
    lines << QString::fromStdString(line);
    names << lines.back().section(QStringLiteral(": "), 1).section(QLatin1Char(';'), 0, 0);
  }
  channelsEach_->setToolTip(lines.join('\n'));
  if (!names.isEmpty())
    channelsEach_->setText(channelsEach_->text() + ": " + names.join(QStringLiteral("; ")));
}

}  // namespace normscope
