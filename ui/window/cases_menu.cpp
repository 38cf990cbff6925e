#include "ui/window/cases_menu.h"

#include "core/cases/case_values.h"
#include "ui/window/main_window.h"

namespace normscope {

void fillCasesMenu(QMenu& menu, MainWindow& window) {
  for (const Case& example : cases()) {
    QString text = QString::fromStdString(example.title);
    menu.addAction(text.replace('&', QStringLiteral("&&")), &window,
                   [&window, name = example.name] { window.openCase(name); });
  }
}

}  // namespace normscope
