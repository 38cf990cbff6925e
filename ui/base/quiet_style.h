#pragma once

#include <QProxyStyle>

namespace normscope {

/// Fusion without underlined shortcut letters, whose keys work all the same, and without icons on buttons.
class QuietStyle : public QProxyStyle {
 public:
  QuietStyle() : QProxyStyle(QStringLiteral("Fusion")) {}
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* returnData) const override {
    if (hint == SH_Slider_AbsoluteSetButtons) return Qt::LeftButton;  // a click in the groove goes there
    const bool quiet = hint == SH_UnderlineShortcut || hint == SH_DialogButtonBox_ButtonsHaveIcons;
    return quiet ? 0 : QProxyStyle::styleHint(hint, option, widget, returnData);
  }

  /// The list of a combo box has round corners as all else has.
  void polish(QWidget* widget) override {
    QProxyStyle::polish(widget);
    if (!widget->inherits("QComboBoxPrivateContainer")) return;
    widget->setWindowFlag(Qt::FramelessWindowHint);
    widget->setWindowFlag(Qt::NoDropShadowWindowHint);
    widget->setAttribute(Qt::WA_TranslucentBackground);
  }
};

}  // namespace normscope
