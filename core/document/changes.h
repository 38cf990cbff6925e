#pragma once

#include "core/document/document.h"

namespace normscope {

// Every change of a document is a function from a document to a document. None of them asks whether a norm
// has a plan for the shape: a norm without one stays as it was asked for, and plan() says why.

/// Another tensor, or the same with other axes. Norms are adapted to the shape from what was asked, generated
/// weights and biases follow it (followed()), others go where another file is opened that they do not fit;
/// the selection goes back to the first element where the shape has none there, running statistics to a new
/// layer's where it has another number of channels, and an axis that is unfolded is folded where the layout
/// lacks it.
Document withTensor(Document document, const std::string& source, const Shape& shape);

/// The active norm, as asked for; generated weights and biases follow it (followed()).
Document withSpec(Document document, const NormSpec& spec);

/// The norm beside the active one; with it there are two.
Document withOther(Document document, const NormSpec& spec);

/// All norms, 1, 2 or 4, and which of them the controls change.
Document withNorms(Document document, const std::vector<NormSpec>& specs, std::size_t active);

/// So many norms side by side: 1, 2 or 4. Four are the paper's: batch, layer, instance and group norm, the
/// active one in the place of its kind, or in the last. Two are the active one and the one it is most often
/// taken for.
Document withNormCount(Document document, std::size_t count);

/// Another one of the norms is what the controls change.
Document withActive(Document document, std::size_t active);

/// The two norms change places: B becomes the active one.
Document withNormsSwapped(Document document);

/// An element, by its position in memory; unchanged where the shape has none there.
Document withSelection(Document document, const Selection& selection);

/// How it is looked at. A difference is one of two norms: where it is asked for there are two afterwards. An
/// axis that the layout lacks stays folded.
Document withView(Document document, const View& view);

/// Weight and bias of the layer. They need not fit the norms: requireFit() says why a norm can't take them.
Document withParameters(Document document, const LayerParameters& parameters);

/// Running statistics of the layer; null for a new layer's. Unchanged where they are not one pair per
/// channel.
Document withRunning(Document document, std::shared_ptr<const RunningStatistics> running);

Document withDevice(Document document, const DeviceChoice& device);

/// What the laboratory does; a place of the timeline behind its end becomes the end.
Document withLaboratory(Document document, const Laboratory& laboratory);

/// The layers of a recorded run or a checkpoint are listed, and looked at.
Document withModel(Document document, const std::string& path);

/// Extents for a tensor of another layout that is made anew: an axis that stays keeps its extent, and so does
/// the batch or channel axis under another letter; others get 8.
Extents carriedOver(const Shape& from, const Layout& to);

/// One line about each norm that was adapted: "groups 6 → 3: 6 groups do not divide 9 channels"; nothing
/// where all are as asked for.
std::vector<std::string> adaptations(const Document& document);

}  // namespace normscope
