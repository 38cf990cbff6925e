#pragma once

#include <string>
#include <vector>

#include "core/error.h"
#include "core/norm/norm_registry.h"
#include "core/norm/reduction_plan.h"

namespace normscope {

/// Small shapes of every rank, in usual and unusual axis orders, with odd extents and axes of one element.
inline std::vector<Shape> smallShapes() {
  const std::vector<std::pair<std::string, Extents>> all = {{"C", {5}},
                                                            {"N", {4}},
                                                            {"NC", {4, 6}},
                                                            {"CN", {6, 4}},
                                                            {"NCL", {4, 6, 5}},
                                                            {"BTF", {4, 5, 6}},
                                                            {"NCHW", {4, 6, 3, 5}},
                                                            {"NHWC", {4, 3, 5, 6}},
                                                            {"CHWN", {6, 3, 2, 4}},
                                                            {"HNWC", {3, 4, 2, 6}},
                                                            {"CHW", {6, 3, 2}},
                                                            {"NCHW", {1, 6, 1, 1}},
                                                            {"NCHW", {4, 1, 3, 1}},
                                                            {"NCDHW", {2, 4, 3, 2, 5}},
                                                            {"NDHWC", {2, 3, 2, 5, 4}},
                                                            {"NCTDHW", {2, 4, 3, 1, 2, 3}},
                                                            {"HWL", {3, 2, 4}}};
  std::vector<Shape> shapes;
  shapes.reserve(all.size());
  for (const auto& [letters, extents] : all) shapes.emplace_back(Layout::parse(letters), extents);
  return shapes;
}

/// Every norm that a shape allows: all kinds, groups, workers, axis sets and ways to share the affine
/// parameters.
inline std::vector<NormSpec> normsFor(const Shape& shape) {
  std::vector<std::string> texts = {
      "batch", "batch:mode=eval", "layer", "instance", "instance:mode=eval", "rms", "l2"};
  for (int workers = 2; workers <= 4; ++workers) texts.push_back("batch:workers=" + std::to_string(workers));
  for (int groups = 1; groups <= 6; ++groups) {
    texts.push_back("group:groups=" + std::to_string(groups));
    texts.push_back("group:groups=" + std::to_string(groups) + ",interleaved=true");
    texts.push_back("rms:groups=" + std::to_string(groups));
  }
  for (unsigned subset = 1; subset < 1U << shape.rank(); ++subset) {
    std::string over;
    for (int i = 0; i < shape.rank(); ++i) {
      if ((subset >> i & 1U) != 0) over += (over.empty() ? "" : "+") + std::string(1, shape.axis(i).letter);
    }
    for (const std::string kind : {"layer:over=", "rms:over=", "custom:over=", "l2:over="})
      texts.push_back(kind + over);
  }
  std::vector<NormSpec> norms;
  for (const std::string& text : texts) {
    NormSpec spec = parseNormSpec(text);
    const std::string letters = shape.layout().letters();
    std::vector<NormSpec> sharings;
    for (const Affine affine : infoOf(spec.kind).allowedAffine) sharings.push_back(withSharing(spec, affine));
    sharings.push_back(withSharing(spec, Affine::axes, letters.substr(0, 1)));
    if (letters.size() > 1)
      sharings.push_back(withSharing(spec, Affine::axes, letters.substr(0, 1) + "+" + letters.back()));
    for (const NormSpec& shared : sharings) {
      spec = shared;
      try {
        plan(shape, spec);
        norms.push_back(spec);
      } catch (const Error&) {
        // This shape lacks an axis or a divisor; the refusals have tests of their own.
      }
    }
  }
  return norms;
}

}  // namespace normscope
