#include "ui/window/device_log.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/engine/opencl/build_report.h"
#include "ui/base/window_words.h"

namespace normscope {
namespace {

std::string reportFor(const DeviceChoice& choice, const Progress& progress) {
  if (choice.kind == DeviceChoice::Kind::opencl) return toText(buildReport(choice.index, progress));
  const AutomaticDevice automatic = automaticDevice();
  return automatic.index ? toText(buildReport(*automatic.index, progress)) : automatic.reason;
}

}  // namespace

DeviceLog::DeviceLog(const DeviceChoice& choice, QWidget* parent)
    : QDialog(parent), progress_(new QProgressBar), text_(new QPlainTextEdit) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("What the device's compiler says"));
  resize(760, 480);
  progress_->setRange(0, 1000);
  progress_->setTextVisible(false);
  progress_->setAccessibleName(tr("Progress"));
  text_->setObjectName(QStringLiteral("device-log-text"));
  text_->setAccessibleName(tr("Log"));
  text_->setReadOnly(true);
  text_->setLineWrapMode(QPlainTextEdit::NoWrap);
  text_->setPlaceholderText(tr("building the kernels…"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QPushButton* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
  connect(copy, &QPushButton::clicked, this,
          [this] { QApplication::clipboard()->setText(text_->toPlainText()); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->addWidget(progress_);
  column->addWidget(text_);
  column->addWidget(buttons);
  build(choice);
}

void DeviceLog::build(const DeviceChoice& choice) {
  connect(&building_, &LatestJob::progressed, this,
          [this](double fraction) { progress_->setValue(static_cast<int>(fraction * 1000)); });
  connect(&building_, &LatestJob::runningChanged, progress_, &QProgressBar::setVisible);
  building_.start(
      [choice](const Progress& progress) { return reportFor(choice, progress); },
      [this](const std::string& text) { text_->setPlainText(QString::fromStdString(text)); },
      [this](const Error& error) { text_->setPlainText(inWindowWords(QString::fromUtf8(error.what()))); });
}

}  // namespace normscope
