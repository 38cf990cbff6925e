#include "ui/window/start.h"

#include "ui/workspace/session.h"

namespace normscope {

void startAfresh(Session& session) {
  session.restore(builtInStart, Layout::ofRank(4), parseNormSpec(builtInNorm));
  session.resetRunningStatistics();
  session.select(0, false);
}

}  // namespace normscope
