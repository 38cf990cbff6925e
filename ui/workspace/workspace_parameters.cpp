// The layer's weight and bias: taken from files, numbers or generated tensors, and read for what is computed.
#include <utility>

#include "core/document/changes.h"
#include "core/document/parameter_text.h"
#include "core/error.h"
#include "core/io/generate.h"
#include "core/io/source.h"
#include "ui/workspace/workspace.h"

namespace normscope {

void Workspace::takeParameters(const ParameterTexts& texts, std::function<Document(Document)> andThen) {
  setProblem(Place::parameters, "");
  taking_ = Taking{texts, ++requests_, std::move(andThen)};
  takeWhatIsRead();
  schedule();
}

/// A weight around 1, or around 0 where 1 is added; a bias around 0. Each has seeds of its own.
void Workspace::drawParameters(bool weight, bool bias) {
  const auto extents = parameterShapeFor(shape(), spec());
  if (!extents) return;
  const LayerParameters& now = document().parameters;
  ParameterTexts texts;
  if (weight) texts.weight = randomParameter(*extents, spec().zeroCentered ? 0 : 1, now.weight);
  if (bias) {
    const std::optional<LayerParameter> apart = LayerParameter{"normal:1:seed=1000", {1}};
    texts.bias = randomParameter(*extents, 0, now.bias ? now.bias : apart);
  }
  takeParameters(texts);
}

void Workspace::refuseParameters(const std::string& why) {
  setProblem(Place::parameters, why);
}

/// Done once all that is asked for has been read. What does not fit the active norm is refused.
void Workspace::takeWhatIsRead() {
  if (!taking_) return;
  try {
    LayerParameters next = document().parameters;
    const auto take = [&](const std::optional<std::string>& text, std::optional<LayerParameter>& source) {
      if (!text) return true;
      source.reset();
      if (text->empty()) return true;
      if (isGenerated(*text)) {
        source = LayerParameter{*text, parseGenerated(*text).extents};
        return true;
      }
      const auto values = parameterValues_.find(*text);
      if (values) source = LayerParameter{*text, values->extents()};
      return values != nullptr;
    };
    if (!take(taking_->texts.weight, next.weight) || !take(taking_->texts.bias, next.bias)) return;
    const Taking taking = *std::exchange(taking_, std::nullopt);
    Document changed = taking.andThen ? taking.andThen(document()) : document();
    const DocumentNorm& norm = changed.norms[changed.active];
    const NormSpec open = settledWith(changed.shape, norm.spec, norm.asked, {});
    // What is there beside the given one and no longer fits must not stand in its way.
    if (!taking.texts.weight && !fits(changed.shape, open, {next.weight, std::nullopt})) next.weight.reset();
    if (!taking.texts.bias && !fits(changed.shape, open, {std::nullopt, next.bias})) next.bias.reset();
    requireFit(changed.shape, open, next);
    change(withParameters(std::move(changed), next));
  } catch (const Error& error) {
    taking_.reset();
    setProblem(Place::parameters, error.what());
  }
}

std::vector<LayerParameter> Workspace::missingParameters() const {
  std::vector<LayerParameter> missing;
  for (const PlannedNorm& norm : norms_) {
    if (!norm.plan) continue;
    const LayerParameters taken = takenBy(norm.spec, document().parameters);
    for (const auto& source : {taken.weight, taken.bias}) {
      if (source && !parameterValues_.find(source->text)) missing.push_back(*source);
    }
  }
  return missing;
}

/// What is asked for comes before what the document lacks.
void Workspace::wantParameters(std::vector<Work>& wanted) {
  const auto read = [this](const std::string& text, auto load) {
    return [this, text, load](const Progress& progress) -> std::function<void()> {
      auto values = std::make_shared<Tensor>(load(progress));
      return [this, text, values] {
        parameterValues_.put(text, std::move(*values));
        takeWhatIsRead();
      };
    };
  };
  if (taking_) {
    for (const auto& text : {taking_->texts.weight, taking_->texts.bias}) {
      if (!text || text->empty() || isGenerated(*text) || parameterValues_.find(*text)) continue;
      add(wanted, {WorkKey::Kind::parameter, *text, taking_->request},
          read(*text, [text = *text](const Progress& progress) {
            return loadTensor(text, std::nullopt, progress).tensor;
          }));
    }
  }
  for (const LayerParameter& source : missingParameters()) {
    add(wanted, {WorkKey::Kind::parameter, source.text},
        read(source.text, [source](const Progress& progress) { return readParameter(source, progress); }));
  }
}

/// A file that can't be read is said where weight and bias are.
void Workspace::noteMissingParameter(const WorkKey& key, const Error& error) {
  setProblem(Place::parameters, error.what());
  if (taking_ && taking_->request == key.request) taking_.reset();
}

}  // namespace normscope
