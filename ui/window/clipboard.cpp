#include "ui/window/clipboard.h"

#include <QApplication>
#include <QClipboard>
#include <QPixmap>

#include "ui/base/translate.h"
#include "ui/draw/plots/plot_titles.h"
#include "ui/pages/laboratory_page.h"
#include "ui/panels/plot_column.h"
#include "ui/window/exports.h"
#include "ui/window/main_window.h"
#include "ui/workspace/inspection.h"

namespace normscope {
namespace {

/// Takes the focus away while it lives.
class Unfocused {
 public:
  explicit Unfocused(const QWidget& view) : had_(view.hasFocus() ? QApplication::focusWidget() : nullptr) {
    if (had_ != nullptr) had_->clearFocus();
  }
  ~Unfocused() {
    if (had_ != nullptr) had_->setFocus(Qt::TabFocusReason);
  }
  Unfocused(const Unfocused&) = delete;
  Unfocused& operator=(const Unfocused&) = delete;

 private:
  QWidget* had_;
};

}  // namespace

void copyPicture(MainWindow& window, QWidget& view, const QString& name) {
  if (!view.isVisible()) return window.say(tr("nothing copied: %1 is not shown").arg(name));
  const Unfocused unfocused(view);
  QApplication::clipboard()->setPixmap(view.grab());
  window.say(tr("copied: picture of %1").arg(name));
}

void copyNumbers(MainWindow& window, std::size_t which) {
  const auto& [kind, plot] = window.plots().plots()[which];
  const QString name = tr("the %1").arg(titleInSentence(kind));
  if (plot->document().isEmpty())
    return window.say(tr("nothing copied: there are no numbers of %1 yet").arg(name));
  plot->copyNumbers();
  window.say(tr("copied: numbers of %1").arg(name));
}

void copyLaboratoryNumbers(MainWindow& window, int which) {
  const PlotWidget& plot = *window.laboratory().plots()[static_cast<std::size_t>(which)];
  if (plot.document().isEmpty()) return window.say(tr("nothing copied: the plot has no numbers yet"));
  plot.copyNumbers();
  window.say(tr("copied: numbers of the plot"));
}

void copyInspector(MainWindow& window) {
  const QString text = inspectionText(window.workspace());
  if (text.isEmpty()) return window.say(tr("nothing copied: no element is selected"));
  QApplication::clipboard()->setText(text);
  window.say(tr("copied: the inspector's text"));
}

void copyCommand(MainWindow& window) {
  const QString command = figureCommand(window);
  if (command.isEmpty()) return window.say(tr("nothing copied: there is no cube of this tensor and norm"));
  copyText(window, command);
}

void copyText(MainWindow& window, const QString& text) {
  QApplication::clipboard()->setText(text);
  window.say(tr("copied: %1").arg(text));
}

}  // namespace normscope
