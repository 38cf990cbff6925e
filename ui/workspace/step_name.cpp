#include "ui/workspace/step_name.h"

#include <QStringList>

#include "core/document/parameter_text.h"
#include "core/error.h"
#include "core/io/generate.h"
#include "core/norm/norm_registry.h"
#include "core/text/number.h"
#include "ui/base/core_words.h"
#include "ui/base/number_text.h"
#include "ui/base/translate.h"

namespace normscope {
namespace {

constexpr qsizetype mostTyped = 20;  // letters in the name of a step

QString changed(const QString& what, const QString& from, const QString& to) {
  return QStringLiteral("%1 %2 → %3").arg(what, from, to);
}

QString changed(const QString& what, std::int64_t from, std::int64_t to) {
  return changed(what, QString::number(from), QString::number(to));
}

QString changed(const QString& what, const std::string& from, const std::string& to) {
  return changed(what, QString::fromStdString(from), QString::fromStdString(to));
}

/// "cat.npy", "sample cat", "normal 8×6×8×8"
QString titleOf(const std::string& source) {
  if (isGenerated(source)) {
    return QString::fromStdString(source.substr(0, source.find(':'))) + ' ' +
           extentsText(parseGenerated(source).extents);
  }
  const QString text = QString::fromStdString(source);
  if (text.startsWith(QStringLiteral("sample:"))) return tr("sample %1").arg(text.section(':', 1));
  return text.section('/', -1);
}

/// The step between two generated tensors of one kind and rank, if one number says it.
std::optional<QString> nameOfGenerated(const Document& before, const Document& after) {
  if (!isGenerated(before.source) || !isGenerated(after.source) ||
      !(before.shape.layout() == after.shape.layout()))
    return std::nullopt;
  const GeneratedTensor from = parseGenerated(before.source);
  const GeneratedTensor to = parseGenerated(after.source);
  GeneratedTensor between = from;
  between.seed = to.seed;
  if (between == to) {
    return changed(tr("seed"), std::to_string(from.seed), std::to_string(to.seed));
  }
  between = from;
  between.extents = to.extents;
  if (!(between == to)) return std::nullopt;
  std::vector<std::size_t> axes;
  for (std::size_t i = 0; i < to.extents.size(); ++i) {
    if (from.extents[i] != to.extents[i]) axes.push_back(i);
  }
  if (axes.size() != 1) return changed(tr("shape"), extentsText(from.extents), extentsText(to.extents));
  const std::size_t axis = axes.front();
  const QString letter(QLatin1Char(after.shape.layout().letters()[axis]));
  return changed(letter, from.extents[axis], to.extents[axis]);
}

/// A generated tensor takes the shape that a new layout asks for.
bool isSameKindOfTensor(const std::string& a, const std::string& b) {
  return a == b || (isGenerated(a) && isGenerated(b) && parseGenerated(a).kind == parseGenerated(b).kind);
}

QString tensorStep(const Document& before, const Document& after) {
  if (before.source.empty()) return tr("open %1").arg(titleOf(after.source));
  try {
    if (const auto dial = nameOfGenerated(before, after)) return *dial;
    if (!(before.shape.layout() == after.shape.layout()) && isSameKindOfTensor(before.source, after.source))
      return changed(tr("layout"), before.shape.layout().letters(), after.shape.layout().letters());
    return tr("open %1").arg(titleOf(after.source));
  } catch (const Error&) {
    return tr("open a tensor");  // a source that no longer reads; it was refused where it was asked for
  }
}

QString modeText(Mode mode) {
  return mode == Mode::eval ? tr("running") : tr("this batch");
}

QString epsAtText(EpsAt at) {
  if (at == EpsAt::max) return tr("at least");
  return at == EpsAt::inside ? tr("in √") : tr("after √");
}

QString sharingText(const NormSpec& spec) {
  return fromCore(affineText(spec));
}

QString momentumText(const NormSpec& spec) {
  return spec.momentum ? QString::fromStdString(shortest(*spec.momentum)) : tr("none");
}

QString axesText(const NormSpec& spec) {
  return spec.over.empty() ? tr("default") : QString::fromStdString(spec.over);
}

QString titleOf(NormKind kind) {
  const std::string_view title = infoOf(kind).title;
  return QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size()));
}

