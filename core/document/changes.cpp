#include "core/document/changes.h"

#include <algorithm>

#include "core/document/adapt.h"
#include "core/norm/norm_registry.h"
#include "core/text/list.h"

namespace normscope {
namespace {

constexpr std::int64_t extentOfNewAxis = 8;

void adapt(Document& document) {
  for (DocumentNorm& norm : document.norms) norm.spec = adaptedTo(document.shape, norm.asked);
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
  return "reduced axes " + norm.asked.over + " → " +
         (norm.spec.over.empty() ? "the default" : norm.spec.over) + ": the layout is " +
         document.shape.layout().letters();
}

}  // namespace

Document withTensor(Document document, const std::string& source, const Shape& shape) {
  const bool sameChannels = shape.channelCount() == document.shape.channelCount();
  document.source = source;
  document.shape = shape;
  if (!sameChannels) document.running.reset();
  if (document.selection.element >= shape.elementCount()) document.selection = {};
  foldWhatIsGone(document);
  adapt(document);
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
  }
  norm = {asked, spec};
  return document;
}

Document withOther(Document document, const NormSpec& spec) {
  const DocumentNorm own = document.norms[document.active];
  if (document.norms.size() != 2) {
    document.norms = {own, own};
    document.active = 0;
  }
  document.norms[1 - document.active] = {spec, spec};
  return document;
}

Document withNorms(Document document, const std::vector<NormSpec>& specs, std::size_t active) {
  document.norms.clear();
  for (const NormSpec& spec : specs) document.norms.push_back({spec, spec});
  document.active = std::min(active, specs.size() - 1);
  forgetDifference(document);
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
    if (!(norm.asked == norm.spec)) lines.push_back(adaptation(document, norm));
  }
  return lines;
}

}  // namespace normscope
