#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/workspace/session.h"

namespace normscope {

/// One of the norms that are shown side by side.
struct SideNorm {
  NormSpec spec;
  std::shared_ptr<const ReductionPlan> plan;      ///< nothing where this shape allows none
  std::string problem;                            ///< why
  std::shared_ptr<const NormalizeResult> result;  ///< nothing until it is computed
};

/// Several norms on the session's tensor: 1, 2 or 4. One of them is the session's own, which the controls
/// change; the others keep what they were, adapted to the shape. Their results are computed in the
/// background, and only while somebody wants them.
class SideBySide : public QObject {
  Q_OBJECT

 public:
  explicit SideBySide(Session& session, QObject* parent = nullptr);
  ~SideBySide() override;

  std::size_t count() const { return norms_.size(); }
  std::size_t active() const { return active_; }
  const SideNorm& at(std::size_t index) const { return norms_[index]; }

  /// Four are the paper's: batch, layer, instance and group norm, the session's own in the place of its kind.
  /// Two are the session's own and the one it is most often taken for.
  void setCount(std::size_t count);

  /// The norms, as a scene gives them; the session's own becomes the one at `active`.
  void setSpecs(const std::vector<NormSpec>& specs, std::size_t active);

  /// Makes another one the session's own.
  void activate(std::size_t index);

  /// Whether results of the others are computed.
  void setWanted(bool wanted);

  /// The result of `spec` comes from elsewhere, on this tensor; nothing while it is being made. Without a
  /// spec all are computed here.
  void lend(const std::optional<NormSpec>& spec, std::shared_ptr<const NormalizeResult> result);

 signals:
  void changed();         ///< norms, plans or which one is active
  void resultsChanged();  ///< one result came, or is out of date

 private:
  void follow();
  void followResult();
  void takeOwnResult();
  void dropOldResults();
  void form(SideNorm& norm);
  void takeLent();
  void compute();

  Session& session_;
  std::vector<SideNorm> norms_;
  std::size_t active_ = 0;
  bool wanted_ = false;
  std::optional<NormSpec> lentSpec_;
  std::shared_ptr<const NormalizeResult> lent_;
  const std::byte* values_ = nullptr;  ///< that the results are of
  RunningStatistics running_;
  LatestJob computing_;
};

}  // namespace normscope