/// One entry for each key that differs between two specs of one kind.
QStringList keySteps(const NormSpec& from, const NormSpec& to) {
  QStringList steps;
  const auto add = [&](bool differs, const QString& what, const QString& a, const QString& b) {
    if (differs) steps << changed(what, a, b);
  };
  NormSpec sameAxes = from;
  sameAxes.over = to.over;
  add(from.groups != to.groups, tr("groups"), QString::number(from.groups), QString::number(to.groups));
  add(from.workers != to.workers, tr("workers"), QString::number(from.workers), QString::number(to.workers));
  add(from.mode != to.mode, tr("statistics"), modeText(from.mode), modeText(to.mode));
  add(from.momentum != to.momentum, tr("momentum"), momentumText(from), momentumText(to));
  add(!(sameAxes == from), tr("reduced axes"), axesText(from), axesText(to));
  add(from.center != to.center, tr("mean"), from.center ? tr("subtracted") : tr("kept"),
      to.center ? tr("subtracted") : tr("kept"));
  add(from.eps != to.eps, QStringLiteral("ε"), constantText(from.eps), constantText(to.eps));
  add(from.epsAt != to.epsAt, tr("place of ε"), epsAtText(from.epsAt), epsAtText(to.epsAt));
  const auto variance = [](const NormSpec& spec) {
    return spec.variance == VarianceEstimator::biased ? tr("biased") : tr("unbiased");
  };
  add(from.variance != to.variance, tr("variance"), variance(from), variance(to));
  add(affineText(from) != affineText(to), QStringLiteral("γ, β"), sharingText(from), sharingText(to));
  const auto scale = [](const NormSpec& spec) {
    return spec.zeroCentered ? QStringLiteral("1 + γ") : QStringLiteral("γ");
  };
  add(from.zeroCentered != to.zeroCentered, tr("weight"), scale(from), scale(to));
  const auto bias = [](const NormSpec& spec) { return spec.hasBias() ? tr("added") : tr("left out"); };
  add(from.hasBias() != to.hasBias() && from.affineSharing() == to.affineSharing(), QStringLiteral("β"),
      bias(from), bias(to));
  const auto order = [](const NormSpec& spec) {
    return spec.interleaved ? tr("interleaved") : tr("adjacent");
  };
  add(from.interleaved != to.interleaved, tr("channels of a group"), order(from), order(to));
  return steps;
}

QString normStep(const NormSpec& before, const NormSpec& after) {
  if (before.kind != after.kind)
    return QStringLiteral("%1 → %2").arg(titleOf(before.kind), titleOf(after.kind));
  const QStringList steps = keySteps(before, after);
  return steps.isEmpty() ? tr("norm") : steps.join(QStringLiteral(", "));
}

/// Of several norms: how many there are, or the one that differs.
QString normsStep(const Document& before, const Document& after) {
  const std::size_t count = after.norms.size();
  if (before.norms.size() != count) {
    if (count == 1) return tr("one norm");
    return count == 2 ? tr("two norms side by side") : tr("the paper's four norms");
  }
  std::vector<std::size_t> differ;
  for (std::size_t i = 0; i < count; ++i) {
    if (!(before.norms[i] == after.norms[i])) differ.push_back(i);
  }
  if (differ.size() != 1) return tr("norms");
  return normStep(before.norms[differ.front()].spec, after.norms[differ.front()].spec);
}

QString shownStep(Shown shown) {
  const QString titles[] = {tr("show one set"), tr("show all sets"), tr("show x"),
                            tr("show x̂"),       tr("show y"),        tr("show the difference")};
  return titles[static_cast<std::size_t>(shown)];
}

QString switched(const QString& what, bool on) {
  return on ? tr("show %1").arg(what) : tr("hide %1").arg(what);
}

QString viewStep(const View& before, const View& after) {
  if (before.page != after.page) {
    const QString titles[] = {tr("cube"), tr("feature maps"), tr("model"), tr("laboratory")};
    return titles[static_cast<std::size_t>(after.page)];
  }
  if (before.shown != after.shown) return shownStep(after.shown);
  if (before.parameters != after.parameters) return switched(tr("what shares γ and β"), after.parameters);
  if (before.memory != after.memory) return switched(tr("the memory ribbon"), after.memory);
  if (before.cube.axes != after.cube.axes) return switched(tr("reduced and kept axes"), after.cube.axes);
  if (before.cube.unfold != after.cube.unfold)
    return after.cube.unfold ? tr("unfold %1").arg(QLatin1Char(*after.cube.unfold))
                             : tr("fold the spatial axes");
  if (!(before.cube == after.cube)) return tr("inside of the box");
  return tr("turn the cube");
}

/// The numbers, where they are few.
QString shortOf(const LayerParameter& parameter) {
  const QString typed = QString::fromStdString(typedOf(parameter));
  return isGenerated(parameter.text) && typed.size() <= mostTyped ? typed : titleOf(parameter.text);
}

