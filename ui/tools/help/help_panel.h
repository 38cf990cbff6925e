#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTextBrowser>

#include "core/help/help_topics.h"
#include "ui/tools/frame/tool.h"

namespace normscope {

/// The pages of the help beside their list. What is typed leaves the pages that have every word of it, and
/// marks the words; Return goes from one to the next.
class HelpPanel : public Tool {
  Q_OBJECT

 public:
  explicit HelpPanel(Workspace& workspace, QWidget* parent = nullptr);

  void setTheme(const Theme& theme) override;
  void asked() override { search_->setFocus(Qt::ShortcutFocusReason); }

  void showTopic(const HelpTopic& topic);

 private:
  void setUpText();
  void fillList();
  void search();
  void showCurrent();
  void markWords();
  void goToNext();
  void follow(const QUrl& link);
  QStringList words() const;

  Theme theme_ = Theme::light();
  QLineEdit* search_;
  QListWidget* topics_;
  QLabel* nothing_;
  QTextBrowser* text_;
  QList<QTextCursor> places_;  ///< where the words stand in the page that is shown
};

}  // namespace normscope
