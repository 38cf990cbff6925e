#pragma once

#include <QElapsedTimer>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/equivalence.h"
#include "core/document/document.h"
#include "core/io/layout_guess.h"
#include "ui/workspace/parameter_values.h"
#include "ui/workspace/result_store.h"
#include "ui/workspace/store.h"
#include "ui/workspace/work_queue.h"

namespace normscope {

/// A norm of the document with its plan for the document's shape.
struct PlannedNorm {
  NormSpec spec;
  std::shared_ptr<const ReductionPlan> plan;  ///< null where the shape allows none
  std::string problem;                        ///< why
};

/// What pages, panels and tools are made from: the document, its plans and the results that belong to it, and
/// the ways to change it. Plans are formed at once; reading and computing happen in the background, the
/// newest request first.
///
/// Whatever is refused leaves the document as it was, with the reason beside its cause. A norm that has no
/// plan for the shape is no such refusal: it is in the document, and its problem is said.
class Workspace : public QObject {
  Q_OBJECT

 public:
  /// Where a problem belongs.
  enum class Place { source, shape, norm, parameters, computation };

  /// FILE of the command line each: an empty text takes what there is away, none leaves it as it is.
  struct ParameterTexts {
    std::optional<std::string> weight;
    std::optional<std::string> bias;
  };

  explicit Workspace(QObject* parent = nullptr);
  ~Workspace() override;

  // Changes. Each is a step that undo takes back, unless it says otherwise.

  /// Reads a tensor: a path, sample:NAME or a generated one such as normal:20,6,10,10:seed=7. The axes are
  /// named by `layout`, else by what the source says, else by the rank. What else is to change with it is
  /// done in one step with it, once its shape is known: a norm that fits one shape may have no plan for the
  /// one before.
  void open(const std::string& source, const std::optional<Layout>& layout = std::nullopt,
            std::function<Document(Document)> andThen = {});
  /// What is being read for such a request is no longer asked for: something else is. No step.
  void forgetOpening();
  /// A tensor made on the spot; its axes are in the order of the layout.
  void generate(const GeneratedTensor& generated, const Layout& layout);
  /// Names the axes; a generated tensor is made anew in the shape that the layout asks for.
  void setLayout(const std::string& letters);
  void setSpec(const NormSpec& spec);   ///< of the active norm
  void setKind(NormKind kind);          ///< of the active norm, with what still applies
  void setOther(const NormSpec& spec);  ///< the norm beside it: there are two then
  void setNormCount(std::size_t count);
  void swapNorms();
  void setNorms(const std::vector<NormSpec>& specs, std::size_t active);
  void setView(const View& view);
  template <typename Member>
  void setView(Member View::*member, const Member& value) {
    View next = view();
    next.*member = value;
    setView(next);
  }
  void setDevice(const DeviceChoice& choice);
  void setLaboratory(const Laboratory& laboratory);
  void select(std::int64_t element, bool pinned);
  void stepSet(int direction);  ///< selects the first element of the next (+1) or previous (-1) set, pinned
  void stepWithinSet(int direction);  ///< selects the next or previous element of the set, pinned
  void unpin();
  /// Weight and bias of the layer, once they are read. Refused where they can't be, or do not fit the active
  /// norm. What else is to change with them is done before, in one step.
  void takeParameters(const ParameterTexts& texts, std::function<Document(Document)> andThen = {});
  void drawParameters(bool weight, bool bias);  ///< at random, with another seed each time
  void updateRunningStatistics();  ///< takes the running statistics after this batch as the layer's own
  void resetRunningStatistics();
  void change(const Document& next);  ///< to another document on the same tensor
  /// Another document as a whole, once its tensor is there.
  void restore(const Document& document);
  void startAfresh();

  // What is no step.

  void hover(std::int64_t element);   ///< moves the selection unless it is pinned
  void activate(std::size_t norm);    ///< another one of the norms is what the controls change
  void setFlipped(bool flipped);      ///< two norms change places for as long as a key is held
  void setComparing(bool comparing);  ///< somebody wants the two norms compared, though B − A is not shown
  void undo();
  void redo();
  void cancel();
  void refuseParameters(const std::string& why);  ///< what was typed is none: said beside weight and bias
  void recompute();  ///< reads and computes again what was cancelled or failed, and what is on the screen

  // The document.

  const Document& document() const { return store_.now(); }
  const NormSpec& spec() const { return document().spec(); }
  const Shape& shape() const { return document().shape; }
  const std::string& source() const { return document().source; }
  const DeviceChoice& device() const { return document().device; }
  const Selection& selection() const { return document().selection; }
  const View& view() const { return document().view; }
  const Laboratory& laboratory() const { return document().laboratory; }
  const std::string& model() const { return document().model; }
  bool isFlipped() const { return flipped_; }
  std::optional<GeneratedTensor> generated() const;  ///< whose shape can be edited
  Store& store() { return store_; }
  ResultStore& results() { return results_; }

  // What belongs to it.

  std::size_t normCount() const { return norms_.size(); }
  std::size_t active() const { return document().active; }
  const PlannedNorm& norm(std::size_t index) const { return norms_[index]; }

  /// Of the active norm; where that has none, the last one that was there for this shape, which isStale().
  /// Null where there was none.
  std::shared_ptr<const ReductionPlan> plan() const {
    return plan_ && plan_->shape() == shape() ? plan_ : nullptr;
  }
  std::shared_ptr<const ReductionPlan> lastPlan() const { return plan_; }  ///< also of another shape
  bool isStale() const;  ///< the plan on the screen is not the one that was asked for