QString parametersStep(const LayerParameters& before, const LayerParameters& after) {
  const bool weight = !(before.weight == after.weight);
  const bool bias = !(before.bias == after.bias);
  if (weight && bias) return after.isEmpty() ? tr("take γ and β away") : tr("γ and β");
  if (weight) return after.weight ? tr("γ %1").arg(shortOf(*after.weight)) : tr("take γ away");
  return after.bias ? tr("β %1").arg(shortOf(*after.bias)) : tr("take β away");
}

QString experimentStep(Experiment experiment) {
  const QString titles[] = {tr("statistics of a batch"), tr("running statistics"), tr("train a network")};
  return titles[static_cast<std::size_t>(experiment)];
}

QString sizesText(const std::vector<int>& sizes) {
  QStringList texts;
  for (const int size : sizes) texts << QString::number(size);
  return texts.join(QLatin1Char(' '));
}

QString trainingStep(const lab::TrainingSettings& from, const lab::TrainingSettings& to) {
  if (from.norms != to.norms) return tr("norms of the laboratory");
  if (from.batchSizes != to.batchSizes)
    return changed(tr("batch sizes"), sizesText(from.batchSizes), sizesText(to.batchSizes));
  if (from.epochs != to.epochs) return changed(tr("epochs"), from.epochs, to.epochs);
  if (from.seeds != to.seeds) return changed(tr("seeds"), from.seeds, to.seeds);
  if (from.learningRate != to.learningRate)
    return changed(tr("learning rate"), shortest(from.learningRate), shortest(to.learningRate));
  if (from.lastSide != to.lastSide) return changed(tr("last stage"), from.lastSide, to.lastSide);
  return to.order == lab::BatchOrder::oneClass ? tr("batches of one class") : tr("shuffled batches");
}

QString statisticsStep(const lab::StatisticsSettings& from, const lab::StatisticsSettings& to) {
  if (from.norms != to.norms) return tr("norms of the laboratory");
  if (from.batchSizes != to.batchSizes)
    return changed(tr("batch sizes"), sizesText(from.batchSizes), sizesText(to.batchSizes));
  return changed(tr("draws"), from.seeds, to.seeds);
}

QString timelineStep(const lab::TimelineSettings& from, const lab::TimelineSettings& to) {
  if (to == lab::startsAtZero() && !(from == to)) return tr("the mistake");
  if (from.convention != to.convention) return tr("convention of momentum");
  if (from.momentum != to.momentum)
    return changed(tr("momentum"), shortest(from.momentum), shortest(to.momentum));
  if (from.batchSize != to.batchSize) return changed(tr("batch size"), from.batchSize, to.batchSize);
  if (from.batches != to.batches) return changed(tr("batches"), from.batches, to.batches);
  if (from.useRunning != to.useRunning)
    return to.useRunning ? tr("use running statistics") : tr("use the batch");
  if (from.frozenFrom != to.frozenFrom)
    return to.frozenFrom ? tr("stop updates") : tr("update running statistics");
  return tr("start of the running statistics");
}

QString laboratoryStep(const Laboratory& from, const Laboratory& to) {
  if (from.experiment != to.experiment) return experimentStep(to.experiment);
  if (from.samples != to.samples) {
    const QString titles[] = {tr("samples of the digits"), tr("samples of the digits’ feature maps"),
                              tr("samples of the open tensor")};
    return titles[static_cast<std::size_t>(to.samples)];
  }
  if (!(from.training == to.training)) return trainingStep(from.training, to.training);
  if (!(from.statistics == to.statistics)) return statisticsStep(from.statistics, to.statistics);
  if (!(from.timeline == to.timeline)) return timelineStep(from.timeline, to.timeline);
  if (from.batch != to.batch) return changed(tr("batches fed"), from.batch, to.batch);
  if (from.channel != to.channel) return changed(tr("channel"), from.channel, to.channel);
  if (from.published != to.published) return switched(tr("the paper's Figure 1"), to.published);
  return tr("epochs of another batch size");
}

}  // namespace

QString nameOfStep(const Document& before, const Document& after) {
  if (before.source != after.source || !(before.shape.layout() == after.shape.layout()))
    return tensorStep(before, after);
  if (before.model != after.model)
    return after.model.empty() ? tr("close the model") : tr("list %1").arg(titleOf(after.model));
  if (!(before.parameters == after.parameters)) return parametersStep(before.parameters, after.parameters);
  if (!(before.norms == after.norms)) return normsStep(before, after);
  if (!(before.view == after.view)) return viewStep(before.view, after.view);
  if (!(before.laboratory == after.laboratory)) return laboratoryStep(before.laboratory, after.laboratory);
  if (!(before.device == after.device)) return tr("device");
  if (before.running != after.running)
    return after.running ? tr("update running statistics") : tr("reset running statistics");
  return tr("select an element");
}

}  // namespace normscope
