#include "ui/pages/panes.h"

namespace normscope {

Panes::Panes(Session& session, SideBySide& norms, Comparison& comparison, Look& look, QObject* parent)
    : QObject(parent), session_(session), norms_(norms), comparison_(comparison), look_(look) {}

std::size_t Panes::normOf(std::size_t pane) const {
  return look_.isFlipped() && norms_.count() == 2 ? 1 - pane : pane;
}

bool Panes::showsDifference() const {
  return look_.state().shown == Shown::difference && norms_.count() == 2;
}

std::string Panes::letterOf(std::size_t norm) const {
  if (!comparison_.spec() || norms_.count() != 2) return {};
  return norm == norms_.active() ? "A:" : "B:";
}

}  // namespace normscope
