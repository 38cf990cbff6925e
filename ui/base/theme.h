#pragma once

#include <QColor>
#include <array>
#include <cstdint>
#include <vector>

namespace normscope {

/// Shades of the three faces of a cell.
struct FaceColors {
  QColor left;
  QColor right;
  QColor top;
};

/// Every colour of the window and of figures. Colours that carry meaning are safe for colour-blind readers.
struct Theme {
  bool isDark = false;

  QColor background;  ///< behind the cube, plots, menus' popups
  QColor panel;       ///< behind controls
  QColor bar;         ///< menu bar and status bar
  QColor field;       ///< inside inputs
  QColor border;      ///< around inputs, between panels
  QColor text;        ///< what is read first
  QColor textQuiet;   ///< captions
  QColor textFaint;   ///< section titles, notes
  QColor accent;      ///< what shares one mean and variance
  QColor accentText;  ///< on accent
  QColor link;        ///< text that can be pressed
  QColor good;        ///< state markers
  QColor warning;
  QColor error;
  QColor bars;  ///< histogram of the whole tensor
  QColor grid;  ///< grid lines of plots

  FaceColors plain;   ///< cells that are not lit
  FaceColors lit;     ///< cells of the lit set
  QColor edge;        ///< between cells that are not lit
  QColor litEdge;     ///< inside the lit set
  QColor contour;     ///< around the lit set
  QColor parameter;   ///< what shares one weight and bias
  QColor notANumber;  ///< NaN and infinite values

  /// One a norm, in the order of the norms: violet, olive, crimson and ink (pale in the dark). None is a
  /// colour of a set, of a parameter or the accent, and each pair stays apart without red, green or blue
  /// cones.
  std::array<QColor, 4> norms;

  /// One a curve, of Okabe and Ito's palette.
  std::array<QColor, 6> curves;

  static Theme light();
  static Theme dark();

  /// The stable colour of a set: Okabe-Ito for up to seven, samples of viridis for more.
  QColor setColor(std::int64_t set, std::int64_t setCount) const;

  /// The colour of a norm, counted from 0; from the fifth on they come again.
  QColor normColor(std::size_t norm) const { return norms[norm % norms.size()]; }

  /// The colour of a curve, counted from 0; from the seventh on they come again.
  QColor curveColor(std::size_t curve) const { return curves[curve % curves.size()]; }

  /// A diverging map centred at zero: blue below, red above. `position` in [-1, 1], clamped; NaN is
  /// notANumber.
  QColor diverging(double position) const;
};

/// Okabe and Ito's palette without black: seven colours.
const std::vector<QColor>& okabeIto();

/// Viridis at a position in [0, 1].
QColor viridis(double position);

/// The colour at `share`, 0 to 1, of the way from `a` to `b`.
QColor mixed(const QColor& a, const QColor& b, double share);

/// A face's shade of a base colour: the upper face lighter, the right one darker.
FaceColors shaded(const QColor& base);

}  // namespace normscope
