#include "ui/workspace/work_queue.h"

#include <algorithm>

namespace normscope {

WorkQueue::WorkQueue(QObject* parent) : QObject(parent) {
  for (Lane& lane : lanes_) {
    connect(&lane.job, &LatestJob::runningChanged, this, &WorkQueue::busyChanged);
    if (&lane != &lanes_.back()) connect(&lane.job, &LatestJob::progressed, this, &WorkQueue::progressed);
  }
}

std::size_t WorkQueue::laneOf(const WorkKey& key) {
  switch (key.kind) {
    case WorkKey::Kind::load:
    case WorkKey::Kind::parameter:
      return 0;
    case WorkKey::Kind::countSet:
      return lanes - 1;
    case WorkKey::Kind::normalize:
    case WorkKey::Kind::compare:
    case WorkKey::Kind::verify:
      break;
  }
  return 1;
}

bool WorkQueue::isBusy() const {
  return lanes_[0].job.isRunning() || lanes_[1].job.isRunning();
}

bool WorkQueue::isDoing(const WorkKey& key) const {
  const auto& doing = lanes_[laneOf(key)].doing;
  return doing && *doing == key;
}

void WorkQueue::want(const std::vector<Work>& wanted) {
  for (std::size_t i = 0; i < lanes; ++i) {
    Lane& lane = lanes_[i];
    const auto first =
        std::find_if(wanted.begin(), wanted.end(), [&](const Work& work) { return laneOf(work.key) == i; });
    if (first == wanted.end()) {
      lane.doing.reset();
      lane.job.cancel();
    } else if (!lane.doing || !(*lane.doing == first->key)) {
      start(lane, *first);
    }
  }
}

/// Starting a job cancels the one before in the same lane.
void WorkQueue::start(Lane& lane, const Work& work) {
  lane.doing = work.key;
  lane.job.start(
      work.run,
      [this, &lane](const std::function<void()>& deliver) {
        lane.doing.reset();
        deliver();
        emit finished();
      },
      [this, &lane](const Error& error) {
        const WorkKey key = *lane.doing;
        lane.doing.reset();
        emit failed(key, error);
        emit finished();
      });
}

}  // namespace normscope
