#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <memory>

#include "core/model/checkpoint_layers.h"
#include "core/norm/running_statistics.h"
#include "ui/base/latest_job.h"
#include "ui/tools/frame/tool.h"
#include "ui/tools/tensors/tensor_tree.h"

namespace normscope {

/// Lists the tensors in a file. One becomes x; those of a norm layer become the window's weight, bias and
/// running statistics. The range of a tensor is read once it is marked.
class TensorList : public Tool {
  Q_OBJECT

 public:
  explicit TensorList(Workspace& workspace, QWidget* parent = nullptr);

  void asked() override;
  void showFile(const std::string& path) override;

  TensorTree& tree() { return *tree_; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* makeFoot();
  void setUpView();
  struct Listed;
  void showList(Listed listed);
  void showMarked();
  void readRange(std::size_t entry);
  void open();
  void takeLayer();
  void takeRunning();
  void sayTaken();
  QString nameOf(std::size_t entry) const;
  QString nameOf(const NormTensors& layer) const;
  std::string textOf(std::size_t entry) const;
  NormTensors layerOf(std::size_t entry) const;
  std::optional<std::size_t> marked() const;

  /// A running mean and a running variance of one layer, by their numbers in the file.
  struct Pair {
    std::size_t mean, variance;
  };
  std::optional<Pair> runningBeside(std::size_t entry) const;
  void readPair(const Pair& pair, const std::function<void(std::shared_ptr<const RunningStatistics>)>& take);

  Workspace& workspace_;
  std::string path_;
  std::shared_ptr<const TensorFile> file_;
  std::vector<NormTensors> layers_;  ///< of the file
  QStringList records_;              ///< of a recorded run, by number: their layers
  TensorTree* tree_;
  QSortFilterProxyModel* filtered_;
  QTreeView* view_;
  QLabel* title_;
  QLineEdit* filter_;
  QLabel* message_;
  QPushButton* open_;
  QPushButton* layer_;
  QPushButton* running_;
  LatestJob listing_;
  LatestJob ranging_;
  LatestJob taking_;
};

}  // namespace normscope
