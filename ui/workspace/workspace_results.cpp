// What is computed for the document: under which key, what is missing of it, and what is asked for next.
#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/io/generate.h"
#include "ui/workspace/workspace.h"

namespace normscope {

std::optional<ResultKey> Workspace::keyOf(std::size_t norm) const {
  const auto tensor = currentTensor();
  const PlannedNorm& planned = norms_[norm];
  if (!tensor || !planned.plan) return std::nullopt;
  const LayerParameters taken = takenBy(planned.spec, document().parameters);
  const auto weight = taken.weight ? parameterValues_.find(taken.weight->text) : nullptr;
  const auto bias = taken.bias ? parameterValues_.find(taken.bias->text) : nullptr;
  if ((taken.weight && !weight) || (taken.bias && !bias)) return std::nullopt;  // not read yet
  return ResultKey{tensor,   shape(), planned.spec, keepsRunning(planned.spec) ? document().running : nullptr,
                   device(), weight,  bias};
}

std::shared_ptr<const Computed> Workspace::computed(std::size_t norm) const {
  const auto key = keyOf(norm);
  return key ? results_.find(*key) : nullptr;
}

std::shared_ptr<const Computation> Workspace::result(std::size_t norm) const {
  const auto found = computed(norm);
  return found ? found->computation : nullptr;
}

std::optional<WorkKey> Workspace::setKey() const {
  const auto key = keyOf(active());
  if (!key || shape().elementCount() == 0) return std::nullopt;
  WorkKey work = WorkKey::of(WorkKey::Kind::countSet, *key);
  work.set = norms_[active()].plan->setOf(selection().element);
  return work;
}

std::shared_ptr<const SetValues> Workspace::setValues() const {
  const auto key = setKey();
  return key ? results_.find(*key->a, key->set) : nullptr;
}

std::optional<Difference> Workspace::difference() const {
  const auto key = keyOf(active());
  return key ? results_.difference(*key) : std::nullopt;
}

bool Workspace::isComparing() const {
  return normCount() == 2 && (comparing_ || view().shown == Shown::difference);
}

std::optional<WorkKey> Workspace::compareKey() const {
  if (!isComparing()) return std::nullopt;
  const auto a = keyOf(active());
  const auto b = keyOf(1 - active());
  if (!a || !b) return std::nullopt;
  WorkKey work = WorkKey::of(WorkKey::Kind::compare, *a);
  work.b = b;
  return work;
}

std::shared_ptr<const Compared> Workspace::compared() const {
  const auto key = compareKey();
  return key ? results_.find(*key->a, *key->b) : nullptr;
}

std::optional<Equivalence> Workspace::equivalence() const {
  if (normCount() != 2 || !norms_[0].plan || !norms_[1].plan) return std::nullopt;
  return equivalenceOf(*norms_[active()].plan, *norms_[1 - active()].plan);
}

std::string Workspace::problemOf(std::size_t norm) const {
  if (!norms_[norm].problem.empty()) return norms_[norm].problem;
  const auto key = keyOf(norm);
  return key ? failureOf(WorkKey::of(WorkKey::Kind::normalize, *key)) : "";
}

bool Workspace::isCancelled() const {
  const auto isIt = [&](const WorkKey& key) {
    return std::find(cancelled_.begin(), cancelled_.end(), key) != cancelled_.end();
  };
  const auto key = keyOf(active());
  if (!key) return isIt({WorkKey::Kind::load, source()});
  return !results_.find(*key) && isIt(WorkKey::of(WorkKey::Kind::normalize, *key));
}

/// Tells what became of the result on the screen, and asks for what is missing.
void Workspace::schedule() {
  if (auto kept = currentTensor() ? nullptr : results_.tensor(source())) {
    tensor_ = std::move(kept);
    emit tensorChanged();
  }
  auto key = keyOf(active());
  if (key != key_) {
    key_ = std::move(key);
    if (auto found = computed(active())) shown_ = std::move(found);
    showComputationProblem();
    emit computationChanged();
    emit resultsChanged();
    emit differenceChanged();
  }
  std::vector<ResultKey> wanted;
  for (std::size_t i = 0; i < normCount(); ++i) {
    if (auto each = keyOf(i)) wanted.push_back(std::move(*each));
  }
  results_.keep(wanted);
  queue_.want(wantedWork());
}

std::vector<Work> Workspace::wantedWork() {
  std::vector<Work> wanted;
  wantTensor(wanted);
  wantParameters(wanted);
  wantResults(wanted);
  wantComparison(wanted);
  wantChecks(wanted);
  return wanted;
}

void Workspace::add(std::vector<Work>& wanted, WorkKey key,
                    std::function<std::function<void()>(const Progress&)> run) {
  const bool isCancelled = std::find(cancelled_.begin(), cancelled_.end(), key) != cancelled_.end();
  if (!isCancelled && failureOf(key).empty()) wanted.push_back({std::move(key), std::move(run)});
}

/// What is asked for comes before what the document lacks.
void Workspace::wantTensor(std::vector<Work>& wanted) {
  const auto read = [this](const std::string& source, auto arrive) {
    return [source, arrive](const Progress& progress) -> std::function<void()> {
      auto opened = std::make_shared<OpenedTensor>(openTensor(source, progress));
      return [arrive, opened] { arrive(std::move(*opened)); };
    };
  };
  if (opening_) {
    const auto arrive = [this](OpenedTensor opened) {
      const Opening opening = *std::exchange(opening_, std::nullopt);
      arrived(opening, std::move(opened));
    };
    add(wanted, {WorkKey::Kind::load, opening_->source, opening_->request}, read(opening_->source, arrive));
  }
  if (source().empty() || currentTensor() || !isGenerated(source())) return;
  const auto arrive = [this](OpenedTensor opened) {
    adoptTensor(std::move(opened));
    emit tensorChanged();
  };
  add(wanted, {WorkKey::Kind::load, source()}, read(source(), arrive));
}

/// The active norm comes first, and before the others the set that is looked at.
void Workspace::wantResults(std::vector<Work>& wanted) {
  const auto normalize = [&](std::size_t norm) {
    const auto key = keyOf(norm);
    if (!key || results_.find(*key)) return;
    add(wanted, WorkKey::of(WorkKey::Kind::normalize, *key),
        [this, key = *key](const Progress& progress) -> std::function<void()> {
          auto computed = std::make_shared<Computed>(compute(key, progress));
          return [this, key, computed] {
            results_.put(key, std::move(*computed));
            if (key_ == key) {
              shown_ = results_.find(key);
              emit computationChanged();
              emit differenceChanged();
            }
            emit resultsChanged();
          };
        });
  };
  normalize(active());
  if (const auto key = setKey(); key && result(active()) && !setValues()) {
    add(wanted, *key,
        [this, key = *key, made = result(active())](const Progress& progress) -> std::function<void()> {
          auto values = std::make_shared<SetValues>(countSet(*key.a->tensor, *made, key.set, progress));
          return [this, key, values] {
            results_.put(*key.a, std::move(*values));
            emit setValuesChanged();
          };
        });
  }
  for (std::size_t i = 0; i < normCount(); ++i) {
    if (i != active()) normalize(i);
  }
}

void Workspace::wantComparison(std::vector<Work>& wanted) {
  const auto key = compareKey();
  if (!key || results_.find(*key->a, *key->b)) return;
  const auto a = results_.find(*key->a);
  const auto b = results_.find(*key->b);
  if (!a || !b) return;
  add(wanted, *key, [this, key = *key, a, b](const Progress& progress) -> std::function<void()> {
    auto compared = compare(a->computation, b->computation, progress);
    return [this, key, compared] {
      results_.put(*key.a, *key.b, compared);
      emit resultsChanged();
    };
  });
}

/// The comparison with the reference comes last, so that nobody waits for it.
void Workspace::wantChecks(std::vector<Work>& wanted) {
  const auto key = keyOf(active());
  const auto made = result(active());
  if (!key || !made || results_.difference(*key)) return;
  add(wanted, WorkKey::of(WorkKey::Kind::verify, *key),
      [this, key = *key, made](const Progress& progress) -> std::function<void()> {
        const Difference difference = verify(made->request, made->result, progress);
        return [this, key, difference] {
          results_.put(key, difference);
          if (key_ == key) emit differenceChanged();
        };
      });
}

}  // namespace normscope
