#include "ui/workspace/comparison.h"

#include <utility>

#include "core/analysis/verdict.h"
#include "core/compute/norm_request.h"
#include "core/error.h"
#include "ui/base/release.h"

namespace normscope {
namespace {

std::shared_ptr<const Compared> compareNow(const DeviceChoice& device,
                                           const std::shared_ptr<const Computation>& a,
                                           const NormalizeRequest& request, const Progress& progress) {
  auto b = std::make_shared<const NormalizeResult>(normalizeOn(device, request, progress.part(0, 0.6)));
  const Distance distance = distanceOf(a->result.y, b->y, progress.part(0.6, 0.8));
  Tensor difference = differenceOf(a->result.y, b->y, progress.part(0.8, 1));
  const double bound = roundingBoundOf(a->result, *b, distance);
  std::string verdict = verdictOf(a->result, *b, distance);
  const Summary summary = summarize(difference, progress);
  Histogram histogram = fill(histogramFor(summary, histogramBins), difference, progress);
  return std::make_shared<const Compared>(Compared{a, std::move(b), distance, std::move(difference), summary,
                                                   std::move(histogram), bound, std::move(verdict)});
}

}  // namespace

Comparison::Comparison(Session& session, QObject* parent) : QObject(parent), session_(session) {
  connect(&session, &Session::planChanged, this, &Comparison::formPlan);
  connect(&session, &Session::computationChanged, this, &Comparison::compute);
  connect(&computing_, &LatestJob::runningChanged, this, &Comparison::busyChanged);
  connect(&computing_, &LatestJob::progressed, this, &Comparison::progressed);
}

Comparison::~Comparison() = default;

void Comparison::setSpec(const std::optional<NormSpec>& spec) {
  spec_ = spec;
  emit specChanged();
  formPlan();
  compute();
}

void Comparison::swap() {
  if (!spec_ || !plan_) return;
  const NormSpec a = session_.spec();
  const NormSpec b = *spec_;
  spec_ = a;
  emit specChanged();
  session_.setSpec(b);  // forms both plans and computes
}

void Comparison::setProblem(const std::string& line) {
  problem_ = line;
  emit planChanged();
}

void Comparison::drop() {
  computing_.cancel();
  if (!compared_) return;
  auto before = std::exchange(compared_, nullptr);
  emit comparedChanged();
  releaseInBackground(std::move(before));
}

void Comparison::formPlan() {
  drop();
  plan_.reset();
  equivalence_.reset();
  if (!spec_ || !session_.plan()) return setProblem("");
  try {
    const ReductionPlan& a = *session_.plan();
    plan_ = std::make_shared<const ReductionPlan>(normscope::plan(a.shape(), *spec_));
    equivalence_ = equivalenceOf(a, *plan_);
    setProblem("");
  } catch (const Error& error) {
    setProblem(error.what());
  }
}

void Comparison::compute() {
  drop();
  const auto a = session_.currentComputation();
  if (!a || !plan_ || !(plan_->shape() == a->result.plan.shape())) return;
  computing_.start([device = session_.device(), a,
                    request = requestOf(a->request.x, a->request.shape, *spec_, session_.running())](
                       const Progress& progress) { return compareNow(device, a, request, progress); },
                   [this](std::shared_ptr<const Compared> compared) {
                     compared_ = std::move(compared);
                     emit comparedChanged();
                   },
                   [this](const Error& error) { setProblem(error.what()); });
}

}  // namespace normscope
