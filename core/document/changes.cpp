#include "core/document/changes.h"

#include <algorithm>
#include <utility>

#include "core/document/adapt.h"
#include "core/document/scene.h"
#include "core/norm/norm_registry.h"
#include "core/text/list.h"

namespace normscope {
namespace {

constexpr std::int64_t extentOfNewAxis = 8;

void adapt(Document& document) {
  for (DocumentNorm& norm : document.norms) norm.spec = adaptedTo(document.shape, norm.asked);
}

/// Norms share weight and bias as those that are given do.
void settle(Document& document) {
  for (DocumentNorm& norm : document.norms)
    norm.spec = settledWith(document.shape, norm.spec, norm.asked, document.parameters);
}

/// What is generated of weight and bias follows the active norm.
void followAndSettle(Document& document) {
  const DocumentNorm& active = document.norms[document.active];
  const NormSpec open = settledWith(document.shape, active.spec, active.asked, {});
  document.parameters = followed(document.shape, open, std::move(document.parameters));
  settle(document);
}

/// What is not left: a difference of norms that are not two.
void forgetDifference(Document& document) {
  if (document.norms.size() != 2 && document.view.shown == Shown::difference) document.view.shown = Shown::y;
}

/// An axis that the layout lacks is not unfolded.
void foldWhatIsGone(Document& document) {
  auto& unfold = document.view.cube.unfold;
  if (unfold && !document.shape.layout().find(*unfold)) unfold.reset();
}

/// Whether the shape asked for another norm; what the parameters settle is nothing that had to give way.
bool wasAdapted(const DocumentNorm& norm) {
  return norm.asked.groups != norm.spec.groups || norm.asked.workers != norm.spec.workers ||
         norm.asked.over != norm.spec.over || norm.asked.affineAxes != norm.spec.affineAxes;
}

/// "groups 6 → 3: 6 groups do not divide 9 channels"
std::string adaptation(const Document& document, const DocumentNorm& norm) {
  const auto changed = [](const std::string& what, std::int64_t from, std::int64_t to,
                          const std::string& noun, std::int64_t whole) {
    return what + " " + std::to_string(from) + " → " + std::to_string(to) + ": " + std::to_string(from) +
           " " + what + " can't divide " + counted(whole, noun);
  };
  const auto extentOf = [&](AxisRole role) {
    const auto axis = document.shape.layout().find(role);
    return axis ? document.shape.extent(*axis) : 1;
  };
  if (norm.asked.groups != norm.spec.groups)
    return changed("groups", norm.asked.groups, norm.spec.groups, "channel", extentOf(AxisRole::channel));
  if (norm.asked.workers != norm.spec.workers)
    return changed("workers", norm.asked.workers, norm.spec.workers, "sample", extentOf(AxisRole::batch));
  const auto axesChanged = [&](const std::string& what, const std::string& from, const std::string& to) {
    return what + " " + from + " → " + (to.empty() ? "the default" : to) + ": the layout is " +
           document.shape.layout().letters();
  };
  if (norm.asked.over != norm.spec.over) return axesChanged("reduced axes", norm.asked.over, norm.spec.over);
  return axesChanged("axes of γ and β", norm.asked.affineAxes, norm.spec.affineAxes);
}

}  // namespace

Document withTensor(Document document, const std::string& source, const Shape& shape) {
  const bool sameChannels = shape.channelCount() == document.shape.channelCount();
  const bool sourceChanged = source != document.source;
  document.source = source;
  document.shape = shape;
  if (!sameChannels) document.running.reset();
  if (document.selection.element >= shape.elementCount()) document.selection = {};
  foldWhatIsGone(document);
  adapt(document);
  followAndSettle(document);
  // Those of a layer of before that another file has no use for.
  const bool otherFile = sourceChanged && isFileSource(source);
  if (otherFile && !fits(shape, document.spec(), document.parameters))
    document = withParameters(document, {});
  return document;
}

/// What an edit of another key leaves as it was adapted is still wanted as it was asked for.
Document withSpec(Document document, const NormSpec& spec) {
  DocumentNorm& norm = document.norms[document.active];
  NormSpec asked = spec;
  if (spec.kind == norm.spec.kind) {
    if (spec.groups == norm.spec.groups) asked.groups = norm.asked.groups;
    if (spec.workers == norm.spec.workers) asked.workers = norm.asked.workers;
    if (spec.over == norm.spec.over) asked.over = norm.asked.over;
    if (spec.affine == norm.spec.affine) asked.affine = norm.asked.affine;
    if (spec.bias == norm.spec.bias) asked.bias = norm.asked.bias;
  }
  norm = {asked, spec};
  followAndSettle(document);
  return document;
}

Document withOther(Document document, const NormSpec& spec) {
  const DocumentNorm own = document.norms[document.active];
  if (document.norms.size() != 2) {
    document.norms = {own, own};
    document.active = 0;
  }
  document.norms[1 - document.active] = {spec, spec};
  settle(document);
  return document;
}

Document withNorms(Document document, const std::vector<NormSpec>& specs, std::size_t active) {
  document.norms.clear();
  for (const NormSpec& spec : specs) document.norms.push_back({spec, spec});
  document.active = std::min(active, specs.size() - 1);
  forgetDifference(document);
  settle(document);
  return document;
}

Document withNormCount(Document document, std::size_t count) {
  if (count == document.norms.size()) return document;
  const DocumentNorm own = document.norms[document.active];
  std::vector<NormSpec> others;
  document.active = 0;
  if (count == 4) {
    others = figureNorms();
    const auto place = std::find_if(others.begin(), others.end(),
                                    [&](const NormSpec& spec) { return spec.kind == own.asked.kind; });
    document.active = place == others.end() ? 3 : static_cast<std::size_t>(place - others.begin());
  } else {
    others.push_back(own.asked);
    if (count == 2) others.push_back(usualNeighbour(own.asked));
  }
  document.norms.clear();
  for (const NormSpec& spec : others) document.norms.push_back({spec, adaptedTo(document.shape, spec)});
  document.norms[document.active] = own;
  forgetDifference(document);
  settle(document);
  return document;
}

Document withActive(Document document, std::size_t active) {
  if (active < document.norms.size()) document.active = active;
  return document;
}

Document withNormsSwapped(Document document) {
  if (document.norms.size() == 2) std::swap(document.norms[0], document.norms[1]);
  return document;
}

Document withSelection(Document document, const Selection& selection) {
  if (selection.element >= 0 && selection.element < document.shape.elementCount())
    document.selection = selection;
  return document;
}

Document withView(Document document, const View& view) {
  document.view = view;
  foldWhatIsGone(document);
  return view.shown == Shown::difference ? withNormCount(std::move(document), 2) : document;
}

Document withParameters(Document document, const LayerParameters& parameters) {
  document.parameters = parameters;
  settle(document);
  return document;
}

Document withRunning(Document document, std::shared_ptr<const RunningStatistics> running) {
  const auto channels = static_cast<std::size_t>(document.shape.channelCount());
  if (running && (running->mean.size() != channels || running->variance.size() != channels)) return document;
  document.running = std::move(running);
  return document;
}

Document withDevice(Document document, const DeviceChoice& device) {
  document.device = device;
  return document;
}

Document withModel(Document document, const std::string& path) {
  document.model = path;
  document.view.page = Page::model;
  return document;
}

Document withLaboratory(Document document, const Laboratory& laboratory) {
  document.laboratory = laboratory;
  document.laboratory.batch = std::clamp(laboratory.batch, 0, laboratory.timeline.batches);
  return document;
}

Extents carriedOver(const Shape& from, const Layout& to) {
  Extents extents;
  for (const char letter : to.letters()) {
    auto axis = from.layout().find(letter);
    if (!axis && roleOf(letter) != AxisRole::spatial) axis = from.layout().find(roleOf(letter));
    extents.push_back(axis ? from.extent(*axis) : extentOfNewAxis);
  }
  return extents;
}

std::vector<std::string> adaptations(const Document& document) {
  std::vector<std::string> lines;
  for (const DocumentNorm& norm : document.norms) {
    if (wasAdapted(norm)) lines.push_back(adaptation(document, norm));
  }
  return lines;
}

}  // namespace normscope
