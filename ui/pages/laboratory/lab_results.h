#pragma once

#include <QObject>
#include <array>
#include <memory>
#include <optional>

#include "core/view/plots/lab_document.h"
#include "ui/base/latest_job.h"
#include "ui/pages/laboratory/training_job.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// What the laboratory has made of the document, and is making: batches are drawn and timelines computed as
/// soon as somebody looks, networks are trained when they are started. All of it in the background.
class LabResults : public QObject {
  Q_OBJECT

 public:
  /// One large plot and two small ones.
  using Plots = std::array<PlotDocument, 3>;

  explicit LabResults(Workspace& workspace, QObject* parent = nullptr);

  TrainingJob& training() { return training_; }

  /// What there is of the experiment of the document.
  Plots plots() const;
  std::vector<std::string> words() const;

  /// Why the experiment can't be done as it is set; nothing where it can.
  const std::string& problem() const { return problem_; }

  /// What pictures of the plots carry, to be opened again.
  std::string settingsText() const;

  QString sourceTitle() const;  ///< "Digits 1797×1×8×8"
  bool isBusy() const { return drawing_.isRunning() || timing_.isRunning(); }

  /// Channels of what batches are drawn from.
  std::int64_t channels() const { return shape().channelCount(); }

 signals:
  void changed();

 private:
  /// What batches are drawn from.
  struct Data {
    std::shared_ptr<const OpenedTensor> opened;  ///< where it is its tensor
    std::string source;                          ///< else a sample
    Shape shape;

    bool operator==(const Data&) const = default;
  };
  struct Draws {
    Data data;
    lab::StatisticsSettings settings;
    std::vector<lab::BatchErrors> records;
  };
  struct Times {
    Data data;
    lab::TimelineSettings settings;
    std::shared_ptr<const lab::Timeline> timeline;
  };
  struct Outputs {
    std::shared_ptr<const lab::Timeline> timeline;
    int batch = 0;
    PlotDocument document;
  };
  struct DrawBoard;

  const Laboratory& lab() const { return workspace_.laboratory(); }
  Shape shape() const;
  std::optional<Data> data() const;  ///< nothing while the tensor is read
  std::string sourceText() const;
  std::string sourceName() const;
  std::size_t sizeOfCurves(const std::vector<lab::RunRecord>& records) const;
  std::string findProblem() const;
  void follow();
  void draw();
  void takeDraws();
  void feed();
  void compareOutputs();
  bool hasDraws() const;
  bool hasTimes() const;

  Workspace& workspace_;
  std::string problem_;
  TrainingJob training_;
  LatestJob drawing_, timing_, outputs_;
  std::shared_ptr<DrawBoard> board_;
  std::optional<Draws> draws_;
  std::optional<Times> times_;
  std::optional<Outputs> shownOutputs_;
  std::optional<std::pair<Data, lab::TimelineSettings>> timed_;  ///< what is computed now
};

}  // namespace normscope
