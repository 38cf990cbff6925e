#include "ui/window/compare_link.h"

namespace normscope {

CompareLink::CompareLink(Session& session, Comparison& comparison, SideBySide& norms, Look& look,
                         QObject* parent)
    : QObject(parent), session_(session), comparison_(comparison), norms_(norms), look_(look) {
  connect(&comparison, &Comparison::specChanged, this, &CompareLink::lend);  // before B is one of the norms
  connect(&comparison, &Comparison::specChanged, this, &CompareLink::followComparison);
  connect(&norms, &SideBySide::changed, this, &CompareLink::followNorms);
  connect(&comparison, &Comparison::planChanged, this, &CompareLink::lend);
  connect(&comparison, &Comparison::comparedChanged, this, &CompareLink::lend);
  connect(&look, &Look::changed, this, &CompareLink::followLook);
}

void CompareLink::followComparison() {
  if (!comparison_.spec()) {
    if (look_.state().shown == Shown::difference) look_.set(&ViewState::shown, Shown::y);
    return;
  }
  if (norms_.count() == 2 && second() == *comparison_.spec()) return;
  norms_.setSpecs({session_.spec(), *comparison_.spec()}, 0);
  look_.set(&ViewState::norms, 2);
}

void CompareLink::followNorms() {
  if (norms_.count() == 2 && comparison_.spec() && !(*comparison_.spec() == second())) {
    comparison_.setSpec(second());
  }
}

/// The comparison computes B anyway, unless it says why it does not.
void CompareLink::lend() {
  const auto& spec = comparison_.spec();
  if (!spec || !comparison_.problem().empty()) return norms_.lend(std::nullopt, nullptr);
  const auto compared = comparison_.compared();
  norms_.lend(spec, compared && compared->b->plan.spec() == *spec ? compared->b : nullptr);
}

void CompareLink::followLook() {
  if (look_.state().shown != Shown::difference) return;
  // Another number of norms was asked for: their values are what is left to show.
  if (comparison_.spec() && look_.state().norms != 2) return look_.set(&ViewState::shown, Shown::y);
  norms_.setCount(2);  // before others learn of it
  look_.set(&ViewState::norms, 2);
  if (!comparison_.spec()) comparison_.setSpec(second());
}

}  // namespace normscope
