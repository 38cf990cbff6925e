#include "ui/window/status_line.h"

#include <QHBoxLayout>
#include <algorithm>

#include "core/text/number.h"
#include "ui/base/number_text.h"

namespace normscope {
namespace {

/// "opencl:0 (pthread-skylake)", "reference, CPU, double precision"
QString engineTitle(const NormalizeResult& result) {
  const QString device = QString::fromStdString(result.device);
  return result.engine == "opencl" ? device
                                   : QString::fromStdString(result.engine) + QStringLiteral(", ") + device;
}

QString engineText(const NormalizeResult& result) {
  return QStringLiteral("%1 · %2 · %3 %4 of %5")
      .arg(engineTitle(result), QString::fromStdString(durationText(result.seconds)),
           countText(result.plan.setCount()),
           result.plan.setCount() == 1 ? QStringLiteral("set") : QStringLiteral("sets"),
           countText(result.plan.elementsPerSet()));
}

QLabel* lineLabel(const char* role) {
  auto* label = new QLabel;
  label->setProperty("role", role);
  return label;
}

}  // namespace

StatusLine::StatusLine(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      theme_(Theme::light()),
      dot_(new QLabel(QStringLiteral("●"))),
      engine_(lineLabel("muted")),
      message_(lineLabel("muted")),
      difference_(lineLabel("muted")),
      progress_(new QProgressBar),
      cancel_(new QPushButton(tr("Cancel"))) {
  setProperty("role", "statusbar");
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 4, 16, 4);
  row->setSpacing(8);
  engine_->setObjectName(QStringLiteral("status-engine"));
  message_->setObjectName(QStringLiteral("status-message"));
  difference_->setObjectName(QStringLiteral("status-difference"));
  progress_->setTextVisible(false);
  progress_->setRange(0, 1000);
  progress_->setFixedWidth(120);
  progress_->setAccessibleName(tr("Progress"));
  cancel_->setFlat(true);
  row->addWidget(dot_);
  row->addWidget(engine_);
  row->addWidget(progress_);
  row->addWidget(cancel_);
  row->addStretch(1);
  row->addWidget(message_);
  row->addStretch(1);
  row->addWidget(difference_);
  setObjectName(QStringLiteral("status-line"));
  setFixedHeight(32);

  patience_.setSingleShot(true);
  patience_.setInterval(300);
  connect(&patience_, &QTimer::timeout, this, [this] {
    progress_->setVisible(workspace_.isBusy());
    cancel_->setVisible(workspace_.isBusy());
  });
  connect(&workspace, &Workspace::busyChanged, this, &StatusLine::showBusy);
  connect(&workspace, &Workspace::progressed, this,
          [this](double fraction) { progress_->setValue(static_cast<int>(fraction * 1000)); });
  connect(&workspace, &Workspace::computationChanged, this, &StatusLine::refresh);
  connect(&workspace, &Workspace::differenceChanged, this, &StatusLine::refresh);
  connect(&workspace, &Workspace::problemsChanged, this, &StatusLine::refresh);
  connect(&workspace, &Workspace::tensorChanged, this, &StatusLine::refresh);
  connect(cancel_, &QPushButton::clicked, &workspace, &Workspace::cancel);
  showBusy();
  refresh();
}

void StatusLine::setTheme(const Theme& theme) {
  theme_ = theme;
  refresh();
}

/// What does not fit ends in dots; all of it is in the tool tip.
void StatusLine::setText(QLabel& label, const QString& text) {
  label.setToolTip(text);
  label.setAccessibleName(text);
  elide(label);
}

void StatusLine::elide(QLabel& label) {
  label.setText(
      label.fontMetrics().elidedText(label.toolTip(), Qt::ElideRight, std::max(40, label.maximumWidth())));
}

void StatusLine::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  engine_->setMaximumWidth(width() * 4 / 10);
  message_->setMaximumWidth(width() * 3 / 10);
  difference_->setMaximumWidth(width() * 3 / 10);
  for (QLabel* label : {engine_, message_, difference_}) elide(*label);
}

void StatusLine::say(const QString& message) {
  setText(*message_, message);
  message_->setStyleSheet({});
}

void StatusLine::warn(const QString& message) {
  say(message);
  message_->setStyleSheet(QStringLiteral("color: %1;").arg(theme_.error.name()));
}

void StatusLine::showBusy() {
  if (workspace_.isBusy()) {
    if (!patience_.isActive() && !progress_->isVisible()) patience_.start();
    return;
  }
  patience_.stop();
  progress_->hide();
  cancel_->hide();
  refresh();
}

void StatusLine::refresh() {
  const auto computation = workspace_.currentComputation();
  const std::string& problem = workspace_.problem(Workspace::Place::computation);
  const bool current = computation != nullptr;
  const bool doubtful = current && !computation->result.notices.empty();
  const QColor color = !problem.empty() ? theme_.error
                       : doubtful       ? theme_.notANumber
                       : current        ? theme_.good
                                        : theme_.textFaint;
  const QString sheet = QStringLiteral("color: %1; font-size: 11px;").arg(color.name());
  // Even the same sheet would be worked through again.
  if (sheet != dot_->styleSheet()) dot_->setStyleSheet(sheet);
  if (!problem.empty()) {
    setText(*engine_, QString::fromStdString(problem));
  } else if (current) {
    setText(*engine_, engineText(computation->result));
  } else {
    setText(*engine_, workspace_.isCancelled() ? tr("cancelled · F5 computes again")
                      : workspace_.isStale() && !workspace_.isBusy()
                          ? tr("no result: see the message on the left")
                      : workspace_.source().empty() ? tr("no result yet")
                      : workspace_.currentTensor()  ? tr("computing…")
                                                    : tr("reading…"));
  }
  if (current && told_.lock() != computation) {
    // Once a result: what is said after it stays.
    told_ = computation;
    QStringList notices;
    for (const std::string& notice : computation->result.notices) notices << QString::fromStdString(notice);
    say(notices.join(QStringLiteral(" · ")));
  }
  const auto difference = workspace_.difference();
  if (!current) {
    setText(*difference_, {});
  } else if (difference) {
    setText(*difference_, tr("largest difference from the double-precision reference %1")
                              .arg(constantText(QString::number(difference->maxAbs, 'g', 2).toDouble())));
  } else {
    setText(*difference_, workspace_.isBusy() ? tr("comparing with the reference…")
                                              : tr("not compared with the reference"));
  }
}

}  // namespace normscope
