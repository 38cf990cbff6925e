#include "ui/pages/model/model_rows.h"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

#include "core/document/document.h"
#include "core/text/number.h"
#include "ui/base/core_words.h"
#include "ui/base/number_text.h"
#include "ui/base/record_name.h"
#include "ui/base/translate.h"
#include "ui/base/window_words.h"
#include "ui/workspace/norm_names.h"

namespace normscope {
namespace {

QString textOf(const std::string& text) {
  return QString::fromStdString(text);
}

ModelCell words(const QString& text) {
  return {text, {}};
}

ModelCell number(const std::optional<double>& value) {
  if (!value) return {{}, {}};
  return {valueText(*value), *value};
}

/// Of an error more digits say nothing.
ModelCell twoDigits(const std::optional<double>& value) {
  if (!value) return {{}, {}};
  return {constantText(readDouble(rounded(*value, 2)).value_or(*value)), *value};
}

QString foundText(const LayerVerdict& verdict) {
  if (!verdict.found) return verdict.ok == true ? tr("the same") : QStringLiteral("—");
  if (verdict.declared.spec && *verdict.found == *verdict.declared.spec) return tr("the same");
  if (verdict.ok == true) return tr("the same");
  return nameOfNorm(*verdict.found);
}

/// A record that is damaged says nothing about its layer.
Standing standingOf(const RunRecord& record, const LayerVerdict& verdict) {
  if (record.isDamaged() || !verdict.ok) return Standing::unknown;
  if (!*verdict.ok) return Standing::wrong;
  return verdict.notes.empty() ? Standing::fine : Standing::note;
}

/// The first note without what it means, which stands below once the layer is chosen.
QString notesText(const LayerVerdict& verdict) {
  if (verdict.notes.empty()) return {};
  const QString text = inNames(verdict.notes.front(), verdict);
  const std::size_t more = verdict.notes.size() - 1;
  return QStringLiteral(" · ") + text.left(text.indexOf(QStringLiteral(": "))) +
         (more > 0 ? tr(" · %1 more").arg(more) : QString());
}

/// What stands in its own column is not said again.
QString verdictText(const LayerVerdict& verdict) {
  if (verdict.ok == true)
    return (verdict.declared.isByName ? tr("as its name says") : tr("as declared")) + notesText(verdict);
  const QString text = inNames(verdict.verdict, verdict);
  const QString beginning = QStringLiteral("it is not %1: ")
                                .arg(verdict.declared.spec ? nameOfNorm(*verdict.declared.spec) : QString());
  return text.startsWith(beginning) ? text.mid(beginning.size()) : text;
}

QString conventionText(GammaConvention convention) {
  switch (convention) {
    case GammaConvention::plain:
      return tr("γ, it seems");
    case GammaConvention::zeroCentered:
      return tr("γ − 1, it seems");
    case GammaConvention::unknown:
      break;
  }
  return tr("can’t be told");
}

QString kindText(const CheckpointLayer& layer) {
  QString text = fromCore(layer.kind);
  if (layer.groups) text += tr(", %1 groups").arg(*layer.groups);
  if (layer.epsilon) text += QStringLiteral(", ε ") + constantText(layer.epsilon->value);
  return text;
}

/// What a layer of PyTorch prints, without what it is anyhow.
ModelCell declaredCell(const RunRecord& record, const DeclaredNorm& declared) {
  static const QRegularExpression usual(
      QStringLiteral(", "
                     "(eps=1e-05|bias=True|momentum=0\\.1|affine=True|track_running_stats=True|elementwise_"
                     "affine=True)(?=[,)])"));
  const QString whole = declaredText(record, declared);
  if (record.type != "torch.nn." + record.className) return words(whole);
  QString text = whole;
  text.remove(usual);
  return text == whole ? words(whole) : ModelCell{text, whole};
}

QString csvField(const ModelCell& cell) {
  if (cell.key.typeId() == QMetaType::Double) return textOf(shortest(cell.key.toDouble()));
  QString text = cell.whole();
  if (!text.contains(QRegularExpression(QStringLiteral("[\",\r\n]")))) return text;
  return '"' + text.replace('"', QStringLiteral("\"\"")) + '"';
}

}  // namespace

std::vector<ModelColumn> runColumns() {
  return {{tr("Layer"), {}},
          {tr("Declared"), tr("What the model says that the layer is")},
          {tr("Found"), tr("The norm that turns the recorded x into the recorded y")},
          {tr("Largest error"), tr("The largest difference of the recorded y from that norm’s"), true},
          {tr("Bound"), tr("How large a difference rounding explains"), true},
          {tr("Verdict"), {}}};
}

std::vector<ModelColumn> checkpointColumns() {
  return {
      {tr("Layer"), {}},
      {tr("Kind"), tr("By its name and its tensors, and the config.json beside the file")},
      {tr("Shape"), {}},
      {tr("Least γ"), tr("Of the weight, as the file keeps it"), true},
      {tr("Largest γ"), tr("Of the weight, as the file keeps it"), true},
      {tr("Mean γ"), tr("Of the weight, as the file keeps it"), true},
      {tr("Kept is"), tr("γ itself, or γ − 1, as a guess; the reason stands below once the layer is chosen")},
      {tr("What is odd"), {}}};
}

QString inNames(const std::string& line, const LayerVerdict& verdict) {
  std::vector<NormSpec> specs;
  for (const auto& spec : {verdict.found, verdict.declared.spec, verdict.declared.onKept}) {
    if (spec) specs.push_back(*spec);
  }
  // The longer first: one may begin with another.
  std::stable_sort(specs.begin(), specs.end(),
                   [](const NormSpec& a, const NormSpec& b) { return toText(a).size() > toText(b).size(); });
  QString text = textOf(line);
  for (const NormSpec& spec : specs) text.replace(textOf(toText(spec)), nameOfNorm(spec));
  return withPowers(inWindowWords(withoutPlace(text)));
}

QString withoutPlace(QString problem) {
  static const QRegularExpression place(QStringLiteral("^.*, record \\d+: "));
  return problem.remove(place);
}

QString declaredText(const RunRecord& record, const DeclaredNorm& declared) {
  if (record.isDamaged()) return QStringLiteral("—");
  QString text = textOf(record.repr.empty() ? record.type : record.repr);
  if (declared.spec && keepsRunning(*declared.spec))
    text += record.training ? tr(", training") : tr(", evaluation");
  return text;
}

ModelRow pendingRow(const RunRecord& record, const DeclaredNorm& declared) {
  const std::vector<ModelCell> cells = {words(nameOfRecord(record)),
                                        declaredCell(record, declared),
                                        words({}),
                                        number({}),
                                        number({}),
                                        words({})};
  return {Standing::pending, cells};
}

ModelRow rowOf(const RunRecord& record, const LayerVerdict& verdict) {
  return {standingOf(record, verdict),
          {words(nameOfRecord(record)), declaredCell(record, verdict.declared), words(foundText(verdict)),
           twoDigits(verdict.maxAbs), twoDigits(verdict.bound), words(verdictText(verdict))}};
}

ModelRow rowOf(const CheckpointLayer& layer) {
  QStringList odd;
  for (const std::string& problem : layer.problems) odd << textOf(problem);
  if (layer.against) odd.prepend(tr("against the other: %1").arg(textOf(layer.against->words)));
  const auto part = [&](double WeightRange::*member) {
    return number(layer.weight ? std::optional((*layer.weight).*member) : std::nullopt);
  };
  const bool differs = layer.against && layer.against->relation != TensorRelation::equal;
  const Standing standing = !layer.problems.empty() ? Standing::wrong
                            : differs               ? Standing::note
                                                    : Standing::fine;
  return {standing,
          {words(layer.name.empty() ? tr("(no name)") : textOf(layer.name)), words(kindText(layer)),
           words(extentsText(layer.values.first().extents)), part(&WeightRange::min), part(&WeightRange::max),
           part(&WeightRange::mean),
           words(layer.values.weight ? conventionText(layer.convention.convention) : QStringLiteral("—")),
           words(odd.isEmpty() ? tr("nothing") : odd.join(QStringLiteral(" · ")))}};
}

QString csvOf(const std::vector<ModelColumn>& columns, const std::vector<ModelRow>& rows) {
  QStringList titles;
  for (const ModelColumn& column : columns) titles << csvField({column.title, {}});
  QString csv = titles.join(',') + '\n';
  for (const ModelRow& row : rows) {
    QStringList fields;
    for (const ModelCell& cell : row.cells) fields << csvField(cell);
    csv += fields.join(',') + '\n';
  }
  return csv;
}

}  // namespace normscope
