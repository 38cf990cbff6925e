#include "ui/window/status_line.h"

#include <QHBoxLayout>

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

StatusLine::StatusLine(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
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
  setFixedHeight(32);

  patience_.setSingleShot(true);
  patience_.setInterval(300);
  connect(&patience_, &QTimer::timeout, this, [this] {
    progress_->setVisible(session_.isBusy());
    cancel_->setVisible(session_.isBusy());
  });
  connect(&session, &Session::busyChanged, this, &StatusLine::showBusy);
  connect(&session, &Session::progressed, this,
          [this](double fraction) { progress_->setValue(static_cast<int>(fraction * 1000)); });
  connect(&session, &Session::computationChanged, this, &StatusLine::refresh);
  connect(&session, &Session::differenceChanged, this, &StatusLine::refresh);
  connect(&session, &Session::problemsChanged, this, &StatusLine::refresh);
  connect(cancel_, &QPushButton::clicked, &session, &Session::cancel);
  showBusy();
  refresh();
}

void StatusLine::setTheme(const Theme& theme) {
  theme_ = theme;
  refresh();
}

void StatusLine::say(const QString& message) {
  message_->setText(message);
  message_->setToolTip(message);
  message_->setStyleSheet({});
}

void StatusLine::warn(const QString& message) {
  say(message);
  message_->setStyleSheet(QStringLiteral("color: %1;").arg(theme_.error.name()));
}

void StatusLine::showBusy() {
  if (session_.isBusy()) {
    if (!patience_.isActive() && !progress_->isVisible()) patience_.start();
    return;
  }
  patience_.stop();
  progress_->hide();
  cancel_->hide();
  refresh();
}

void StatusLine::refresh() {
  const auto computation = session_.computation();
  const std::string& problem = session_.problem(Session::Place::computation);
  const bool current = session_.currentComputation() != nullptr;
  const QColor color = !problem.empty() ? theme_.error : current ? theme_.good : theme_.textFaint;
  const QString sheet = QStringLiteral("color: %1; font-size: 11px;").arg(color.name());
  // Even the same sheet would be worked through again.
  if (sheet != dot_->styleSheet()) dot_->setStyleSheet(sheet);
  if (!problem.empty()) {
    engine_->setText(QString::fromStdString(problem));
  } else if (!computation) {
    engine_->setText(session_.isBusy() ? tr("computing…") : tr("no result yet"));
  } else {
    engine_->setText(current             ? engineText(computation->result)
                     : session_.isBusy() ? tr("computing…")
                                         : tr("cancelled · F5 computes again"));
    QStringList notices;
    for (const std::string& notice : computation->result.notices) notices << QString::fromStdString(notice);
    // Once a result: what is said after it stays.
    if (current && told_.lock() != computation) {
      told_ = computation;
      say(notices.join(QStringLiteral(" · ")));
    }
  }
  engine_->setToolTip(engine_->text());  // a long problem may not fit
  const auto difference = session_.difference();
  if (!current) {
    difference_->clear();
  } else if (difference) {
    difference_->setText(tr("largest difference from the double-precision reference %1")
                             .arg(constantText(QString::number(difference->maxAbs, 'g', 2).toDouble())));
  } else {
    difference_->setText(session_.isBusy() ? tr("comparing with the reference…")
                                           : tr("not compared with the reference"));
  }
}

}  // namespace normscope
