#include "ui/base/color_scheme.h"

#include <gtest/gtest.h>

#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <string_view>

#include "tests/core/temporary_folder.h"
#include "tests/ui/window_fixture.h"
#include "ui/window/theme_chooser.h"

namespace normscope {
namespace color_scheme_test {

const char* const busConfiguration =
    R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=%1</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>)";

/// A bus of the test's own.
class Bus {
 public:
  Bus() {
    if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty()) return;
    const QByteArray text =
        QString::fromLatin1(busConfiguration).arg(QString::fromStdString(folder_.file(""))).toUtf8();
    const std::string file = folder_.fileOf("bus.conf", text.toStdString());
    daemon_.start(QStringLiteral("dbus-daemon"),
                  {QStringLiteral("--config-file=") + QString::fromStdString(file),
                   QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    if (daemon_.waitForReadyRead(5000)) address_ = QString::fromUtf8(daemon_.readLine()).trimmed();
  }
  ~Bus() {
    daemon_.kill();
    daemon_.waitForFinished();
  }
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;

  bool isThere() const { return !address_.isEmpty(); }
  QDBusConnection connection(const QString& name) const {
    return QDBusConnection::connectToBus(address_, name);
  }

 private:
  TemporaryFolder folder_;
  QProcess daemon_;
  QString address_;
};

const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString portalInterface = QStringLiteral("org.freedesktop.portal.Settings");

/// As much of a desktop's portal as the settings need.
class FakePortal : public QDBusVirtualObject {
 public:
  explicit FakePortal(const QDBusConnection& bus, uint number = 0) : bus_(bus), number_(number) {
    EXPECT_TRUE(bus_.registerVirtualObject(portalPath, this));
    EXPECT_TRUE(bus_.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
  }

  void change(uint number, const char* key = "color-scheme") {
    if (key == std::string_view("color-scheme"))
      number_ = number;  // whoever asks from now on is told the same
    QDBusMessage signal =
        QDBusMessage::createSignal(portalPath, portalInterface, QStringLiteral("SettingChanged"));
    signal << QStringLiteral("org.freedesktop.appearance") << QString::fromLatin1(key)
           << QVariant::fromValue(QDBusVariant(number));
    bus_.send(signal);
  }

  QString introspect(const QString&) const override { return {}; }

  /// Read answers with a number that is wrapped twice, as xdg-desktop-portal does it.
  bool handleMessage(const QDBusMessage& message, const QDBusConnection& bus) override {
    const QVariantList asked = {QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme")};
    if (message.interface() != portalInterface || message.member() != "Read" || message.arguments() != asked)
      return false;
    const QVariant once = QVariant::fromValue(QDBusVariant(number_));
    return bus.send(message.createReply(QVariant::fromValue(QDBusVariant(once))));
  }

 private:
  QDBusConnection bus_;
  uint number_;
};

TEST(ColorScheme, OneIsDarkTwoIsLightAllElseNoPreference) {
  EXPECT_EQ(schemeOf(1U), ColorScheme::dark);
  EXPECT_EQ(schemeOf(2U), ColorScheme::light);
  EXPECT_EQ(schemeOf(0U), std::nullopt);
  EXPECT_EQ(schemeOf(3U), std::nullopt);
  EXPECT_EQ(schemeOf(QStringLiteral("prefer-dark")), std::nullopt);
  EXPECT_EQ(schemeOf({}), std::nullopt);
  const QVariant once = QVariant::fromValue(QDBusVariant(1U));
  EXPECT_EQ(schemeOf(once), ColorScheme::dark);
  EXPECT_EQ(schemeOf(QVariant::fromValue(QDBusVariant(once))), ColorScheme::dark);
}

TEST(DesktopMotion, IsOffWhereADesktopSaysSo) {
  const QString appearance = QStringLiteral("org.freedesktop.appearance");
  const QString gnome = QStringLiteral("org.gnome.desktop.interface");
  const QString reduced = QStringLiteral("reduced-motion");
  const QString animations = QStringLiteral("enable-animations");
  EXPECT_EQ(wantsMotionOf(appearance, reduced, 1U), false);
  EXPECT_EQ(wantsMotionOf(appearance, reduced, 0U), true);
  EXPECT_EQ(wantsMotionOf(gnome, animations, false), false);
  EXPECT_EQ(wantsMotionOf(gnome, animations, QVariant::fromValue(QDBusVariant(true))), true);
  EXPECT_EQ(wantsMotionOf(gnome, reduced, 1U), std::nullopt);
  EXPECT_EQ(wantsMotionOf(appearance, reduced, QStringLiteral("1")), std::nullopt);
  EXPECT_EQ(wantsMotionOf(appearance, QStringLiteral("color-scheme"), 1U), std::nullopt);
}

TEST(DesktopMotion, ADesktopThatChangesItsMindIsHeard) {
  const Bus bus;
  if (!bus.isThere()) GTEST_SKIP() << "there is no dbus-daemon";
  FakePortal portal(bus.connection(QStringLiteral("motion portal")));
  DesktopColorScheme desktop;
  QSignalSpy answered(&desktop, &DesktopColorScheme::answered);
  QSignalSpy motion(&desktop, &DesktopColorScheme::motionChanged);
  desktop.watch(bus.connection(QStringLiteral("motion")));
  EXPECT_TRUE(answered.wait(patience));
  EXPECT_TRUE(desktop.wantsMotion());
  portal.change(1, "reduced-motion");
  EXPECT_TRUE(motion.count() > 0 || motion.wait(patience));
  EXPECT_FALSE(desktop.wantsMotion());
  portal.change(0, "reduced-motion");
  EXPECT_TRUE(motion.count() > 1 || motion.wait(patience));
  EXPECT_TRUE(desktop.wantsMotion());
}

TEST(ColorScheme, NoBusIsNoPreference) {
  DesktopColorScheme desktop;
  QSignalSpy answered(&desktop, &DesktopColorScheme::answered);
  desktop.watch(QDBusConnection(QStringLiteral("there is none")));
  EXPECT_EQ(answered.count(), 1);
  EXPECT_EQ(desktop.scheme(), std::nullopt);
}

TEST(ColorScheme, ADesktopWithoutAPortalIsOneWithoutAPreference) {
  const Bus bus;
  if (!bus.isThere()) GTEST_SKIP() << "there is no dbus-daemon";
  DesktopColorScheme desktop;
  QSignalSpy answered(&desktop, &DesktopColorScheme::answered);
  desktop.watch(bus.connection(QStringLiteral("alone")));
  EXPECT_TRUE(answered.wait(patience));
  EXPECT_EQ(desktop.scheme(), std::nullopt);
}

TEST(ColorScheme, FollowsThePortal) {
  const Bus bus;
  if (!bus.isThere()) GTEST_SKIP() << "there is no dbus-daemon";
  FakePortal portal(bus.connection(QStringLiteral("portal")), 1);
  DesktopColorScheme desktop;
  desktop.watch(bus.connection(QStringLiteral("program")));
  EXPECT_TRUE(QTest::qWaitFor([&] { return desktop.scheme() == ColorScheme::dark; }, patience));
  portal.change(2, "accent-color");
  portal.change(0);
  EXPECT_TRUE(QTest::qWaitFor([&] { return desktop.scheme() == std::nullopt; }, patience));
  portal.change(2);
  EXPECT_TRUE(QTest::qWaitFor([&] { return desktop.scheme() == ColorScheme::light; }, patience));
}

TEST_F(Window, FollowsTheDesktopUnlessAThemeIsChosen) {
  const Bus bus;
  if (!bus.isThere()) GTEST_SKIP() << "there is no dbus-daemon";
  FakePortal portal(bus.connection(QStringLiteral("portal of the window")));
  auto& themes = *window.findChild<ThemeChooser*>();
  themes.setFallback(ColorScheme::light, ColorScheme::dark);
  themes.choose(ThemeChoice::desktop);
  EXPECT_TRUE(window.theme().isDark) << "as it was the last time, until the desktop says otherwise";
  themes.desktop().watch(bus.connection(QStringLiteral("window")));
  EXPECT_TRUE(QTest::qWaitFor([&] { return !window.theme().isDark; }, patience)) << "no preference";
  portal.change(1);
  EXPECT_TRUE(QTest::qWaitFor([&] { return window.theme().isDark; }, patience));
  window.findChild<QAction*>("theme-light")->trigger();
  EXPECT_FALSE(window.theme().isDark);
  portal.change(2);
  EXPECT_TRUE(QTest::qWaitFor([&] { return themes.desktop().scheme() == ColorScheme::light; }, patience));
  portal.change(1);
  EXPECT_TRUE(QTest::qWaitFor([&] { return themes.desktop().scheme() == ColorScheme::dark; }, patience));
  EXPECT_FALSE(window.theme().isDark);
}

TEST(ThemeChoice, NamesReadBackAndAllElseFollowsTheDesktop) {
  for (const auto choice : {ThemeChoice::light, ThemeChoice::dark, ThemeChoice::desktop})
    EXPECT_EQ(themeChoiceOf(nameOf(choice)), choice);
  EXPECT_EQ(themeChoiceOf(QStringLiteral("purple")), ThemeChoice::desktop);
}

}  // namespace color_scheme_test
}  // namespace normscope
