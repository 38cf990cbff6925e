#include "ui/window/tools.h"

#include <QDialog>
#include <QMenuBar>
#include <QVBoxLayout>

#include "ui/base/translate.h"
#include "ui/tools/compare/compare_panel.h"
#include "ui/tools/equivalence/equivalence_panel.h"
#include "ui/tools/rosetta/rosetta_panel.h"
#include "ui/window/main_window.h"

namespace normscope {
namespace {

/// Shows the window of that name, which `make` fills when it is opened for the first time. It is not modal:
/// every control of the main window stays usable.
template <typename Make>
QDialog* showBeside(MainWindow& window, const QString& name, const QString& title, const QSize& size,
                    Make&& make) {
  auto* dialog = window.findChild<QDialog*>(name);
  if (dialog == nullptr) {
    dialog = new QDialog(&window);
    dialog->setObjectName(name);
    dialog->setWindowTitle(title);
    dialog->resize(size);
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(make());
  }
  dialog->show();
  dialog->raise();
  dialog->activateWindow();
  return dialog;
}

/// The comparison computes only while its window is open, or its difference is shown beside the cubes.
void openCompare(MainWindow& window) {
  Comparison& comparison = comparisonOf(window);
  const bool isNew = window.findChild<QDialog*>(QStringLiteral("compare-window")) == nullptr;
  if (!comparison.spec()) comparison.setSpec(parseNormSpec("layer"));
  QDialog* dialog = showBeside(window, QStringLiteral("compare-window"), tr("Compare two norms"), {720, 480},
                               [&] { return new ComparePanel(window.session(), comparison); });
  if (isNew)
    QObject::connect(dialog, &QDialog::finished, &comparison, [&window, &comparison] {
      if (window.look().state().shown != Shown::difference) comparison.setSpec(std::nullopt);
    });
}

void openEquivalence(MainWindow& window) {
  showBeside(window, QStringLiteral("equivalence-window"), tr("Which norms are the same?"), {960, 600},
             [&] { return new EquivalencePanel(window.session()); });
}

void openRosetta(MainWindow& window) {
  QDialog* dialog = showBeside(window, QStringLiteral("rosetta-window"), tr("This norm in code"), {760, 440},
                               [&] { return new RosettaPanel(window.session()); });
  dialog->findChild<RosettaPanel*>()->setFocus(Qt::ShortcutFocusReason);
}

}  // namespace

Comparison& comparisonOf(MainWindow& window) {
  return window.comparison();
}

void addToolsMenu(MainWindow& window) {
  QMenu* menu = window.menuBar()->addMenu(tr("&Norms"));
  const auto add = [&](const QString& text, const char* shortcut, const char* name,
                       void (*open)(MainWindow&)) {
    QAction* action = menu->addAction(text, &window, [&window, open] { open(window); });
    action->setShortcut(QKeySequence(QString::fromUtf8(shortcut)));
    action->setObjectName(QString::fromUtf8(name));
  };
  add(tr("&Compare two norms…"), "Ctrl+D", "open-compare", openCompare);
  add(tr("&Which are the same…"), "Ctrl+T", "open-equivalence", openEquivalence);
  add(tr("This norm in c&ode…"), "Ctrl+J", "open-rosetta", openRosetta);
}

}  // namespace normscope
