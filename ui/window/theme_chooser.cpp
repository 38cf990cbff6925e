#include "ui/window/theme_chooser.h"

#include <QMenu>
#include <QTimer>
#include <array>

#include "ui/draw/cube/cube_view.h"
#include "ui/window/main_window.h"

namespace normscope {
namespace {

constexpr std::array themeChoices = {ThemeChoice::light, ThemeChoice::dark, ThemeChoice::desktop};

QString titleOf(ThemeChoice choice) {
  switch (choice) {
    case ThemeChoice::light:
      return ThemeChooser::tr("&Light");
    case ThemeChoice::dark:
      return ThemeChooser::tr("&Dark");
    case ThemeChoice::desktop:
      break;
  }
  return ThemeChooser::tr("&Follow the desktop");
}

}  // namespace

QString nameOf(ThemeChoice choice) {
  switch (choice) {
    case ThemeChoice::light:
      return QStringLiteral("light");
    case ThemeChoice::dark:
      return QStringLiteral("dark");
    case ThemeChoice::desktop:
      break;
  }
  return QStringLiteral("desktop");
}

ThemeChoice themeChoiceOf(const QString& name) {
  for (const ThemeChoice choice : themeChoices) {
    if (name == nameOf(choice)) return choice;
  }
  return ThemeChoice::desktop;
}

ThemeChooser::ThemeChooser(QMenu& menu, MainWindow& window)
    : QObject(&window), window_(window), actions_(new QActionGroup(&menu)) {
  for (const ThemeChoice choice : themeChoices) {
    QAction* action = actions_->addAction(menu.addAction(titleOf(choice)));
    action->setObjectName(QStringLiteral("theme-") + nameOf(choice));
    action->setCheckable(true);
    action->setChecked(choice == choice_);
    connect(action, &QAction::triggered, this, [this, choice] { choose(choice); });
  }
  connect(&desktop_, &DesktopColorScheme::changed, this, &ThemeChooser::apply);
  connect(&desktop_, &DesktopColorScheme::motionChanged, this,
          [this] { window_.cube().setMotion(desktop_.wantsMotion()); });
  connect(&desktop_, &DesktopColorScheme::answered, this, [this] {
    guess_ = fallback_;
    apply();
  });
}

void ThemeChooser::setFallback(ColorScheme fallback, ColorScheme guess) {
  fallback_ = fallback;
  guess_ = guess;
}

void ThemeChooser::choose(ThemeChoice choice) {
  choice_ = choice;
  actions_->actions()[static_cast<qsizetype>(choice)]->setChecked(true);
  if (choice == ThemeChoice::desktop && !started_) {
    started_ = true;
    // The window comes first.
    QTimer::singleShot(0, &desktop_, &DesktopColorScheme::start);
  }
  apply();
  emit chosen();
}

void ThemeChooser::apply() {
  const ColorScheme wanted = choice_ == ThemeChoice::light  ? ColorScheme::light
                             : choice_ == ThemeChoice::dark ? ColorScheme::dark
                                                            : desktop_.scheme().value_or(guess_);
  const bool dark = wanted == ColorScheme::dark;
  if (window_.theme().isDark != dark) window_.setTheme(dark ? Theme::dark() : Theme::light());
}

}  // namespace normscope
