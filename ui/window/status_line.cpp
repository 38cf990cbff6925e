#include "ui/window/status_line.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/text/number.h"
#include "core/view/cube/cube_text.h"
#include "ui/base/core_words.h"
#include "ui/base/number_text.h"
#include "ui/base/window_words.h"

namespace normscope {
namespace {

/// "opencl:0 (pthread-skylake)", "reference, CPU, double precision"
QString engineTitle(const NormalizeResult& result) {
  const QString device = QString::fromStdString(result.device);
  return result.engine == "opencl" ? device : fromCore(result.engine + ", " + result.device);
}

QString engineText(const NormalizeResult& result) {
  return QStringLiteral("%1 · %2 · %3")
      .arg(engineTitle(result), QString::fromStdString(durationText(result.seconds)),
           fromCore(setsInShort(result.plan)));
}

/// How far y is from the double-precision reference: where that made it, only the rounding to y's type is
/// left.
QString differenceText(const NormalizeResult& result, double difference) {
  const QString number = constantText(QString::number(difference, 'g', 2).toDouble());
  if (result.engine != "reference")
    return StatusLine::tr("largest difference from the double-precision reference %1").arg(number);
  if (difference == 0) return StatusLine::tr("y is that of the double-precision reference");
  const std::string type(nameOf(result.y.dtype()));
  return StatusLine::tr("y is that of the double-precision reference, rounded to %1 by at most %2")
      .arg(QString::fromStdString(type), number);
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
      long_(lineLabel("muted")),
      difference_(lineLabel("muted")),
      progress_(new QProgressBar),
      cancel_(new QPushButton(tr("Cancel"))) {
  setProperty("role", "statusbar");
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 4, 16, 4);
  column->setSpacing(2);
  auto* row = new QHBoxLayout;
  column->addLayout(row);
  row->setContentsMargins(0, 0, 0, 0);
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
  column->addWidget(long_);
  long_->setWordWrap(true);
  long_->hide();
  row->addStretch(1);
  row->addWidget(difference_);
  setObjectName(QStringLiteral("status-line"));
  setMinimumHeight(32);

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

/// What does not fit in its part of the line gets lines of its own below it: no word is cut.
void StatusLine::fit() {
  const int room = width() - 2 * 16 - 64;
  const auto lengthOf = [](const QLabel& label, const QString& text) {
    return label.fontMetrics().horizontalAdvance(text);
  };
  const int difference = lengthOf(*difference_, difference_->text());
  const bool engineFits = lengthOf(*engine_, engineText_) + difference < room;
  const bool messageFits =
      engineFits && lengthOf(*engine_, engineText_) + difference + lengthOf(*message_, said_) < room;
  engine_->setText(engineFits ? engineText_ : QString());
  message_->setText(messageFits ? said_ : QString());
  QStringList below;
  if (!engineFits) below << engineText_;
  if (!messageFits && !said_.isEmpty()) below << said_;
  long_->setText(below.join(QLatin1Char('\n')));
  long_->setStyleSheet(message_->styleSheet());
  long_->setVisible(!below.isEmpty());
}

void StatusLine::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

void StatusLine::setOfTensor(bool ofTensor) {
  ofTensor_ = ofTensor;
  dot_->setVisible(ofTensor);
  difference_->setVisible(ofTensor);
  refresh();
}

void StatusLine::say(const QString& message) {
  said_ = message;
  message_->setStyleSheet({});
  fit();
}

void StatusLine::warn(const QString& message) {
  say(inWindowWords(message));
  message_->setStyleSheet(QStringLiteral("color: %1;").arg(theme_.error.name()));
  fit();
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
    engineText_ = inWindowWords(QString::fromStdString(problem));
  } else if (current) {
    engineText_ = engineText(computation->result);
  } else {
    engineText_ = workspace_.isCancelled() ? tr("cancelled · F5 computes again")
                  : workspace_.isStale() && !workspace_.isBusy()
                      ? tr("no result: see the message on the left")
                  : workspace_.source().empty() ? tr("no result yet")
                  : workspace_.currentTensor()  ? tr("computing…")
                                                : tr("reading…");
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
    difference_->setText({});
  } else if (difference) {
    difference_->setText(differenceText(computation->result, difference->maxAbs));
  } else {
    difference_->setText(workspace_.isBusy() ? tr("comparing with the reference…")
                                             : tr("not compared with the reference"));
  }
  if (!ofTensor_) {
    engineText_.clear();
    difference_->setText({});
  }
  fit();
}

}  // namespace normscope
