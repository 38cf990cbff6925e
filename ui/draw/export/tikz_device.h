#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSizeF>
#include <memory>

namespace normscope {

/// Draws into the body of a tikzpicture: paths as paths, text as nodes in the fonts of the document that
/// takes the picture, each in the middle of where it stands here. Lengths are in millimetres, downwards.
/// Brushes are solid; pixels are left out.
class TikzDevice : public QPaintDevice {
 public:
  /// A sheet of `size` units, of which `unitsPerMm` are a millimetre.
  TikzDevice(const QSizeF& size, double unitsPerMm);
  ~TikzDevice() override;

  QPaintEngine* paintEngine() const override;

  /// All that was drawn: `\begin{tikzpicture}` to its end, a line each, without a preamble.
  QByteArray picture() const;

 protected:
  int metric(PaintDeviceMetric metric) const override;

 private:
  class Engine;

  QSizeF size_;
  double unitsPerMm_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace normscope
