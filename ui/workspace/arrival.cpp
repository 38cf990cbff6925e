#include "ui/workspace/arrival.h"

#include <utility>

namespace normscope {

Arrival::Arrival(Session& session, QObject* parent) : QObject(parent), session_(session) {
  // Queued: whoever hears of the new shape first may still be at work on it.
  connect(&session, &Session::sourceChanged, this, &Arrival::arrive, Qt::QueuedConnection);
  connect(&session, &Session::planChanged, this, &Arrival::arrive, Qt::QueuedConnection);
}

bool Arrival::isThere() const {
  return session_.source() == source_ && session_.shape().layout() == layout_;
}

void Arrival::at(const std::string& source, const Layout& layout, std::function<void()> then) {
  source_ = source;
  layout_ = layout;
  then_ = std::move(then);
  if (!isThere()) session_.open(source, layout);
  arrive();
}

void Arrival::arrive() {
  if (!then_ || !isThere()) return;
  std::exchange(then_, nullptr)();
}

}  // namespace normscope
