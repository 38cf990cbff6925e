#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <memory>
#include <optional>

#include "core/analysis/match/match.h"
#include "ui/base/latest_job.h"
#include "ui/tools/frame/tool.h"

class QGridLayout;

namespace normscope {

class MatchTable;

/// Which norm turned x into y? Two tensors are named, chosen or dropped; the answer is a sentence, what
/// differs from what was meant, and a table of what the data can't tell apart. What was found can be set in
/// the window. Tensors in the wrong order are noticed, and can be swapped.
class MatchView : public Tool {
  Q_OBJECT

 public:
  explicit MatchView(Workspace& workspace, QWidget* parent = nullptr);

  /// Two tensors by the texts that Workspace::open() takes; searches when both are there.
  void setTensors(const QString& x, const QString& y);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  struct Found {
    MatchRequest request;
    MatchResult result;
    std::optional<MatchResult> other;  ///< with x and y exchanged, where that explains more
  };

  QWidget* makeFields();
  QLineEdit* addField(QGridLayout& grid, int row, int column, const QString& label, const char* name);
  QWidget* makeButtons();
  void swap();
  void search();
  void adopt(Found found);
  QString sentence() const;
  void showChosen();
  void refuse(const QString& line);
  void useChosen();
  LayerParameters parametersInWindow(const Match& match) const;

  Workspace& workspace_;
  QLineEdit* x_;
  QLineEdit* y_;
  QLineEdit* weight_;
  QLineEdit* bias_;
  QCheckBox* meant_;
  QLabel* sentence_;
  QLabel* words_;
  QLabel* problem_;
  QPushButton* exchange_;  ///< where the tensors were given in the other order
  MatchTable* table_;
  QProgressBar* progress_;
  QPushButton* find_;
  QPushButton* cancel_;
  QPushButton* use_;
  std::optional<Found> found_;
  std::string foundX_;  ///< the texts that were searched
  std::string foundWeight_, foundBias_;
  LatestJob searching_;
};

}  // namespace normscope
