#include "ui/window/remembered.h"

#include <QFileInfo>
#include <QMenu>
#include <QSplitter>

#include "core/document/scene.h"
#include "ui/window/main_window.h"
#include "ui/window/start.h"
#include "ui/window/theme_chooser.h"

namespace normscope {
namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString splitterKey = QStringLiteral("window/splitter-%1");
const QString themeKey = QStringLiteral("theme");
const QString desktopKey = QStringLiteral("desktop-theme");
const QString sourceKey = QStringLiteral("session/source");
const QString layoutKey = QStringLiteral("session/layout");
const QString specKey = QStringLiteral("session/norm");
const QString openingKey = QStringLiteral("session/opening");

/// Splitters without a name are none that a person moves.
QList<QSplitter*> namedSplitters(const MainWindow& window) {
  QList<QSplitter*> named;
  for (QSplitter* splitter : window.findChildren<QSplitter*>()) {
    if (!splitter->objectName().isEmpty()) named << splitter;
  }
  return named;
}

/// An ampersand in a menu would mark a key.
QString menuText(QString text) {
  return text.replace('&', QStringLiteral("&&"));
}

}  // namespace

Remembered::Remembered(MainWindow& window, QSettings& settings, ColorScheme fromDesktop)
    : window_(window),
      settings_(settings),
      recent_(settings),
      recentMenu_(window.findChild<QMenu*>(QStringLiteral("recent-files"))) {
  restoreWindow();
  restoreTheme(fromDesktop);
  recentMenu_->setEnabled(true);
  recentMenu_->setToolTipsVisible(true);
  connect(recentMenu_, &QMenu::aboutToShow, this, &Remembered::fillRecentMenu);
  Session& session = window.session();
  connect(&session, &Session::sourceChanged, this, &Remembered::noteFile);
  // After the plan, which may be refused too.
  connect(&session, &Session::tensorChanged, this, &Remembered::finishOpening, Qt::QueuedConnection);
  connect(&session, &Session::problemsChanged, this, [this] {
    const Session& asked = window_.session();
    for (const auto place : {Session::Place::source, Session::Place::shape, Session::Place::norm}) {
      if (opening_ && !asked.problem(place).empty())
        return refuseLast(QString::fromStdString(asked.problem(place)));
    }
  });
}

Remembered::~Remembered() {
  save();
}

void Remembered::restoreWindow() {
  window_.restoreGeometry(settings_.value(geometryKey).toByteArray());
  for (QSplitter* splitter : namedSplitters(window_)) {
    splitter->restoreState(settings_.value(splitterKey.arg(splitter->objectName())).toByteArray());
    splitter->setChildrenCollapsible(false);  // the state may say otherwise
    splitter->setHandleWidth(1);
  }
}

void Remembered::restoreTheme(ColorScheme fromDesktop) {
  auto* themes = window_.findChild<ThemeChooser*>();
  const bool wasDark = settings_.value(desktopKey).toString() == nameOf(ThemeChoice::dark);
  themes->setFallback(fromDesktop, wasDark ? ColorScheme::dark : fromDesktop);
  themes->choose(themeChoiceOf(settings_.value(themeKey).toString()));
}

void Remembered::fillRecentMenu() {
  recentMenu_->clear();
  for (const QString& path : recent_.paths()) {
    const QFileInfo file(path);
    const QString why = whyNotToOpen(path);
    QAction* action =
        recentMenu_->addAction(menuText(QStringLiteral("%1 — %2").arg(file.fileName(), file.path())),
                               &window_, [this, path] { window_.session().open(path.toStdString()); });
    action->setEnabled(why.isEmpty());
    action->setToolTip(why.isEmpty() ? path : path + QStringLiteral(": ") + why);
  }
  if (recentMenu_->isEmpty()) {
    recentMenu_->addAction(tr("No file has been opened yet"))->setEnabled(false);
    return;
  }
  recentMenu_->addSeparator();
  recentMenu_->addAction(tr("&Clear"), this, [this] { recent_.clear(); });
}

void Remembered::noteFile() {
  const Session& session = window_.session();
  if (isFileSource(session.source())) recent_.add(QString::fromStdString(session.source()));
}

void Remembered::openLast() {
  const std::string source = settings_.value(sourceKey).toString().toStdString();
  if (source.empty()) return startAfresh(window_.session());
  if (settings_.value(openingKey).toBool())
    return refuseLast(tr("%1: the program ended while it was opening").arg(QString::fromStdString(source)));
  try {
    const Layout layout = Layout::parse(settings_.value(layoutKey).toString().toStdString());
    const NormSpec spec = parseNormSpec(settings_.value(specKey).toString().toStdString());
    settings_.setValue(openingKey, true);
    settings_.sync();
    opening_ = true;
    window_.session().restore(source, layout, spec);
  } catch (const Error& error) {
    refuseLast(QString::fromStdString(error.what()));
  }
}

void Remembered::refuseLast(const QString& reason) {
  finishOpening();
  settings_.remove(QStringLiteral("session"));
  startAfresh(window_.session());
  sayAfterResult(tr("this is a new start, since what was open last can't be opened: %1").arg(reason));
}

/// The notices of a result would take its place.
void Remembered::sayAfterResult(const QString& message) {
  auto* once = new QObject(this);
  connect(&window_.session(), &Session::computationChanged, once, [this, once, message] {
    if (!window_.session().currentComputation()) return;
    window_.say(message);
    once->deleteLater();
  });
}

void Remembered::finishOpening() {
  opening_ = false;
  settings_.remove(openingKey);
}

void Remembered::save() {
  settings_.setValue(geometryKey, window_.saveGeometry());
  for (const QSplitter* splitter : namedSplitters(window_))
    settings_.setValue(splitterKey.arg(splitter->objectName()), splitter->saveState());
  auto* themes = window_.findChild<ThemeChooser*>();
  settings_.setValue(themeKey, nameOf(themes->choice()));
  const bool isDark = themes->desktop().scheme() == ColorScheme::dark;
  settings_.setValue(desktopKey, isDark ? nameOf(ThemeChoice::dark) : QString());
  saveSession();
}

void Remembered::saveSession() {
  const Session& session = window_.session();
  settings_.remove(openingKey);
  if (session.source().empty() || opening_) return;
  const QString source = QString::fromStdString(session.source());
  settings_.setValue(sourceKey,
                     isFileSource(session.source()) ? QFileInfo(source).absoluteFilePath() : source);
  settings_.setValue(layoutKey, QString::fromStdString(session.shape().layout().letters()));
  settings_.setValue(specKey, QString::fromStdString(toText(session.spec())));
}

}  // namespace normscope
