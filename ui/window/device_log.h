#pragma once

#include <QDialog>
#include <QPlainTextEdit>
#include <QProgressBar>

#include "core/compute/choose.h"
#include "ui/base/latest_job.h"

namespace normscope {

/// Builds all kernels for a device and shows what its compiler says: where a kernel does not build, the line
/// in the window has only the first complaint.
class DeviceLog : public QDialog {
  Q_OBJECT

 public:
  /// Of the device that computes for `choice`.
  DeviceLog(const DeviceChoice& choice, QWidget* parent);

 private:
  void build(const DeviceChoice& choice);

  QProgressBar* progress_;
  QPlainTextEdit* text_;
  LatestJob building_;
};

}  // namespace normscope
