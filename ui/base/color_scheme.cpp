#include "ui/base/color_scheme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFileInfo>

namespace normscope {
namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colorScheme = QStringLiteral("color-scheme");
const QString reducedMotion = QStringLiteral("reduced-motion");
const QString gnome = QStringLiteral("org.gnome.desktop.interface");
const QString animations = QStringLiteral("enable-animations");

/// A portal may wrap a value in variants.
QVariant unwrapped(QVariant value) {
  while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
  return value;
}

/// Without an address libdbus would start a bus of its own, which takes its time.
bool hasSessionBus() {
  return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") ||
         QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

}  // namespace

std::optional<ColorScheme> schemeOf(const QVariant& value) {
  const QVariant inner = unwrapped(value);
  bool isNumber = false;
  const uint number = inner.toUInt(&isNumber);
  if (!isNumber) return std::nullopt;
  if (number == 1) return ColorScheme::dark;
  if (number == 2) return ColorScheme::light;
  return std::nullopt;
}

std::optional<bool> wantsMotionOf(const QString& space, const QString& key, const QVariant& value) {
  const QVariant inner = unwrapped(value);
  if (space == appearance && key == reducedMotion && inner.typeId() == QMetaType::UInt)
    return inner.toUInt() != 1;
  if (space == gnome && key == animations && inner.typeId() == QMetaType::Bool) return inner.toBool();
  return std::nullopt;
}

DesktopColorScheme::DesktopColorScheme(QObject* parent) : QObject(parent) {}

DesktopColorScheme::~DesktopColorScheme() = default;

void DesktopColorScheme::start() {
  if (!hasSessionBus()) return emit answered();
  connecting_.start([](const Progress&) { return QDBusConnection::sessionBus(); },
                    [this](const QDBusConnection& bus) { watch(bus); },
                    [this](const Error&) { emit answered(); });
}

void DesktopColorScheme::watch(const QDBusConnection& connection) {
  QDBusConnection bus = connection;
  if (!bus.isConnected()) return emit answered();
  // A slot's types are looked up by name, and Qt 6.4 knows this one by name only once somebody registered it
  // (QTBUG-108822): without that connect() fails, and no change is heard.
  qRegisterMetaType<QDBusVariant>();
  bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
              SLOT(settingChanged(QString, QString, QDBusVariant)));
  QDBusMessage read = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
  read << appearance << colorScheme;
  ask(bus, appearance, reducedMotion);
  ask(bus, gnome, animations);
  auto* call = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
  connect(call, &QDBusPendingCallWatcher::finished, this, [this, call] {
    const QDBusPendingReply<QDBusVariant> reply = *call;
    if (!reply.isError()) take(schemeOf(reply.value().variant()));
    call->deleteLater();
    emit answered();
  });
}

/// A setting about motion. Nothing waits for the answer, and a portal that does not know it answers an error.
void DesktopColorScheme::ask(QDBusConnection& bus, const QString& space, const QString& key) {
  QDBusMessage read = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
  read << space << key;
  auto* call = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
  connect(call, &QDBusPendingCallWatcher::finished, this, [this, call, space, key] {
    const QDBusPendingReply<QDBusVariant> reply = *call;
    if (!reply.isError()) takeMotion(space, key, reply.value().variant());
    call->deleteLater();
  });
}

void DesktopColorScheme::settingChanged(const QString& space, const QString& key, const QDBusVariant& value) {
  if (space == appearance && key == colorScheme) take(schemeOf(value.variant()));
  takeMotion(space, key, value.variant());
}

void DesktopColorScheme::takeMotion(const QString& space, const QString& key, const QVariant& value) {
  const auto wanted = wantsMotionOf(space, key, value);
  if (!wanted) return;
  const bool before = wantsMotion();
  if (space == gnome) {
    animates_ = *wanted;
  } else {
    reducesMotion_ = !*wanted;
  }
  if (wantsMotion() != before) emit motionChanged();
}

void DesktopColorScheme::take(std::optional<ColorScheme> scheme) {
  if (scheme == scheme_) return;
  scheme_ = scheme;
  emit changed();
}

}  // namespace normscope
