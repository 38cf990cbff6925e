#pragma once

#include <QPaintDevice>
#include <memory>

class QPainter;

namespace normscope {

/// Draws on another device, with all text as shapes. Everything else is passed on as it is.
class OutlineDevice : public QPaintDevice {
 public:
  /// `target` must outlive the device and is painted on as long as the device exists.
  explicit OutlineDevice(QPaintDevice& target);
  ~OutlineDevice() override;

  QPaintEngine* paintEngine() const override;

 protected:
  int metric(PaintDeviceMetric metric) const override;

 private:
  QPaintDevice& target_;
  std::unique_ptr<QPainter> painter_;
  std::unique_ptr<QPaintEngine> engine_;
};

}  // namespace normscope
