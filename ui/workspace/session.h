#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "core/analysis/histogram.h"
#include "core/analysis/summary.h"
#include "core/compute/choose.h"
#include "core/compute/verify.h"
#include "core/engine/normalize.h"
#include "core/io/source.h"
#include "core/view/plots/plot_document.h"
#include "ui/base/latest_job.h"

namespace normscope {

/// A tensor that has been read, and what its values look like. Never changes.
struct OpenedTensor {
  LoadedTensor source;
  Summary summary;
  Histogram histogram;
};

/// A finished computation. Never changes.
struct Computation {
  NormalizeRequest request;
  NormalizeResult result;
  Summary summary;      ///< of y
  Histogram histogram;  ///< of y
};

/// A computation with what is too long to be made of it in the thread of the window: it grows with the sets
/// or the channels.
struct Computed {
  std::shared_ptr<const Computation> computation;
  PlotDocument statistics;  ///< of all sets, none of them selected
  PlotDocument running;
};

/// The values of one set, before and after.
struct SetValues {
  std::int64_t set;
  Histogram x;
  Histogram y;
};

/// The element whose set is lit.
struct Selection {
  std::int64_t element = 0;
  bool pinned = false;  ///< a click holds it: hovering elsewhere does not move it

  bool operator==(const Selection&) const = default;
};

/// What the window is about: the tensor and the norm that a person asked for, and the last good plan and
/// results. Controls change it, views read it and follow its signals; nothing else connects them.
///
/// The plan is formed at once; reading and computing happen in the background, and the newest request wins.
/// Whatever is refused leaves the last good state on the screen, with the reason beside its cause.
class Session : public QObject {
  Q_OBJECT

 public:
  /// Where a refusal belongs.
  enum class Place { source, shape, norm, computation };

  explicit Session(QObject* parent = nullptr);
  ~Session() override;

  /// Reads a tensor: a path, sample:NAME or a generated one such as normal:20,6,10,10:seed=7.
  /// The axes are named by `layout`, else by what the source says, else by the rank.
  void open(const std::string& source, const std::optional<Layout>& layout = std::nullopt);
  /// A tensor made on the spot; its axes are in the order of the layout.
  void generate(const GeneratedTensor& generated, const Layout& layout);
  void setLayout(const std::string& letters);
  /// Takes a tensor, its layout and a norm together, as undo and a new start need it; what is refused is said
  /// in the same places as for open().
  void restore(const std::string& source, const std::optional<Layout>& layout, const NormSpec& spec);
  void setSpec(const NormSpec& spec);
  void setDevice(const DeviceChoice& choice);
  void select(std::int64_t element, bool pinned);
  void hover(std::int64_t element);  ///< moves the selection unless it is pinned
  void stepSet(int direction);  ///< selects the first element of the next (+1) or previous (-1) set, pinned
  void stepWithinSet(int direction);  ///< selects the next or previous element of the set, pinned
  void unpin();
  void updateRunningStatistics();  ///< takes the running statistics after this batch as the layer's own
  void resetRunningStatistics();
  /// The layer's own, one per channel; ignored where they are not.
  void setRunningStatistics(const RunningStatistics& running);
  void cancel();
  void recompute();  ///< reads the tensor again where a cancel left none, and computes again

  const NormSpec& spec() const { return spec_; }
  const Shape& shape() const { return shape_; }
  const std::string& source() const { return source_; }
  const DeviceChoice& device() const { return device_; }
  const std::optional<GeneratedTensor>& generated() const { return generated_; }
  const Selection& selection() const { return selection_; }
  const RunningStatistics& running() const { return running_; }

  std::shared_ptr<const OpenedTensor> tensor() const { return tensor_; }
  std::shared_ptr<const ReductionPlan> plan() const { return plan_; }
  std::shared_ptr<const Computation> computation() const {
    return computation_;
  }                                                                       ///< may be older than the plan
  const PlotDocument& statisticsPlot() const { return statisticsPlot_; }  ///< of computation()
  const PlotDocument& runningPlot() const { return runningPlot_; }        ///< of computation()
  std::shared_ptr<const SetValues> setValues() const { return setValues_; }
  bool setValuesFit() const {
    return setValuesOf_.lock() == computation_ && computationIsCurrent_;
  }  ///< setValues() are of it
  std::optional<Difference> difference() const { return difference_; }

  /// The computation, where it belongs to the plan on the screen.
  std::shared_ptr<const Computation> currentComputation() const {
    return computationIsCurrent_ ? computation_ : nullptr;
  }

  /// The tensor, where it has the shape on the screen.
  std::shared_ptr<const OpenedTensor> currentTensor() const;

  const std::string& problem(Place place) const { return problems_[static_cast<std::size_t>(place)]; }
  bool isStale() const;  ///< the plan on the screen is not the one that was asked for
  bool isBusy() const;

 signals:
  void sourceChanged();  ///< source, layout or shape asked for
  void tensorChanged();  ///< values were read
  void specChanged();
  void planChanged();
  void computationChanged();  ///< also when it became out of date
  void differenceChanged();
  void setValuesChanged();
  void selectionChanged();
  void problemsChanged();
  void busyChanged();
  void progressed(double fraction);

 private:
  /// What comes with a tensor, where it was asked for together with it.
  struct Wanted {
    std::optional<Layout> layout;
    std::optional<NormSpec> spec;
  };

  void openWith(const std::string& source, const Wanted& wanted);
  void generate(const GeneratedTensor& generated, const Layout& layout, const std::optional<NormSpec>& spec);
  void load(const std::string& source, const Wanted& wanted);
  void watchFile();
  void letGoOfFile();
  void readFileAgain();
  void adopt(OpenedTensor opened, const Wanted& wanted);
  void setShape(const Shape& shape, const std::optional<NormSpec>& spec = std::nullopt);
  void formPlan();
  void compute();
  void adopt(Computed computed);
  void check();
  void countSet();
  void setProblem(Place place, const std::string& line);
  void connectJob(LatestJob& job);

  std::string source_;
  std::optional<GeneratedTensor> generated_;
  Shape shape_;
  NormSpec spec_;
  DeviceChoice device_;
  Selection selection_;
  RunningStatistics running_;

  std::shared_ptr<const OpenedTensor> tensor_;
  std::shared_ptr<const ReductionPlan> plan_;
  std::shared_ptr<const Computation> computation_;
  PlotDocument statisticsPlot_;
  PlotDocument runningPlot_;
  std::shared_ptr<const SetValues> setValues_;
  std::weak_ptr<const Computation> setValuesOf_;  ///< the computation that setValues_ counted
  std::optional<Difference> difference_;
  bool computationIsCurrent_ = false;
  std::array<std::string, 4> problems_;

  QFileSystemWatcher watcher_;  ///< of the file that is open
  QTimer settling_;             ///< whoever writes the file gets time to finish
  LatestJob loading_;
  LatestJob computing_;
  LatestJob checking_;
  LatestJob counting_;
};

}  // namespace normscope
