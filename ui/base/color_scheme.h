#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <QVariant>
#include <optional>

#include "ui/base/latest_job.h"

namespace normscope {

/// What the desktop prefers.
enum class ColorScheme { light, dark };

/// The value of `color-scheme` in the namespace org.freedesktop.appearance of the portal's settings: 1 is
/// dark, 2 is light, everything else no preference. A portal may wrap the number in variants.
std::optional<ColorScheme> schemeOf(const QVariant& value);

/// Whether a setting of the portal wishes for no motion: `reduced-motion` of org.freedesktop.appearance is 1,
/// or `enable-animations` of org.gnome.desktop.interface false. Nothing for another setting, or another
/// value.
std::optional<bool> wantsMotionOf(const QString& space, const QString& key, const QVariant& value);

/// Watches the desktop's preferences through org.freedesktop.portal.Settings. Nothing waits for it: a desktop
/// without a portal is one without a preference.
class DesktopColorScheme : public QObject {
  Q_OBJECT

 public:
  explicit DesktopColorScheme(QObject* parent = nullptr);
  ~DesktopColorScheme() override;

  /// Connects to the session bus in the background, if there is one.
  void start();

  /// On a connection that is there.
  void watch(const QDBusConnection& bus);

  std::optional<ColorScheme> scheme() const { return scheme_; }
  bool wantsMotion() const { return !reducesMotion_ && animates_; }  ///< true where the desktop says nothing

 signals:
  void changed();        ///< scheme() is another one
  void motionChanged();  ///< wantsMotion() is another one
  void answered();       ///< the desktop was asked: scheme() is what it said, or there is nobody to ask

 private slots:
  void settingChanged(const QString& space, const QString& key, const QDBusVariant& value);

 private:
  void take(std::optional<ColorScheme> scheme);
  void takeMotion(const QString& space, const QString& key, const QVariant& value);
  void ask(QDBusConnection& bus, const QString& space, const QString& key);

  std::optional<ColorScheme> scheme_;
  bool reducesMotion_ = false;
  bool animates_ = true;
  LatestJob connecting_;
};

}  // namespace normscope
