#include "ui/workspace/session_state.h"

#include <QStringList>

#include "core/error.h"
#include "core/io/generate.h"
#include "core/norm/norm_registry.h"
#include "core/text/number.h"
#include "ui/base/number_text.h"
#include "ui/base/translate.h"
#include "ui/workspace/session.h"

namespace normscope {
namespace {

QString changed(const QString& what, const QString& from, const QString& to) {
  return QStringLiteral("%1 %2 → %3").arg(what, from, to);
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
std::optional<StepName> dialOfGenerated(const SessionState& before, const SessionState& after) {
  if (!isGenerated(before.source) || !isGenerated(after.source) || !(before.layout == after.layout))
    return std::nullopt;
  const GeneratedTensor from = parseGenerated(before.source);
  const GeneratedTensor to = parseGenerated(after.source);
  GeneratedTensor between = from;
  between.seed = to.seed;
  if (between == to) {
    return StepName{changed(tr("seed"), std::to_string(from.seed), std::to_string(to.seed)), "seed"};
  }
  between = from;
  between.extents = to.extents;
  if (!(between == to)) return std::nullopt;
  std::vector<std::size_t> axes;
  for (std::size_t i = 0; i < to.extents.size(); ++i) {
    if (from.extents[i] != to.extents[i]) axes.push_back(i);
  }
  if (axes.size() != 1)
    return StepName{changed(tr("shape"), extentsText(from.extents), extentsText(to.extents)), ""};
  const std::size_t axis = axes.front();
  const std::string letter(1, after.layout.letters()[axis]);
  return StepName{changed(QString::fromStdString(letter), std::to_string(from.extents[axis]),
                          std::to_string(to.extents[axis])),
                  letter};
}

/// A generated tensor takes the shape that a new layout asks for.
bool isSameKindOfTensor(const std::string& a, const std::string& b) {
  return a == b || (isGenerated(a) && isGenerated(b) && parseGenerated(a).kind == parseGenerated(b).kind);
}

StepName tensorStep(const SessionState& before, const SessionState& after) {
  if (before.source.empty()) return {tr("open %1").arg(titleOf(after.source)), ""};
  try {
    if (const auto dial = dialOfGenerated(before, after)) return *dial;
    if (!(before.layout == after.layout) && isSameKindOfTensor(before.source, after.source))
      return {changed(tr("layout"), before.layout.letters(), after.layout.letters()), ""};
    return {tr("open %1").arg(titleOf(after.source)), ""};
  } catch (const Error&) {
    return {tr("open a tensor"), ""};  // a source that no longer reads; it was refused where it was asked for
  }
}

QString modeText(Mode mode) {
  return mode == Mode::eval ? tr("running") : tr("this batch");
}

QString affineText(const NormSpec& spec) {
  const std::string_view name = nameOf(spec.affineSharing());
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
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
std::vector<StepName> keySteps(const NormSpec& from, const NormSpec& to) {
  std::vector<StepName> steps;
  const auto add = [&](bool differs, const QString& what, const QString& a, const QString& b,
                       const char* dial = "") {
    if (differs) steps.push_back({changed(what, a, b), dial});
  };
  NormSpec sameAxes = from;
  sameAxes.over = to.over;
  add(from.groups != to.groups, tr("groups"), QString::number(from.groups), QString::number(to.groups),
      "groups");
  add(from.workers != to.workers, tr("workers"), QString::number(from.workers), QString::number(to.workers),
      "workers");
  add(from.mode != to.mode, tr("statistics"), modeText(from.mode), modeText(to.mode));
  add(from.momentum != to.momentum, tr("momentum"), momentumText(from), momentumText(to));
  add(!(sameAxes == from), tr("reduced axes"), axesText(from), axesText(to));
  add(from.center != to.center, tr("mean"), from.center ? tr("subtracted") : tr("kept"),
      to.center ? tr("subtracted") : tr("kept"));
  add(from.eps != to.eps, QStringLiteral("ε"), constantText(from.eps), constantText(to.eps));
  add(from.epsAt != to.epsAt, tr("place of ε"), from.epsAt == EpsAt::inside ? tr("in √") : tr("after √"),
      to.epsAt == EpsAt::inside ? tr("in √") : tr("after √"));
  const auto variance = [](const NormSpec& spec) {
    return spec.variance == VarianceEstimator::biased ? tr("biased") : tr("unbiased");
  };
  add(from.variance != to.variance, tr("variance"), variance(from), variance(to));
  add(from.affineSharing() != to.affineSharing(), QStringLiteral("γ, β"), affineText(from), affineText(to));
  return steps;
}

}  // namespace

SessionState stateOf(const Session& session) {
  return {session.source(), session.shape().layout(), session.spec()};
}

StepName nameOfStep(const SessionState& before, const SessionState& after) {
  if (before.source != after.source || !(before.layout == after.layout)) return tensorStep(before, after);
  if (before.spec.kind != after.spec.kind)
    return {QStringLiteral("%1 → %2").arg(titleOf(before.spec.kind), titleOf(after.spec.kind)), ""};
  const std::vector<StepName> steps = keySteps(before.spec, after.spec);
  if (steps.empty()) return {tr("norm"), ""};
  if (steps.size() == 1) return steps.front();
  QStringList texts;
  for (const StepName& step : steps) texts << step.text;
  return {texts.join(QStringLiteral(", ")), ""};
}

}  // namespace normscope