  /// The tensor that was read last; of the document where currentTensor() is there.
  std::shared_ptr<const OpenedTensor> tensor() const { return tensor_; }
  std::shared_ptr<const OpenedTensor> currentTensor() const;

  /// The result of a norm, where it is there.
  std::shared_ptr<const Computation> result(std::size_t norm) const;
  std::shared_ptr<const Computation> currentComputation() const { return result(active()); }
  /// The last result that was current, of this document or of one before.
  std::shared_ptr<const Computation> computation() const { return shown_ ? shown_->computation : nullptr; }
  std::shared_ptr<const Computed> shown() const { return shown_; }  ///< computation() with its plots
  std::shared_ptr<const Computed> computed(std::size_t norm) const;
  std::shared_ptr<const SetValues> setValues() const;  ///< of the selected set, where they are there
  std::optional<Difference> difference() const;        ///< from the reference, once it was compared
  std::shared_ptr<const Compared> compared() const;    ///< the two norms, where somebody wants them compared
  bool isComparing() const;                            ///< there are two, and somebody does
  std::optional<Equivalence> equivalence() const;      ///< how the plans of two norms are related

  const std::string& problem(Place place) const { return problems_[static_cast<std::size_t>(place)]; }

  /// Why a norm has no result: it has no plan, or its computation failed.
  std::string problemOf(std::size_t norm) const;

  /// What was changed so that norms fit the shape, one line each.
  std::vector<std::string> adaptations() const;

  /// Why the axes of a file are named as they are, where nobody has said so; nothing once they are named
  /// otherwise, and where the source itself says what they are.
  std::optional<LayoutGuess> layoutGuess() const;
  bool isBusy() const { return queue_.isBusy(); }
  bool isCancelled() const;  ///< the result on the screen was cancelled and is not there

 signals:
  void normsChanged();   ///< norms, plans, or which one is active; comes first
  void sourceChanged();  ///< source, layout or shape
  void specChanged();    ///< the active norm
  void planChanged();
  void viewChanged();
  void selectionChanged();
  void tensorChanged();       ///< values were read, or are no longer there
  void computationChanged();  ///< of the active norm; also when it became out of date
  void resultsChanged();      ///< of any norm, or of a comparison
  void differenceChanged();
  void setValuesChanged();
  void parametersChanged();  ///< the layer's weight or bias
  void laboratoryChanged();
  void modelChanged();  ///< another run or checkpoint is listed
  void flippedChanged();
  void comparingChanged();
  void problemsChanged();
  void busyChanged();
  void progressed(double fraction);

 private:
  /// A tensor that is asked for, and what is then to be done.
  struct Opening {
    std::string source;
    std::uint64_t request;
    std::optional<Layout> layout;
    std::function<Document(Document)> andThen;
    std::function<void(const Document&)> take;    ///< the document with it
    bool mayRename = false;                       ///< other axes are named where the layout has not its rank
    std::optional<std::size_t> destination = {};  ///< in the history, where undo or redo lead there
    std::size_t moves = 0;                        ///< of the history that it is in
  };

  /// Weight and bias that are asked for.
  struct Taking {
    ParameterTexts texts;
    std::uint64_t request;
    std::function<Document(Document)> andThen;
  };

  void load(Opening opening);
  void arrived(const Opening& opening, OpenedTensor opened);
  /// `go` goes there, and says whether it did.
  void goTo(const Document& target, const std::function<bool()>& go);
  void travel(int steps);
  void follow(const Document& before);
  void formPlans();
  void schedule();
  std::vector<Work> wantedWork();
  void wantTensor(std::vector<Work>& wanted);
  void wantParameters(std::vector<Work>& wanted);
  void wantResults(std::vector<Work>& wanted);
  void wantComparison(std::vector<Work>& wanted);
  void wantChecks(std::vector<Work>& wanted);
  void add(std::vector<Work>& wanted, WorkKey key, std::function<std::function<void()>(const Progress&)> run);
  void noteFailure(const WorkKey& key, const Error& error);
  void noteMissingParameter(const WorkKey& key, const Error& error);
  void takeWhatIsRead();
  std::vector<LayerParameter> missingParameters() const;
  void adoptTensor(OpenedTensor opened);
  std::optional<ResultKey> keyOf(std::size_t norm) const;
  std::optional<WorkKey> setKey() const;
  std::optional<WorkKey> compareKey() const;
  void openGenerated(const std::string& source, const std::optional<Layout>& layout,
                     const std::function<Document(Document)>& andThen);
  std::string failureOf(const WorkKey& key) const;
  void showComputationProblem();
  void setProblem(Place place, const std::string& line);
  void watchFile();
  void letGoOfFile(const QString& path);
  void readFileAgain();

  Store store_;
  WorkQueue queue_;
  ResultStore results_;

  std::vector<PlannedNorm> norms_;
  std::shared_ptr<const ReductionPlan> plan_;
  std::shared_ptr<const OpenedTensor> tensor_;
  std::shared_ptr<const Computed> shown_;
  std::optional<Opening> opening_;
  std::optional<Taking> taking_;
  ParameterValues parameterValues_;
  std::uint64_t requests_ = 0;
  std::int64_t lastGroups_ = 2;  ///< that a norm with groups had
  std::array<std::string, 5> problems_;
  std::vector<std::pair<WorkKey, Error>> failures_;
  std::vector<WorkKey> cancelled_;
  std::optional<ResultKey> key_;  ///< of the active norm, as it was told
  bool comparing_ = false;
  bool flipped_ = false;

  QFileSystemWatcher watcher_;  ///< of the file that is open
  QTimer settling_;             ///< whoever writes the file gets time to finish
};

}  // namespace normscope
