#include "ui/workspace/side_by_side.h"

#include <algorithm>

#include "core/compute/norm_request.h"
#include "core/document/adapt.h"
#include "core/error.h"

namespace normscope {
namespace {

/// The norms of the paper's figure, in its order.
std::vector<NormSpec> paperNorms() {
  return {parseNormSpec("batch"), parseNormSpec("layer"), parseNormSpec("instance"),
          parseNormSpec("group:groups=2")};
}

/// What a norm is most often mistaken for, or compared with.
NormSpec neighbourOf(const NormSpec& spec) {
  switch (spec.kind) {
    case NormKind::group:
      return parseNormSpec("layer");
    case NormKind::layer:
      return parseNormSpec("group:groups=1");
    case NormKind::batch:
      return parseNormSpec("instance");
    case NormKind::instance:
      return parseNormSpec("batch");
    default:
      return parseNormSpec("layer");
  }
}

using Results = std::vector<std::shared_ptr<const NormalizeResult>>;

}  // namespace

SideBySide::SideBySide(Session& session, QObject* parent) : QObject(parent), session_(session), norms_(1) {
  norms_.front().spec = session.spec();
  connect(&session, &Session::planChanged, this, &SideBySide::follow);
  connect(&session, &Session::computationChanged, this, &SideBySide::followResult);
}

SideBySide::~SideBySide() = default;

void SideBySide::setCount(std::size_t count) {
  if (count == norms_.size()) return;
  const NormSpec own = session_.spec();
  if (count == 4) {
    std::vector<NormSpec> specs = paperNorms();
    const auto place =
        std::find_if(specs.begin(), specs.end(), [&](const NormSpec& spec) { return spec.kind == own.kind; });
    const auto at = place == specs.end() ? specs.size() - 1 : static_cast<std::size_t>(place - specs.begin());
    specs[at] = own;
    return setSpecs(specs, at);
  }
  setSpecs(count == 2 ? std::vector{own, neighbourOf(own)} : std::vector{own}, 0);
}

void SideBySide::setSpecs(const std::vector<NormSpec>& specs, std::size_t active) {
  norms_.assign(specs.size(), {});
  active_ = active;
  for (std::size_t i = 0; i < specs.size(); ++i) norms_[i].spec = specs[i];
  if (session_.spec() == specs[active]) return follow();
  session_.setSpec(specs[active]);
  follow();  // also where the session refuses it
}

void SideBySide::activate(std::size_t index) {
  if (index >= norms_.size() || index == active_) return;
  active_ = index;
  session_.setSpec(NormSpec(norms_[index].spec));
  emit changed();
}

void SideBySide::setWanted(bool wanted) {
  if (wanted == wanted_) return;
  wanted_ = wanted;
  if (wanted_) return compute();
  computing_.cancel();
  for (std::size_t i = 0; i < norms_.size(); ++i) {
    if (i != active_) norms_[i].result.reset();
  }
}

void SideBySide::lend(const std::optional<NormSpec>& spec, std::shared_ptr<const NormalizeResult> result) {
  const bool other = spec != lentSpec_;
  lentSpec_ = spec;
  lent_ = std::move(result);
  if (!wanted_) return;
  takeLent();
  if (other) compute();  // what was expected from elsewhere comes no more
}

/// A result that is there and fits is kept: what is drawn of it need not be made anew.
void SideBySide::takeLent() {
  if (!lent_) return;
  bool took = false;
  for (std::size_t i = 0; i < norms_.size(); ++i) {
    SideNorm& norm = norms_[i];
    const bool lacks = i != active_ && norm.plan && !norm.result;
    if (!lacks || norm.spec != lentSpec_ || !(norm.plan->shape() == lent_->plan.shape())) continue;
    norm.result = lent_;
    took = true;
  }
  if (took) emit resultsChanged();
}

/// The session's plan is formed anew for another shape as well as for another spec.
void SideBySide::follow() {
  if (!session_.plan()) return;
  SideNorm& own = norms_[active_];
  own.spec = session_.spec();
  own.plan = session_.plan();
  own.problem.clear();
  takeOwnResult();
  for (std::size_t i = 0; i < norms_.size(); ++i) {
    const auto& plan = norms_[i].plan;
    if (i != active_ && (!plan || !(plan->shape() == own.plan->shape()))) form(norms_[i]);
  }
  emit changed();
  if (wanted_) compute();
}

void SideBySide::form(SideNorm& norm) {
  norm.result.reset();
  norm.plan.reset();
  norm.problem.clear();
  try {
    norm.spec = adaptedTo(session_.plan()->shape(), norm.spec);
    norm.plan = std::make_shared<const ReductionPlan>(plan(session_.plan()->shape(), norm.spec));
  } catch (const Error& error) {
    norm.problem = error.what();
  }
}

void SideBySide::takeOwnResult() {
  const auto computation = session_.currentComputation();
  norms_[active_].result =
      computation ? std::shared_ptr<const NormalizeResult>(computation, &computation->result) : nullptr;
}

/// Other values, or other running statistics, make the results of all norms out of date.
void SideBySide::dropOldResults() {
  const auto tensor = session_.currentTensor();
  const std::byte* values = tensor ? tensor->source.tensor.bytes() : nullptr;
  if (values == values_ && session_.running() == running_) return;
  values_ = values;
  running_ = session_.running();
  lent_.reset();
  for (std::size_t i = 0; i < norms_.size(); ++i) {
    if (i != active_) norms_[i].result.reset();
  }
}

void SideBySide::followResult() {
  dropOldResults();
  takeOwnResult();
  emit resultsChanged();
  if (norms_[active_].result && wanted_) compute();
}

/// The session's own result comes first; a result that is there and fits is kept.
void SideBySide::compute() {
  const auto own = session_.currentComputation();
  if (!session_.currentTensor() || !own || !wanted_) return;
  takeLent();
  std::vector<std::pair<std::size_t, NormSpec>> missing;
  for (std::size_t i = 0; i < norms_.size(); ++i) {
    const bool lacks = i != active_ && norms_[i].plan && !norms_[i].result;
    if (lacks && norms_[i].spec != lentSpec_) missing.emplace_back(i, norms_[i].spec);
  }
  if (missing.empty()) return;
  computing_.start(
      [missing, device = session_.device(), own, running = session_.running()](const Progress& progress) {
        Results results;
        for (const auto& [index, spec] : missing) {
          const NormalizeRequest request = requestOf(own->request.x, own->request.shape, spec, running);
          results.push_back(std::make_shared<const NormalizeResult>(normalizeOn(device, request, progress)));
        }
        return results;
      },
      [this, missing](const Results& results) {
        for (std::size_t i = 0; i < missing.size(); ++i) {
          const auto& [index, spec] = missing[i];
          if (index < norms_.size() && index != active_ && norms_[index].spec == spec) {
            norms_[index].result = results[i];
          }
        }
        emit resultsChanged();
      },
      [this](const Error& error) {
        for (SideNorm& norm : norms_) {
          if (!norm.result) norm.problem = error.what();
        }
        emit changed();
      });
}

}  // namespace normscope
