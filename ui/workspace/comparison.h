#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <string>

#include "core/analysis/comparison.h"
#include "core/analysis/equivalence.h"
#include "ui/base/latest_job.h"
#include "ui/workspace/session.h"

namespace normscope {

/// Two norms on one tensor, computed. Never changes.
struct Compared {
  std::shared_ptr<const Computation> a;
  std::shared_ptr<const NormalizeResult> b;
  Distance distance;
  Tensor difference;  ///< B - A, of y's shape and dtype
  Summary differenceSummary;
  Histogram differenceHistogram;
  double bound = 0;     ///< what rounding may make of it: roundingBoundOf()
  std::string verdict;  ///< verdictOf()
};

/// A second norm, B, beside the session's, A: its plan at once, its result and the difference in the
/// background, anew whenever the session computed. The newest request wins. Costs nothing while there is no
/// B.
class Comparison : public QObject {
  Q_OBJECT

 public:
  explicit Comparison(Session& session, QObject* parent = nullptr);
  ~Comparison() override;

  void setSpec(const std::optional<NormSpec>& spec);  ///< B; nothing ends the comparison
  void swap();                                        ///< B becomes the session's norm, and A becomes B

  const std::optional<NormSpec>& spec() const { return spec_; }

  /// Of B, for the tensor on the screen; nothing without B or where it does not fit.
  std::shared_ptr<const ReductionPlan> plan() const { return plan_; }

  /// How the two plans on the screen are related.
  const std::optional<Equivalence>& equivalence() const { return equivalence_; }

  /// The results, where they belong to the norms and the tensor on the screen.
  std::shared_ptr<const Compared> compared() const { return compared_; }

  const std::string& problem() const { return problem_; }  ///< why there is no plan, or no result
  bool isBusy() const { return computing_.isRunning(); }

 signals:
  void specChanged();      ///< B is another, or none
  void planChanged();      ///< plan(), equivalence() or problem()
  void comparedChanged();  ///< also when it became out of date
  void busyChanged(bool busy);
  void progressed(double fraction);

 private:
  void formPlan();
  void compute();
  void drop();
  void setProblem(const std::string& line);

  Session& session_;
  std::optional<NormSpec> spec_;
  std::shared_ptr<const ReductionPlan> plan_;
  std::optional<Equivalence> equivalence_;
  std::shared_ptr<const Compared> compared_;
  std::string problem_;
  LatestJob computing_;
};

}  // namespace normscope
