#include "ui/workspace/session.h"

#include <algorithm>
#include <utility>

#include "core/compute/norm_request.h"
#include "core/document/adapt.h"
#include "core/error.h"
#include "ui/base/release.h"

namespace normscope {
namespace {

OpenedTensor openTensor(const std::string& source, const Progress& progress) {
  LoadedTensor loaded = loadTensor(source);
  const Summary summary = summarize(loaded.tensor, progress);
  Histogram histogram = fill(histogramFor(summary, histogramBins), loaded.tensor, progress);
  return {std::move(loaded), summary, std::move(histogram)};
}

Computed computeNow(const DeviceChoice& device, NormalizeRequest request, const Progress& progress) {
  NormalizeResult result = normalizeOn(device, request, progress);
  const Summary summary = summarize(result.y, progress);
  Histogram histogram = fill(histogramFor(summary, histogramBins), result.y, progress);
  const auto computation = std::make_shared<const Computation>(
      Computation{std::move(request), std::move(result), summary, std::move(histogram)});
  const NormalizeResult& made = computation->result;
  return {computation, statisticsDocument({computation, &made}, std::nullopt),
          runningDocument(computation->request.running, made.running, made.plan)};
}

Histogram emptied(Histogram histogram) {
  std::fill(histogram.counts.begin(), histogram.counts.end(), 0);
  histogram.notFinite = 0;
  return histogram;
}

}  // namespace

Session::Session(QObject* parent)
    : QObject(parent), spec_(parseNormSpec("group:groups=2")), device_(parseDeviceChoice("auto")) {
  for (LatestJob* job : {&loading_, &computing_, &checking_}) connectJob(*job);
  settling_.setSingleShot(true);
  settling_.setInterval(300);
  connect(&settling_, &QTimer::timeout, this, &Session::readFileAgain);
  connect(&watcher_, &QFileSystemWatcher::fileChanged, this, &Session::letGoOfFile);
}

Session::~Session() = default;

void Session::connectJob(LatestJob& job) {
  connect(&job, &LatestJob::runningChanged, this, &Session::busyChanged);
  connect(&job, &LatestJob::progressed, this, &Session::progressed);
}

bool Session::isBusy() const {
  return loading_.isRunning() || computing_.isRunning() || checking_.isRunning();
}

bool Session::isStale() const {
  return !problem(Place::norm).empty() || !problem(Place::shape).empty();
}

std::shared_ptr<const OpenedTensor> Session::currentTensor() const {
  return tensor_ && plan_ && tensor_->source.text == source_ &&
                 tensor_->source.tensor.extents() == plan_->shape().extents()
             ? tensor_
             : nullptr;
}

void Session::open(const std::string& source, const std::optional<Layout>& layout) {
  openWith(source, {layout, std::nullopt});
}

void Session::openWith(const std::string& source, const Wanted& wanted) {
  setProblem(Place::source, "");
  if (!isGenerated(source)) return load(source, wanted);
  try {
    const GeneratedTensor generated = parseGenerated(source);
    const auto rank = static_cast<int>(generated.extents.size());
    generate(generated, wanted.layout ? *wanted.layout : Layout::ofRank(rank), wanted.spec);
  } catch (const Error& error) {
    setProblem(Place::source, error.what());
  }
}

void Session::restore(const std::string& source, const std::optional<Layout>& layout, const NormSpec& spec) {
  const bool sameTensor = source == source_ && (generated_ || tensor_);
  if (!sameTensor) return openWith(source, {layout, spec});
  if (currentTensor()) loading_.cancel();  // of another one, that is no longer wanted
  setProblem(Place::source, "");
  setProblem(Place::shape, "");
  if (!layout || *layout == shape_.layout()) return setSpec(spec);
  try {
    setShape(Shape(*layout, shape_.extents()), spec);
  } catch (const Error& error) {
    setProblem(Place::shape, error.what());
  }
}

void Session::generate(const GeneratedTensor& generated, const Layout& layout) {
  generate(generated, layout, std::nullopt);
}

/// The shape of a generated tensor is in its text, so the plan need not wait for the values.
void Session::generate(const GeneratedTensor& generated, const Layout& layout,
                       const std::optional<NormSpec>& spec) {
  try {
    const Shape shape(layout, generated.extents);
    source_ = toText(generated);
    generated_ = generated;
    setProblem(Place::source, "");
    setShape(shape, spec);
    load(source_, {layout, std::nullopt});
  } catch (const Error& error) {
    setProblem(Place::shape, error.what());
  }
}

void Session::load(const std::string& source, const Wanted& wanted) {
  checking_.cancel();
  loading_.start([source](const Progress& progress) { return openTensor(source, progress); },
                 [this, wanted](OpenedTensor opened) { adopt(std::move(opened), wanted); },
                 [this](const Error& error) { setProblem(Place::source, error.what()); });
}

void Session::adopt(OpenedTensor opened, const Wanted& wanted) {
  const auto& source = opened.source;
  const bool sameSource = source.text == source_ && source.generated.has_value();
  try {
    const auto rank = static_cast<int>(source.tensor.extents().size());
    const Layout layout = wanted.layout   ? *wanted.layout
                          : source.layout ? *source.layout
                                          : Layout::ofRank(rank);
    const Shape shape = sameSource ? shape_ : Shape(layout, source.tensor.extents());
    if (rank == 0) throw nonsense(source.text, "it has no axes", "open a tensor of rank 1 to 6");
    source_ = source.text;
    generated_ = source.generated;
    releaseInBackground(std::exchange(tensor_, std::make_shared<const OpenedTensor>(std::move(opened))));
    watchFile();
    emit tensorChanged();
    if (sameSource) {
      compute();
    } else {
      setShape(shape, wanted.spec);
    }
  } catch (const Error& error) {
    setProblem(Place::source, error.what());
  }
}

void Session::watchFile() {
  if (!watcher_.files().isEmpty()) watcher_.removePaths(watcher_.files());
  if (tensor_->source.tensor.isFileBacked()) watcher_.addPath(QString::fromStdString(source_));
}

/// The values of a mapped file are those on the disk: once somebody writes to it they are no longer what was
/// computed, and where it became shorter they can't even be read.
void Session::letGoOfFile() {
  cancel();
  tensor_.reset();
  computation_.reset();
  setValues_.reset();
  difference_.reset();
  computationIsCurrent_ = false;
  emit tensorChanged();
  emit computationChanged();
  setProblem(Place::source, source_ + ": the file has changed; it is being read again");
  settling_.start();
}

void Session::readFileAgain() {
  loading_.start([source = source_](const Progress& progress) { return openTensor(source, progress); },
                 [this](OpenedTensor opened) {
                   setProblem(Place::source, "");
                   const bool sameRank =
                       static_cast<int>(opened.source.tensor.extents().size()) == shape_.rank();
                   const auto layout = sameRank ? std::optional(shape_.layout()) : std::nullopt;
                   adopt(std::move(opened), {layout, std::nullopt});
                 },
                 [this](const Error& error) { setProblem(Place::source, error.what()); });
}

void Session::setShape(const Shape& shape, const std::optional<NormSpec>& spec) {
  setProblem(Place::shape, "");
  const bool sameChannels = shape.channelCount() == shape_.channelCount();
  shape_ = shape;
  if (!sameChannels) running_ = RunningStatistics::fresh(shape.channelCount());
  const NormSpec adapted = adaptedTo(shape, spec.value_or(spec_));
  const bool changed = !(adapted == spec_);
  spec_ = adapted;
  emit sourceChanged();
  if (changed) emit specChanged();
  formPlan();
}

void Session::setLayout(const std::string& letters) {
  try {
    setShape(Shape(Layout::parse(letters), shape_.extents()));
  } catch (const Error& error) {
    setProblem(Place::shape, error.what());
  }
}

void Session::setSpec(const NormSpec& spec) {
  spec_ = spec;
  setProblem(Place::source, "");  // of an attempt that is over
  // The plan first: its sets are what a person waits for.
  if (shape_.rank() > 0) formPlan();  // else nothing is open yet
  emit specChanged();
}

void Session::setDevice(const DeviceChoice& choice) {
  device_ = choice;
  compute();
}

void Session::formPlan() {
  try {
    plan_ = std::make_shared<const ReductionPlan>(normscope::plan(shape_, spec_));
  } catch (const Error& error) {
    setProblem(Place::norm, error.what());
    return;
  }
  setProblem(Place::norm, "");
  if (selection_.element >= shape_.elementCount()) selection_ = {};
  computing_.cancel();  // a result of the plan before would pass for one of this
  computationIsCurrent_ = false;
  emit planChanged();
  emit selectionChanged();
  emit computationChanged();
  compute();
}

void Session::compute() {
  checking_.cancel();
  const auto tensor = currentTensor();
  if (!plan_ || !tensor || !(plan_->shape() == shape_) || isStale()) return;
  const NormalizeRequest request = requestOf(tensor->source.tensor, shape_, spec_, running_);
  computing_.start(
      [device = device_, request](const Progress& progress) { return computeNow(device, request, progress); },
      [this](Computed computed) { adopt(std::move(computed)); },
      [this](const Error& error) { setProblem(Place::computation, error.what()); });
}

void Session::adopt(Computed computed) {
  setProblem(Place::computation, "");
  auto before = std::exchange(computation_, std::move(computed.computation));
  statisticsPlot_ = std::move(computed.statistics);
  runningPlot_ = std::move(computed.running);
  computationIsCurrent_ = true;
  difference_.reset();
  emit computationChanged();
  emit differenceChanged();
  releaseInBackground(std::move(before));  // no view shows it any more
  countSet();
  check();
}

/// The comparison with the reference comes after the result, so that nobody waits for it.
void Session::check() {
  checking_.start(
      [computation = computation_](const Progress& progress) {
        return verify(computation->request, computation->result, progress);
      },
      [this](const Difference& difference) {
        difference_ = difference;
        emit differenceChanged();
      },
      [this](const Error& error) { setProblem(Place::computation, error.what()); });
}

void Session::countSet() {
  const auto computation = currentComputation();
  const auto tensor = currentTensor();
  if (!computation || !tensor || shape_.elementCount() == 0) return;
  const std::int64_t set = computation->result.plan.setOf(selection_.element);
  if (setValues_ && setValues_->set == set && setValuesOf_.lock() == computation) return;
  counting_.start(
      [computation, tensor, set](const Progress& progress) {
        const ReductionPlan& plan = computation->result.plan;
        return SetValues{set, fill(emptied(tensor->histogram), tensor->source.tensor, plan, set, progress),
                         fill(emptied(computation->histogram), computation->result.y, plan, set, progress)};
      },
      [this, counted = std::weak_ptr(computation)](SetValues values) {
        setValues_ = std::make_shared<const SetValues>(std::move(values));
        setValuesOf_ = counted;
        emit setValuesChanged();
      },
      [this](const Error& error) { setProblem(Place::computation, error.what()); });
}

void Session::select(std::int64_t element, bool pinned) {
  if (!plan_ || element < 0 || element >= plan_->shape().elementCount()) return;
  const Selection selection{element, pinned};
  if (selection == selection_) return;
  selection_ = selection;
  emit selectionChanged();
  countSet();
}

void Session::hover(std::int64_t element) {
  if (!selection_.pinned) select(element, false);
}

void Session::unpin() {
  select(selection_.element, false);
}

void Session::stepSet(int direction) {
  if (!plan_ || plan_->setCount() == 0 || plan_->elementsPerSet() == 0) return;
  const std::int64_t sets = plan_->setCount();
  select(plan_->elementOf((plan_->setOf(selection_.element) + direction + sets) % sets, 0), true);
}

void Session::stepWithinSet(int direction) {
  if (!plan_ || plan_->shape().elementCount() == 0) return;
  const std::int64_t set = plan_->setOf(selection_.element);
  const std::int64_t elements = plan_->elementsPerSet();
  select(plan_->elementOf(set, (plan_->numberInSet(selection_.element) + direction + elements) % elements),
         true);
}

void Session::updateRunningStatistics() {
  const auto computation = currentComputation();
  if (!computation || !computation->result.running || !computation->result.plan.statisticsFromX()) return;
  running_ = *computation->result.running;
  compute();
}

void Session::resetRunningStatistics() {
  running_ = RunningStatistics::fresh(shape_.channelCount());
  compute();
}

void Session::setRunningStatistics(const RunningStatistics& running) {
  const auto channels = static_cast<std::size_t>(shape_.channelCount());
  if (running.mean.size() != channels || running.variance.size() != channels) return;
  running_ = running;
  compute();
}

void Session::cancel() {
  for (LatestJob* job : {&loading_, &computing_, &checking_, &counting_}) job->cancel();
}

void Session::recompute() {
  if (currentTensor()) return compute();
  if (shape_.rank() > 0) load(source_, {shape_.layout(), std::nullopt});
}

void Session::setProblem(Place place, const std::string& line) {
  std::string& current = problems_[static_cast<std::size_t>(place)];
  if (current == line) return;
  current = line;
  emit problemsChanged();
}

}  // namespace normscope
