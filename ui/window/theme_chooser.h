#pragma once

#include <QActionGroup>
#include <QObject>

#include "ui/base/color_scheme.h"

class QMenu;

namespace normscope {

class MainWindow;

enum class ThemeChoice { light, dark, desktop };

/// "light", "dark", "desktop"
QString nameOf(ThemeChoice choice);

/// The choice of a name; desktop for any other text.
ThemeChoice themeChoiceOf(const QString& name);

/// The theme of the window: one that was chosen, or the one that the desktop prefers, also when it changes
/// its mind. Without a preference the colours that the desktop gave the program decide.
class ThemeChooser : public QObject {
  Q_OBJECT

 public:
  /// Adds an action for each choice to the menu. Nothing changes until something is chosen.
  ThemeChooser(QMenu& menu, MainWindow& window);

  ThemeChoice choice() const { return choice_; }
  void choose(ThemeChoice choice);

  /// `fallback` decides where the desktop has no preference, `guess` until it has been asked.
  void setFallback(ColorScheme fallback, ColorScheme guess);

  /// The desktop's preference; nothing asks for it until the desktop is followed.
  DesktopColorScheme& desktop() { return desktop_; }

 signals:
  void chosen();

 private:
  void apply();

  MainWindow& window_;
  DesktopColorScheme desktop_;
  QActionGroup* actions_;
  ThemeChoice choice_ = ThemeChoice::light;
  ColorScheme fallback_ = ColorScheme::light;
  ColorScheme guess_ = ColorScheme::light;
  bool started_ = false;
};

}  // namespace normscope
