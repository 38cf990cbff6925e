#include "ui/window/cases_menu.h"

#include <QDialog>
#include <QDockWidget>
#include <QVBoxLayout>

#include "ui/base/translate.h"
#include "ui/tools/cases/cases_panel.h"
#include "ui/tools/match/match_view.h"
#include "ui/window/main_window.h"

namespace normscope {
namespace {

/// The panel, made when it is first asked for.
CasesPanel& casesPanel(MainWindow& window) {
  if (auto* made = window.findChild<CasesPanel*>()) return *made;
  auto* dock = new QDockWidget(tr("Case"), &window);
  dock->setObjectName(QStringLiteral("cases"));
  dock->setFeatures(QDockWidget::NoDockWidgetFeatures);
  dock->setTitleBarWidget(new QWidget);
  auto* panel = new CasesPanel(window.session(), window.norms(), window.look());
  QObject::connect(panel, &CasesPanel::closed, dock, &QDockWidget::hide);
  dock->setWidget(panel);
  window.addDockWidget(Qt::TopDockWidgetArea, dock);
  return *panel;
}

}  // namespace

void fillCasesMenu(QMenu& menu, MainWindow& window) {
  for (const Case& example : cases()) {
    const QString text = QString::fromStdString(example.name + "  " + example.title);
    menu.addAction(QString(text).replace('&', QStringLiteral("&&")), &window, [&window, name = example.name] {
      CasesPanel& panel = casesPanel(window);
      window.findChild<QDockWidget*>(QStringLiteral("cases"))->show();
      panel.open(name);
    });
  }
}

void openMatch(MainWindow& window) {
  auto* dialog = new QDialog(&window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setObjectName(QStringLiteral("match"));
  dialog->setWindowTitle(tr("Which norm turned x into y?"));
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(new MatchView(window.session()));
  dialog->resize(820, 520);
  dialog->show();
}

}  // namespace normscope
