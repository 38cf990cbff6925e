#pragma once

#include <QButtonGroup>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <array>

#include "ui/base/form.h"
#include "ui/base/latest_job.h"
#include "ui/pages/model/layer_panel.h"
#include "ui/pages/model/model_job.h"
#include "ui/pages/model/model_table.h"
#include "ui/pages/page.h"

namespace normscope {

/// The norms of a recorded run, each checked, or those of a checkpoint and what is odd about them: a table,
/// and below it all that there is to say of the chosen layer. A click on a layer of a run makes its x and its
/// norm what the other pages show.
class ModelPage : public PageWidget {
  Q_OBJECT

 public:
  explicit ModelPage(Workspace& workspace, QWidget* parent = nullptr);

  void setTheme(const Theme& theme) override;

  const ModelJob& job() const { return *job_; }
  const ModelTable& table() const { return *table_; }

 signals:
  void openRequested();                        ///< a file is to be chosen
  void tensorsRequested(const QString& path);  ///< all that the file holds

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeHeader();
  QWidget* makeFilters();
  void setUpTable();
  void showModel();
  void showChecked();
  void showHeader();
  void showCounts();
  void showLayer();
  void arrangeColumns();
  bool isArrangedByHand() const;
  void followDocument();
  void saveTable();
  void compare();
  std::optional<std::size_t> chosen() const;

  Workspace& workspace_;
  ModelJob* job_;
  ModelTable* table_;
  ModelFilter* filtered_;
  QTableView* view_;
  LayerPanel* layer_;
  QLabel* title_;
  QLabel* subtitle_;
  ProblemLabel* problem_;
  QProgressBar* progress_;
  QPushButton* cancel_;
  QPushButton* again_;
  QPushButton* compare_;
  QPushButton* tensors_;
  QPushButton* save_;
  QPushButton* open_;
  QWidget* filters_;
  QButtonGroup* standings_;
  QToolButton* problemsFirst_;
  QLineEdit* letters_;
  bool isNarrow_ = false;
  std::vector<int> widths_;  ///< of the columns, as arrangeColumns() made them
  LatestJob saving_;
};

}  // namespace normscope
