#include "ui/window/remembered.h"

#include <signal.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <cerrno>

#include "core/document/changes.h"
#include "core/error.h"
#include "core/io/atomic_file.h"
#include "ui/draw/scene/scene_file.h"
#include "ui/pages/laboratory_page.h"
#include "ui/panels/plot_column.h"
#include "ui/window/exports.h"
#include "ui/window/main_window.h"
#include "ui/window/scene_opener.h"
#include "ui/window/side_panels.h"
#include "ui/window/theme_chooser.h"
#include "ui/window/window_scene.h"

namespace normscope {
namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString splitterKey = QStringLiteral("window/splitter-%1");
const QString themeKey = QStringLiteral("theme");
const QString desktopKey = QStringLiteral("desktop-theme");
const QString sourceKey = QStringLiteral("session/source");
const QString layoutKey = QStringLiteral("session/layout");
const QString specKey = QStringLiteral("session/norm");
const QString foldedKey = QStringLiteral("window/folded");
const QString exportKey = QStringLiteral("export/%1");
const QString openingKey = QStringLiteral("session/opening");

/// Whether the program that was opening something is there no more. Another window may be opening its own.
bool didEnd(const QString& opening) {
  if (opening.isEmpty()) return false;
  bool isProcess = false;
  const int process = opening.toInt(&isProcess);
  return !isProcess || process == QCoreApplication::applicationPid() ||
         (::kill(process, 0) != 0 && errno == ESRCH);
}

/// An ampersand in a menu would mark a key.
QString menuText(QString text) {
  return text.replace('&', QStringLiteral("&&"));
}

}  // namespace

Remembered::Remembered(MainWindow& window, SettingsFile& settings, ColorScheme fromDesktop)
    : window_(window), settings_(settings), recent_(settings), recentMenu_(&window.recentMenu()) {
  restoreWindow();
  restoreTheme(fromDesktop);
  restoreExports();
  window.laboratory().keepIn(
      QFileInfo(settings_.path()).dir().filePath(QStringLiteral("laboratory.json")).toStdString());
  recentMenu_->setEnabled(true);
  recentMenu_->setToolTipsVisible(true);
  connect(recentMenu_, &QMenu::aboutToShow, this, &Remembered::fillRecentMenu);
  Workspace& workspace = window.workspace();
  connect(&workspace, &Workspace::sourceChanged, this, &Remembered::noteFile);
  connect(&workspace, &Workspace::modelChanged, this, [this] {
    const std::string& model = window_.workspace().model();
    if (!model.empty()) recent_.add(QString::fromStdString(model));
  });
  // After the plan, which may be refused too.
  connect(&workspace, &Workspace::tensorChanged, this, &Remembered::finishOpening, Qt::QueuedConnection);
  connect(&workspace, &Workspace::problemsChanged, this, [this] {
    if (!opening_) return;
    const Workspace& asked = window_.workspace();
    using Place = Workspace::Place;
    for (const auto place : {Place::source, Place::shape, Place::norm}) {
      if (place == Place::norm && !needsPlan_) continue;
      if (!asked.problem(place).empty()) return refuseLast(QString::fromStdString(asked.problem(place)));
    }
  });
}

Remembered::~Remembered() {
  save();
}

void Remembered::restoreWindow() {
  window_.restoreGeometry(settings_.value(geometryKey).toByteArray());
  SidePanels& sides = window_.sides();
  sides.restoreState(settings_.value(splitterKey.arg(sides.objectName())).toByteArray());
  sides.setChildrenCollapsible(false);  // the state may say otherwise
  sides.setHandleWidth(1);
  const QStringList folded = settings_.value(foldedKey).toStringList();
  sides.setWanted(!folded.contains(QStringLiteral("controls")), !folded.contains(QStringLiteral("plots")));
}

void Remembered::restoreTheme(ColorScheme fromDesktop) {
  ThemeChooser* themes = &window_.themes();
  const bool wasDark = settings_.value(desktopKey).toString() == nameOf(ThemeChoice::dark);
  themes->setFallback(fromDesktop, wasDark ? ColorScheme::dark : fromDesktop);
  themes->choose(themeChoiceOf(settings_.value(themeKey).toString()));
}

void Remembered::restoreExports() {
  QStringList kinds = {QStringLiteral("figure"), laboratoryKind()};
  for (const auto& [kind, plot] : window_.plots().plots()) kinds << kind;
  for (const QString& kind : kinds) {
    const QString text = settings_.value(exportKey.arg(kind)).toString();
    if (!text.isEmpty()) window_.exportChoices()[kind] = exportChoiceOf(text.toStdString());
  }
}

