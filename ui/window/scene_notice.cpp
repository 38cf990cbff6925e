#include "ui/window/scene_notice.h"

#include <QHBoxLayout>

#include "ui/base/ask_file.h"
#include "ui/base/window_words.h"
#include "ui/pages/page.h"
#include "ui/window/scene_opener.h"
#include "ui/workspace/workspace.h"

namespace normscope {

SceneNotice::SceneNotice(const Workspace& workspace, SceneOpener& opener, QWidget* parent)
    : QFrame(parent), opener_(opener), line_(new QLabel), find_(new QPushButton) {
  setProperty("role", "notice");
  setObjectName(QStringLiteral("scene-notice"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(16, 8, 12, 8);
  layout->setSpacing(8);
  line_->setObjectName(QStringLiteral("scene-notice-line"));
  line_->setProperty("role", "warning-line");
  line_->setTextFormat(Qt::PlainText);
  line_->setWordWrap(true);
  line_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  find_->setObjectName(QStringLiteral("scene-notice-find"));
  auto* dismiss = new QPushButton(tr("Dismiss"));
  dismiss->setObjectName(QStringLiteral("scene-notice-dismiss"));
  dismiss->setAccessibleName(tr("Dismiss the notice"));
  layout->addWidget(line_, 1);
  layout->addWidget(find_);
  layout->addWidget(dismiss);
  connect(find_, &QPushButton::clicked, this, &SceneNotice::askForMissing);
  connect(dismiss, &QPushButton::clicked, this, &QWidget::hide);
  connect(&opener, &SceneOpener::noticed, this, &SceneNotice::say);
  connect(&workspace, &Workspace::problemsChanged, this, [this, &workspace] { saySource(workspace); });
  hide();
}

void SceneNotice::say(const QString& told) {
  const QString line = inWindowWords(told);
  line_->setText(line);
  line_->setAccessibleName(line);
  const auto& missing = opener_.missing();
  find_->setVisible(missing.has_value());
  find_->setText(tr("Choose file…"));
  find_->setAccessibleName(tr("Choose the file of the scene"));
  setVisible(!line.isEmpty());
}

/// Beside the controls it stands where the source is chosen.
void SceneNotice::saySource(const Workspace& workspace) {
  const std::string& problem = workspace.problem(Workspace::Place::source);
  const QString line = shownPage(workspace).ofTensor ? QString() : QString::fromStdString(problem);
  if (line == source_) return;
  if (!line.isEmpty() || line_->text() == inWindowWords(source_)) say(line);
  source_ = line;
}

void SceneNotice::askForMissing() {
  const QString name = QString::fromStdString(opener_.missing().value_or(""));
  askToOpen(window(), tr("Where is %1?").arg(name), {tr("NumPy arrays (*.npy)"), tr("All files (*)")},
            [&opener = opener_](const QString& path) { opener.openMissing(path.toStdString()); });
}

}  // namespace normscope
