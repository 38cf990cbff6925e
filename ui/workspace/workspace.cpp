#include "ui/workspace/workspace.h"

#include <algorithm>
#include <utility>

#include "core/document/changes.h"
#include "core/document/scene.h"
#include "core/document/spec_edit.h"
#include "core/error.h"
#include "core/io/generate.h"
#include "core/io/tensor_ref.h"
#include "ui/base/release.h"

namespace normscope {
namespace {

/// Failures that are remembered, so that what failed is not tried again and again.
constexpr std::size_t mostFailures = 32;

constexpr int settlingMilliseconds = 300;

/// The file in FILE, without the name of a tensor or a slice.
QString pathOf(const std::string& text) {
  return QString::fromStdString(splitFileText(text).path);
}

/// What there is to say of parameters that were there before and that the next document has no use for.
std::string whatWasLetGo(const LayerParameters& before, const Document& next) {
  if (before.isEmpty() || !next.parameters.isEmpty()) return "";
  const std::string which = !before.bias ? "weight" : !before.weight ? "bias" : "weight and bias";
  const Extents& extents = before.weight ? before.weight->extents : before.bias->extents;
  return which + ": the shape " + toText(extents) + " does not fit the norm on " +
         toText(next.shape.extents()) + ", so that of a new layer is used; give another, or undo";
}

}  // namespace

Workspace::Workspace(QObject* parent) : QObject(parent) {
  norms_.push_back({document().spec(), nullptr, ""});
  connect(&store_, &Store::changed, this, &Workspace::follow);
  connect(&queue_, &WorkQueue::busyChanged, this, &Workspace::busyChanged);
  connect(&queue_, &WorkQueue::progressed, this, &Workspace::progressed);
  connect(&queue_, &WorkQueue::failed, this, &Workspace::noteFailure);
  connect(&queue_, &WorkQueue::finished, this, &Workspace::schedule);
  settling_.setSingleShot(true);
  settling_.setInterval(settlingMilliseconds);
  connect(&settling_, &QTimer::timeout, this, &Workspace::readFileAgain);
  connect(&watcher_, &QFileSystemWatcher::fileChanged, this, &Workspace::letGoOfFile);
}

Workspace::~Workspace() = default;

// Changes

/// The first tensor is where it all begins.
void Workspace::change(const Document& next) {
  if (source().empty() && !next.source.empty()) return store_.begin(next);
  store_.change(next);
}

void Workspace::open(const std::string& source, const std::optional<Layout>& layout,
                     std::function<Document(Document)> andThen) {
  setProblem(Place::source, "");
  if (isGenerated(source)) return openGenerated(source, layout, andThen);
  load({source, ++requests_, layout, std::move(andThen), [this](const Document& next) { change(next); }});
}

/// The shape of a generated tensor is in its text, so the plan need not wait for the values.
void Workspace::openGenerated(const std::string& source, const std::optional<Layout>& layout,
                              const std::function<Document(Document)>& andThen) {
  try {
    const GeneratedTensor generated = parseGenerated(source);
    const auto rank = static_cast<int>(generated.extents.size());
    try {
      const Shape shape(layout ? *layout : Layout::ofRank(rank), generated.extents);
      opening_.reset();
      setProblem(Place::shape, "");
      const Document next = withTensor(document(), toText(generated), shape);
      change(andThen ? andThen(next) : next);
      schedule();
    } catch (const Error& error) {
      setProblem(Place::shape, error.what());
    }
  } catch (const Error& error) {
    setProblem(Place::source, error.what());
  }
}

void Workspace::generate(const GeneratedTensor& generated, const Layout& layout) {
  setProblem(Place::source, "");
  openGenerated(toText(generated), layout, {});
}

void Workspace::forgetOpening() {
  if (!opening_) return;
  opening_.reset();
  schedule();
}

void Workspace::load(Opening opening) {
  opening_ = std::move(opening);
  schedule();
}

void Workspace::arrived(const Opening& opening, OpenedTensor opened) {
  const LoadedTensor& loaded = opened.source;
  try {
    const Extents& extents = loaded.tensor.extents();
    const auto rank = static_cast<int>(extents.size());
    if (rank == 0) throw nonsense(loaded.text, "it has no axes", "open a tensor of rank 1 to 6");
    const bool fits = opening.layout && (!opening.mayRename || opening.layout->rank() == rank);
    const auto guess = loaded.ref ? guessLayout(loaded.text, extents, loaded.ref->slice) : std::nullopt;
    const Layout layout = fits            ? *opening.layout
                          : loaded.layout ? *loaded.layout
                          : guess         ? guess->layout
                                          : Layout::ofRank(rank);
    Document next = withTensor(document(), loaded.text, Shape(layout, extents));
    const std::string letGo = whatWasLetGo(document().parameters, next);
    if (opening.andThen) next = opening.andThen(std::move(next));
    setProblem(Place::source, "");
    setProblem(Place::shape, "");
    adoptTensor(std::move(opened));
    opening.take(next);
    setProblem(Place::parameters, document().parameters.isEmpty() ? letGo : "");
    emit tensorChanged();
  } catch (const Error& error) {
    setProblem(Place::source, error.what());
  }
}

void Workspace::adoptTensor(OpenedTensor opened) {
  tensor_ = releasedInBackground(std::move(opened));
  if (!watcher_.files().isEmpty()) watcher_.removePaths(watcher_.files());
  const std::string& text = tensor_->source.text;
  if (isFileSource(text)) watcher_.addPath(pathOf(text));
}

/// Another document that was there before, or comes from a file: once its tensor is there.
void Workspace::goTo(const Document& target, const std::function<bool()>& go) {
  setProblem(Place::source, "");
  setProblem(Place::shape, "");
  const bool isOpen = tensor_ && tensor_->source.text == target.source &&
                      tensor_->source.tensor.extents() == target.shape.extents();
  if (target.source.empty() || isGenerated(target.source) || isOpen) {
    opening_.reset();
    go();
    return schedule();
  }
  const auto asItWas = [target](Document now) {
    return now.shape == target.shape ? target : withTensor(target, now.source, now.shape);
  };
  load({target.source, ++requests_, target.shape.layout(), asItWas, [this, go](const Document& next) {
          if (go()) store_.amend(next);
        }});
}

void Workspace::restore(const Document& target) {
  goTo(target, [this, target] {
    change(target);
    return true;
  });
}

void Workspace::startAfresh() {
  restore(withDevice(startDocument(), device()));
}

void Workspace::undo() {
  travel(-1);
}

void Workspace::redo() {
  travel(1);
}

/// From where the way leads that is gone already, while its tensor is read. Where another change comes
/// meanwhile, that one stays: nothing else is taken back instead.
void Workspace::travel(int steps) {
  const History& history = store_.history();
  const bool onTheWay = opening_ && opening_->destination && opening_->moves == history.moves();
  const std::size_t from = onTheWay ? *opening_->destination : history.position();
  if (steps < 0 ? from == 0 : from == history.steps()) return;
  const std::size_t to = from + static_cast<std::size_t>(steps);
  goTo(history.at(to), [this, to, moves = history.moves()] {
    const bool isStill = store_.history().moves() == moves;
    if (isStill) store_.go(to);
    return isStill;
  });
  if (!opening_) return;
  opening_->destination = to;
  opening_->moves = history.moves();
}

void Workspace::setLayout(const std::string& letters) {
  try {
    const Layout layout = Layout::parse(letters);
    if (auto made = generated()) {
      made->extents = carriedOver(shape(), layout);
      return generate(*made, layout);
    }
    const Document next = withTensor(document(), source(), Shape(layout, shape().extents()));
    setProblem(Place::shape, "");
    change(next);
  } catch (const Error& error) {
    setProblem(Place::shape, error.what());
  }
}

void Workspace::setSpec(const NormSpec& spec) {
  change(withSpec(document(), spec));
}

void Workspace::setKind(NormKind kind) {
  setSpec(changedKind(spec(), kind, shape(), lastGroups_));
}

void Workspace::setOther(const NormSpec& spec) {
  change(withOther(document(), spec));
}

void Workspace::setNormCount(std::size_t count) {
  change(withNormCount(document(), count));
}

void Workspace::setNorms(const std::vector<NormSpec>& specs, std::size_t active) {
  change(withNorms(document(), specs, active));
}

void Workspace::swapNorms() {
  change(withNormsSwapped(document()));
}

void Workspace::setLaboratory(const Laboratory& laboratory) {
  change(withLaboratory(document(), laboratory));
}

void Workspace::setView(const View& view) {
  change(withView(document(), view));
}

void Workspace::setDevice(const DeviceChoice& choice) {
  change(withDevice(document(), choice));
}

void Workspace::select(std::int64_t element, bool pinned) {
  change(withSelection(document(), {element, pinned}));
}

void Workspace::unpin() {
  select(selection().element, false);
}

void Workspace::hover(std::int64_t element) {
  if (!selection().pinned) store_.amend(withSelection(document(), {element, false}));
}

void Workspace::stepSet(int direction) {
  const auto now = plan();
  if (!now || now->setCount() == 0 || now->elementsPerSet() == 0) return;
  const std::int64_t sets = now->setCount();
  select(now->elementOf((now->setOf(selection().element) + direction + sets) % sets, 0), true);
}

void Workspace::stepWithinSet(int direction) {
  const auto now = plan();
  if (!now || shape().elementCount() == 0) return;
  const std::int64_t set = now->setOf(selection().element);
  const std::int64_t elements = now->elementsPerSet();
  select(now->elementOf(set, (now->numberInSet(selection().element) + direction + elements) % elements),
         true);
}

void Workspace::updateRunningStatistics() {
  const auto computation = currentComputation();
  if (!computation || !computation->result.running || !computation->result.plan.statisticsFromX()) return;
  change(withRunning(document(), std::make_shared<const RunningStatistics>(*computation->result.running)));
}

void Workspace::resetRunningStatistics() {
  change(withRunning(document(), nullptr));
}

void Workspace::activate(std::size_t norm) {
  store_.amend(withActive(document(), norm));
}

void Workspace::setFlipped(bool flipped) {
  if (flipped == flipped_) return;
  flipped_ = flipped;
  emit flippedChanged();
}

void Workspace::setComparing(bool comparing) {
  if (comparing == comparing_) return;
  comparing_ = comparing;
  emit comparingChanged();
  schedule();
}

void Workspace::cancel() {
  for (const Work& work : wantedWork()) cancelled_.push_back(work.key);
  opening_.reset();
  taking_.reset();
  queue_.want({});
  emit busyChanged();
}

void Workspace::recompute() {
  failures_.clear();
  cancelled_.clear();
  parameterValues_.clear();
  showComputationProblem();
  if (!currentTensor() && !source().empty() && !isGenerated(source())) return readFileAgain();
  if (key_) {
    results_.forget(*key_);
    emit computationChanged();
    emit resultsChanged();
  }
  schedule();
}

// What follows from a change

void Workspace::follow(const Document& before) {
  const Document& now = document();
  const bool source = now.source != before.source || !(now.shape == before.shape);
  const bool parameters = !(now.parameters == before.parameters);
  const bool norms = source || !(now.norms == before.norms) || now.active != before.active || parameters;
  const bool spec = !(now.spec() == before.spec());
  const bool view = !(now.view == before.view);
  const bool device = !(now.device == before.device) || now.running != before.running;
  const auto planBefore = plan_;
  if (norms) formPlans();
  const bool plan = plan_ != planBefore || source;
  const bool selection = plan || !(now.selection == before.selection);
  if (norms || device) cancelled_.clear();
  if (norms) setProblem(Place::parameters, "");  // it was of another norm or tensor
  if (norms) emit normsChanged();
  if (source) emit sourceChanged();
  if (spec) emit specChanged();
  if (plan) emit planChanged();
  if (view) emit viewChanged();
  if (parameters) emit parametersChanged();
  if (!(now.laboratory == before.laboratory)) emit laboratoryChanged();
  if (now.model != before.model) emit modelChanged();
  if (selection) emit selectionChanged();
  schedule();
}

/// A plan that is there and fits is kept: what is drawn of it need not be made anew.
void Workspace::formPlans() {
  std::vector<PlannedNorm> before = std::exchange(norms_, {});
  before.push_back({document().spec(), plan_, ""});
  for (const DocumentNorm& norm : document().norms) {
    PlannedNorm planned{norm.spec, nullptr, ""};
    for (const PlannedNorm& old : before) {
      if (old.plan && old.plan->spec() == norm.spec && old.plan->shape() == shape()) planned.plan = old.plan;
    }
    try {
      if (!planned.plan)
        planned.plan = std::make_shared<const ReductionPlan>(normscope::plan(shape(), norm.spec));
      requireFit(shape(), norm.spec, document().parameters);
    } catch (const Error& error) {
      planned.plan.reset();
      planned.problem = error.what();
    }
    norms_.push_back(std::move(planned));
  }
  const PlannedNorm& own = norms_[active()];
  if (own.spec.groups > 0) lastGroups_ = own.spec.groups;
  if (own.plan) plan_ = own.plan;
  setProblem(Place::norm, own.problem);
}

bool Workspace::isStale() const {
  return !problem(Place::norm).empty() || !problem(Place::shape).empty();
}

std::optional<GeneratedTensor> Workspace::generated() const {
  return isGenerated(source()) ? std::optional(parseGenerated(source())) : std::nullopt;
}

std::shared_ptr<const OpenedTensor> Workspace::currentTensor() const {
  return tensor_ && tensor_->source.text == source() && tensor_->source.tensor.extents() == shape().extents()
             ? tensor_
             : nullptr;
}

std::optional<LayoutGuess> Workspace::layoutGuess() const {
  const auto tensor = currentTensor();
  if (!tensor || !tensor->source.ref || tensor->source.layout) return std::nullopt;
  // A recorded layer's x, "RUN::7.x", has the layout that its record says.
  if (!model().empty() && source().starts_with(model() + "::") && source().ends_with(".x"))
    return std::nullopt;
  auto guess = guessLayout(source(), shape().extents(), tensor->source.ref->slice);
  return guess && guess->layout == shape().layout() ? std::move(guess) : std::nullopt;
}

std::vector<std::string> Workspace::adaptations() const {
  return normscope::adaptations(document());
}

// Problems

std::string Workspace::failureOf(const WorkKey& key) const {
  for (const auto& [failed, error] : failures_) {
    if (failed == key) return error.what();
  }
  return {};
}

void Workspace::noteFailure(const WorkKey& key, const Error& error) {
  if (key.kind == WorkKey::Kind::parameter) noteMissingParameter(key, error);
  if (key.kind == WorkKey::Kind::load) setProblem(Place::source, error.what());
  if (opening_ && opening_->request == key.request) {
    opening_.reset();
    return;
  }
  if (failures_.size() == mostFailures) failures_.erase(failures_.begin());
  failures_.emplace_back(key, error);
  showComputationProblem();
  emit resultsChanged();
}

void Workspace::showComputationProblem() {
  std::string line;
  if (const auto key = keyOf(active())) {
    for (const auto kind : {WorkKey::Kind::normalize, WorkKey::Kind::verify}) {
      if (line.empty()) line = failureOf(WorkKey::of(kind, *key));
    }
  }
  setProblem(Place::computation, line);
}

void Workspace::setProblem(Place place, const std::string& line) {
  std::string& current = problems_[static_cast<std::size_t>(place)];
  if (current == line) return;
  current = line;
  emit problemsChanged();
}

// The file that is open

/// The values of a mapped file are those on the disk: once somebody writes to it they are no longer what was
/// computed, and where it became shorter they can't even be read. A file that was open before is of no
/// concern.
void Workspace::letGoOfFile(const QString& path) {
  if (pathOf(source()) != path) {
    if (tensor_ && pathOf(tensor_->source.text) == path) tensor_.reset();
    return schedule();
  }
  queue_.want({});
  for (std::size_t i = 0; i < normCount(); ++i) {
    if (const auto key = keyOf(i)) results_.forget(*key);
  }
  tensor_.reset();
  shown_.reset();
  setProblem(Place::source, source() + ": the file has changed; it is being read again");
  emit tensorChanged();
  schedule();
  settling_.start();
}

/// No step: whoever opened the file did not change it. What was asked for meanwhile comes first.
void Workspace::readFileAgain() {
  if (opening_) return settling_.start();
  if (currentTensor() || isGenerated(source())) return;
  load({source(),
        ++requests_,
        shape().layout(),
        {},
        [this](const Document& next) { store_.amend(next); },
        true});
}

}  // namespace normscope