void Remembered::fillRecentMenu() {
  recentMenu_->clear();
  for (const QString& path : recent_.paths()) {
    const QFileInfo file(path);
    const QString why = whyNotToOpen(path);
    QAction* action =
        recentMenu_->addAction(menuText(QStringLiteral("%1 — %2").arg(file.fileName(), file.path())),
                               &window_, [this, path] { window_.opener().open(path.toStdString()); });
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
  const Workspace& workspace = window_.workspace();
  if (isFileSource(workspace.source())) recent_.add(QString::fromStdString(workspace.source()));
}

QString Remembered::documentFile() const {
  return QFileInfo(settings_.path()).dir().filePath(QStringLiteral("last.normscope"));
}

/// Settings of before documents were kept in a file name a tensor; they are the newest where they are there.
void Remembered::openLast() {
  if (!settings_.problem().empty()) sayAfterResult(QString::fromStdString(settings_.problem()));
  const std::string source = settings_.value(sourceKey).toString().toStdString();
  try {
    if (!source.empty()) return openOldSettings(source);
    if (QFileInfo::exists(documentFile())) return openDocument();
    window_.workspace().startAfresh();
  } catch (const Error& error) {
    refuseLast(QString::fromStdString(error.what()));
  }
}

/// Marks what is being opened, until it is there.
void Remembered::requireThatItDidNotEnd(const std::string& source) {
  if (didEnd(settings_.value(openingKey).toString()))
    throw Error(Fault::failed, (source + ": the program ended while it was opening").c_str());
  settings_.setValue(openingKey, QString::number(QCoreApplication::applicationPid()));
  settings_.save();
  opening_ = true;
}

void Remembered::openOldSettings(const std::string& source) {
  const Layout layout = Layout::parse(settings_.value(layoutKey).toString().toStdString());
  const NormSpec spec = parseNormSpec(settings_.value(specKey).toString().toStdString());
  requireThatItDidNotEnd(source);
  needsPlan_ = true;
  window_.workspace().open(source, layout,
                           [spec](Document document) { return withSpec(std::move(document), spec); });
}

void Remembered::openDocument() {
  const auto saved = sessionIn(documentFile().toStdString());
  if (!saved) throw failure(documentFile().toStdString(), "it is no session of Normscope", "go on from here");
  requireThatItDidNotEnd(saved->scene.source);
  window_.opener().restore(*saved, saved->scene.source);
}

void Remembered::refuseLast(const QString& reason) {
  finishOpening();
  settings_.remove(QStringLiteral("session"));
  window_.workspace().startAfresh();
  sayAfterResult(tr("this is a new start, since what was open last can't be opened: %1").arg(reason));
}

/// The notices of a result would take its place.
void Remembered::sayAfterResult(const QString& message) {
  auto* once = new QObject(this);
  connect(&window_.workspace(), &Workspace::computationChanged, once, [this, once, message] {
    if (!window_.workspace().currentComputation()) return;
    window_.say(message);
    once->deleteLater();
  });
}

void Remembered::finishOpening() {
  opening_ = false;
  needsPlan_ = false;
  settings_.remove(openingKey);
}

void Remembered::save() {
  settings_.setValue(geometryKey, window_.saveGeometry());
  const SidePanels& sides = window_.sides();
  settings_.setValue(splitterKey.arg(sides.objectName()), sides.saveState());
  QStringList folded;
  if (!sides.wantsControls()) folded << QStringLiteral("controls");
  if (!sides.wantsPlots()) folded << QStringLiteral("plots");
  settings_.setValue(foldedKey, folded);
  ThemeChooser* themes = &window_.themes();
  settings_.setValue(themeKey, nameOf(themes->choice()));
  const bool isDark = themes->desktop().scheme() == ColorScheme::dark;
  settings_.setValue(desktopKey, isDark ? nameOf(ThemeChoice::dark) : QString());
  for (const auto& [kind, choice] : window_.exportChoices())
    settings_.setValue(exportKey.arg(kind), QString::fromStdString(toText(choice)));
  settings_.remove(QStringLiteral("session"));
  settings_.save();  // makes the folder, which a new user does not have
  saveSession();
}

/// Another window may write it, too: each writes all of it, and the last one is remembered.
void Remembered::saveSession() {
  if (window_.workspace().source().empty() || opening_) return;
  try {
    writeFileAtomically(documentFile().toStdString(), toJson(shownSession(window_)));
  } catch (const Error&) {
    // There is no window any more to say it in.
  }
}

}  // namespace normscope
