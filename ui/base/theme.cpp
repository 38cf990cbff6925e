#include "ui/base/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace normscope {
namespace {

QColor mix(const QColor& a, const QColor& b, double share) {
  const auto blend = [&](int from, int to) {
    return static_cast<int>(std::lround(from + (to - from) * share));
  };
  return {blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue())};
}

template <std::size_t Size>
QColor sample(const std::array<QRgb, Size>& table, double position) {
  const double at = std::clamp(position, 0.0, 1.0) * (Size - 1);
  const auto below = std::min(static_cast<std::size_t>(at), Size - 2);
  return mix(QColor::fromRgb(table[below]), QColor::fromRgb(table[below + 1]),
             at - static_cast<double>(below));
}

}  // namespace

Theme Theme::light() {
  Theme theme;
  theme.background = "#ffffff";
  theme.panel = "#f5f7fa";
  theme.bar = "#f5f7fa";
  theme.field = "#ffffff";
  theme.border = "#e1e5ea";
  theme.text = "#1c2430";
  theme.textQuiet = "#5c6672";
  theme.textFaint = "#7d8794";
  theme.accent = "#1668c7";
  theme.accentText = "#ffffff";
  theme.link = "#1668c7";
  theme.good = "#00875f";
  theme.warning = "#a65b00";
  theme.error = "#b3261e";
  theme.bars = "#c3cad4";
  theme.grid = "#eceff3";
  theme.plain = {"#e6eaf0", "#dbe1e9", "#f4f6f9"};
  theme.lit = {"#1668c7", "#0b4a94", "#4c93e0"};
  theme.edge = "#aab4c0";
  theme.litEdge = "#8fb7e6";
  theme.contour = "#083a75";
  theme.parameter = "#c25e00";
  theme.notANumber = "#d55e00";
  theme.norms = {"#7536be", "#94911b", "#a72b48", "#241e2e"};
  theme.curves = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b98300", "#56b4e9"};
  return theme;
}

Theme Theme::dark() {
  Theme theme;
  theme.isDark = true;
  theme.background = "#15181d";
  theme.panel = "#1c2027";
  theme.bar = "#1c2027";
  theme.field = "#23272f";
  theme.border = "#2d333c";
  theme.text = "#eef1f5";
  theme.textQuiet = "#a0a9b5";
  theme.textFaint = "#7f8895";
  theme.accent = "#4f9cf2";
  theme.accentText = "#0b1520";
  theme.link = "#6aaef6";
  theme.good = "#2fb98a";
  theme.warning = "#e6a23c";
  theme.error = "#ff7b72";
  theme.bars = "#4a5260";
  theme.grid = "#262b33";
  theme.plain = {"#2a2f38", "#22262e", "#353b46"};
  theme.lit = {"#4f9cf2", "#2f74c0", "#86bdf8"};
  theme.edge = "#4d5562";
  theme.litEdge = "#25558c";
  theme.contour = "#d3e7fd";
  theme.parameter = "#ffb454";
  theme.notANumber = "#ff9a4d";
  theme.norms = {"#8c5cd6", "#a9a62f", "#d22c57", "#f1e9ff"};
  theme.curves = {"#4ea3e0", "#f0803c", "#2fb98a", "#df9cc4", "#e6b84d", "#9bd0f2"};
  return theme;
}

QColor Theme::setColor(std::int64_t set, std::int64_t setCount) const {
  const auto& few = okabeIto();
  if (setCount <= static_cast<std::int64_t>(few.size())) return few[static_cast<std::size_t>(set)];
  // Not from the darkest end, where the edges of cells would be lost.
  return viridis(0.08 + 0.92 * static_cast<double>(set) / static_cast<double>(setCount - 1));
}

QColor Theme::diverging(double position) const {
  if (std::isnan(position)) return notANumber;
  // Anchors of ColorBrewer's RdBu, reversed, with the theme's own neutral middle.
  static constexpr std::array<QRgb, 4> cold = {0xff4393c3, 0xff2166ac, 0xff15528f, 0xff053061};
  static constexpr std::array<QRgb, 4> warm = {0xffd6604d, 0xffb2182b, 0xff930f27, 0xff67001f};
  const double strength = std::min(std::abs(position), 1.0);
  const QColor neutral = isDark ? QColor("#3a404b") : QColor("#f7f7f7");
  const QColor full = isDark ? QColor(position < 0 ? "#6fb7ff" : "#ff8a70")
                             : sample(position < 0 ? cold : warm, std::max(0.0, strength - 0.5));
  return mix(neutral, full, isDark ? strength : std::min(1.0, strength * 1.25));
}

const std::vector<QColor>& okabeIto() {
  static const std::vector<QColor> colors = {"#0072b2", "#e69f00", "#009e73", "#cc79a7",
                                             "#56b4e9", "#d55e00", "#f0e442"};
  return colors;
}

QColor viridis(double position) {
  static constexpr std::array<QRgb, 11> table = {0xff440154, 0xff482475, 0xff414487, 0xff355f8d,
                                                 0xff2a788e, 0xff21918c, 0xff22a884, 0xff44bf70,
                                                 0xff7ad151, 0xffbddf26, 0xfffde725};
  return sample(table, position);
}

FaceColors shaded(const QColor& base) {
  return {base, mix(base, Qt::black, 0.2), mix(base, Qt::white, 0.22)};
}

QColor mixed(const QColor& a, const QColor& b, double share) {
  return QColor::fromRgbF(static_cast<float>(a.redF() + (b.redF() - a.redF()) * share),
                          static_cast<float>(a.greenF() + (b.greenF() - a.greenF()) * share),
                          static_cast<float>(a.blueF() + (b.blueF() - a.blueF()) * share));
}

}  // namespace normscope
