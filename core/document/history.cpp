#include "core/document/history.h"

#include <utility>

#include "core/error.h"
#include "core/io/generate.h"

namespace normscope {
namespace {

/// The letter of the one axis that has another extent.
std::string turnedAxis(const Document& before, const Document& after) {
  std::string turned;
  for (int i = 0; i < after.shape.rank(); ++i) {
    if (before.shape.extent(i) != after.shape.extent(i)) turned += after.shape.axis(i).letter;
  }
  return turned.size() == 1 ? turned : "";
}

/// The number between two generated tensors of one kind and layout.
std::string tensorDial(const Document& before, const Document& after) {
  if (!isGenerated(before.source) || !isGenerated(after.source)) return {};
  if (!(before.shape.layout() == after.shape.layout())) return {};
  try {
    GeneratedTensor from = parseGenerated(before.source);
    const GeneratedTensor to = parseGenerated(after.source);
    const bool sameSeed = from.seed == to.seed;
    from.seed = to.seed;
    if (from == to) return sameSeed ? "" : "seed";
    from.extents = to.extents;
    return from == to && sameSeed ? turnedAxis(before, after) : "";
  } catch (const Error&) {
    return {};
  }
}

/// Whether they differ at most in what `take` takes from the first to the second.
template <typename Take>
bool differOnlyIn(const Document& before, const Document& after, Take take) {
  Document between = before;
  take(between);
  return between == after;
}

/// The number of the laboratory that differs, where it is one that is turned.
std::string laboratoryDial(const Document& before, const Document& after) {
  if (before.laboratory == after.laboratory) return {};
  const auto only = [&](auto member) {
    return differOnlyIn(before, after,
                        [&](Document& between) { member(between.laboratory) = member(after.laboratory); });
  };
  if (only([](auto& lab) -> auto& { return lab.batch; })) return "timeline";
  if (only([](auto& lab) -> auto& { return lab.channel; })) return "channel";
  if (only([](auto& lab) -> auto& { return lab.timeline.momentum; })) return "momentum";
  if (only([](auto& lab) -> auto& { return lab.timeline.batchSize; })) return "batch size";
  if (only([](auto& lab) -> auto& { return lab.timeline.batches; })) return "batches";
  if (only([](auto& lab) -> auto& { return lab.statistics.seeds; })) return "draws";
  if (only([](auto& lab) -> auto& { return lab.training.seeds; })) return "seeds";
  if (only([](auto& lab) -> auto& { return lab.training.epochs; })) return "epochs";
  return only([](auto& lab) -> auto& { return lab.training.learningRate; }) ? "learning rate" : "";
}

}  // namespace

History::History(Document first) {
  values_.push_back(std::move(first));
}

void History::change(Document next, bool belongsToTheStepBefore) {
  if (next == now()) return;
  ++moves_;
  values_.resize(at_ + 1);
  if (belongsToTheStepBefore && at_ > 0) {
    if (next == values_[at_ - 1]) {
      values_.pop_back();
      --at_;
    } else {
      values_[at_] = std::move(next);
    }
    return;
  }
  if (steps() == mostSteps) values_.erase(values_.begin());
  values_.push_back(std::move(next));
  at_ = values_.size() - 1;
}

void History::amend(Document next) {
  values_[at_] = std::move(next);
}

void History::forget() {
  values_ = {now()};
  at_ = 0;
  ++moves_;
}

std::optional<History::Step> History::undoStep() const {
  return at_ == 0 ? std::nullopt : std::optional(Step{values_[at_ - 1], values_[at_]});
}

std::optional<History::Step> History::redoStep() const {
  return at_ + 1 == values_.size() ? std::nullopt : std::optional(Step{values_[at_], values_[at_ + 1]});
}

void History::go(std::size_t position) {
  at_ = position;
  ++moves_;
}

std::string dialOf(const Document& before, const Document& after) {
  if (before.source != after.source) return tensorDial(before, after);
  if (differOnlyIn(before, after, [&](Document& between) { between.view.camera = after.view.camera; }))
    return "camera";
  if (differOnlyIn(before, after, [&](Document& between) { between.selection = after.selection; }))
    return "selection";
  if (const std::string dial = laboratoryDial(before, after); !dial.empty()) return dial;
  const bool onlyGroups = differOnlyIn(before, after, [&](Document& between) {
    DocumentNorm& norm = between.norms[between.active];
    if (after.norms.size() != between.norms.size() || after.active != between.active) return;
    norm.asked.groups = after.norms[after.active].asked.groups;
    norm.spec.groups = after.spec().groups;
  });
  return onlyGroups ? "groups" : "";
}

}  // namespace normscope
