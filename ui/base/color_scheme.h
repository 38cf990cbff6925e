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

/// Watches the desktop's preference through org.freedesktop.portal.Settings. Nothing waits for it: a desktop
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

 signals:
  void changed();   ///< scheme() is another one
  void answered();  ///< the desktop was asked: scheme() is what it said, or there is nobody to ask

 private slots:
  void settingChanged(const QString& space, const QString& key, const QDBusVariant& value);

 private:
  void take(std::optional<ColorScheme> scheme);

  std::optional<ColorScheme> scheme_;
  LatestJob connecting_;
};

}  // namespace normscope
