#include "core/model/issue_report.h"

#include "core/analysis/rosetta/rosetta.h"
#include "core/error.h"
#include "core/io/atomic_folder.h"
#include "core/io/npz.h"
#include "core/model/layer_difference.h"
#include "core/text/number.h"
#include "core/text/one_line.h"

namespace normscope {
namespace {

constexpr const char* pageName = "report.md";
constexpr const char* arraysName = "layer.npz";
constexpr const char* scriptName = "show.py";

/// The norm that y is held against.
struct Against {
  NormSpec onKept;
  bool isDeclared;
};

Against againstOf(const RunRecord& record, const LayerVerdict& verdict) {
  if (verdict.declared.onKept) return {*verdict.declared.onKept, true};
  if (verdict.found) return {ofKept(record, *verdict.found), false};
  throw nonsense(record.layer, "it declares no norm that is known, and none was found that explains y",
                 "report it with its class and its code");
}

/// A text of the model in a table or a line of Markdown.
std::string inCell(const std::string& text) {
  std::string cell;
  for (const char c : oneLine(text)) {
    if (c == '|' || c == '`' || c == '<' || c == '*' || c == '_') cell += '\\';
    cell += c;
  }
  return cell;
}

/// Every axis that a set extends along is kept whole, and so are the channels, of all others the one place.
Slice sliceAround(const ReductionPlan& plan, std::int64_t element) {
  const Shape& shape = plan.shape();
  std::vector<bool> isWhole(static_cast<std::size_t>(shape.rank()), false);
  for (const PlanAxis& axis : plan.axes()) {
    const bool isNamed = plan.spec().affineAxes.find(shape.axis(axis.source).letter) != std::string::npos;
    if (!axis.kept || axis.role == AxisRole::channel || isNamed)
      isWhole[static_cast<std::size_t>(axis.source)] = true;
  }
  Slice slice;
  std::int64_t left = element;
  std::vector<std::int64_t> index(isWhole.size());
  for (std::size_t axis = isWhole.size(); axis-- > 0;) {
    index[axis] = left % shape.extents()[axis];
    left /= shape.extents()[axis];
  }
  for (std::size_t axis = 0; axis < isWhole.size(); ++axis) {
    Slice::Item item;
    if (!isWhole[axis]) item = {.start = index[axis], .stop = index[axis] + 1};
    slice.items.push_back(item);
  }
  return slice;
}

/// .npz knows no bfloat16, whose values float32 has, too.
Tensor forNumpy(const Tensor& tensor) {
  if (tensor.dtype() != DType::bfloat16) return tensor;
  Tensor wide = Tensor::allocate(DType::float32, tensor.extents());
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i)
    wide.edit<float>()[static_cast<std::size_t>(i)] = static_cast<float>(tensor.at(i));
  return wide;
}

/// The part of the record that shows the fault.
struct Part {
  RecordTensors tensors;
  Shape shape;
};

Part partAround(const RecordTensors& tensors, const ReductionPlan& plan, std::int64_t element,
                const Progress& progress) {
  const Slice slice = sliceAround(plan, element);
  Part part{tensors, plan.shape()};
  part.tensors.x = partOf(tensors.x, slice, "x", progress);
  part.tensors.y = partOf(tensors.y, slice, "y", progress);
  part.shape = Shape(plan.shape().layout(), part.tensors.x.extents());
  return part;
}

std::vector<std::pair<std::string, Tensor>> arraysOf(const Part& part, const ReductionPlan& plan) {
  std::vector<std::pair<std::string, Tensor>> arrays = {{"x", forNumpy(part.tensors.x)},
                                                        {"y", forNumpy(part.tensors.y)}};
  const auto add = [&](const char* name, const std::optional<Tensor>& parameters) {
    if (parameters && plan.parameterShape())
      arrays.emplace_back(name, forNumpy(*parameters).run(*plan.parameterShape(), 0));
  };
  add("weight", part.tensors.affine.weight);
  add("bias", part.tensors.affine.bias);
  if (part.tensors.running) {
    const auto channels = static_cast<std::int64_t>(part.tensors.running->mean.size());
    arrays.emplace_back("running_mean",
                        Tensor::of<double>(DType::float64, {channels}, part.tensors.running->mean));
    arrays.emplace_back("running_var",
                        Tensor::of<double>(DType::float64, {channels}, part.tensors.running->variance));
  }
  return arrays;
}

/// What the code reads and the record has not: a weight of 1, a bias of 0.
std::string defaultsFor(const Part& part, const ReductionPlan& plan) {
  std::string lines;
  if (!plan.parameterShape()) return lines;
  const std::string shape = toText(*plan.parameterShape());
  if (!part.tensors.affine.weight)
    lines += "weight = np." + std::string(plan.spec().zeroCentered ? "zeros" : "ones") + "(" + shape + ")\n";
  if (!part.tensors.affine.bias && plan.spec().hasBias()) lines += "bias = np.zeros(" + shape + ")\n";
  return lines;
}

/// The script has NumPy already.
std::string withoutImport(const std::string& code) {
  const std::string import = "import numpy as np\n\n";
  return code.starts_with(import) ? code.substr(import.size()) : code;
}

std::string scriptOf(const RunRecord& record, const Part& part, const ReductionPlan& plan,
                     const std::string& code, bool isDeclared,
                     const std::vector<std::pair<std::string, Tensor>>& arrays) {
  std::string script = "# " + oneLine(record.layer) + ": y as it was recorded, and what " +
                       (isDeclared ? "the layer declares" : "was found") + ", in double precision.\n" +
                       "# Needs NumPy and nothing else: python " + scriptName + "\n" +
                       "from pathlib import Path\n\nimport numpy as np\n\n" +
                       "data = np.load(Path(__file__).with_name(\"" + arraysName + "\"))\n";
  for (const auto& [name, tensor] : arrays) {
    const std::string target = name == "y" ? "recorded" : name;
    script += target + " = data[\"" + name + "\"].astype(np.float64)\n";
  }
  script += defaultsFor(part, plan);
  if (plan.spec().mode != Mode::eval && part.tensors.running)
    script += "num_batches_tracked = " + std::to_string(part.tensors.running->batchesTracked) + "\n";
  script += "\n" + withoutImport(code) + (code.ends_with('\n') ? "" : "\n") + "\n";
  return script +
         "difference = np.abs(y - recorded)\n"
         "at = np.unravel_index(np.argmax(difference), difference.shape)\n"
         "at = tuple(int(i) for i in at)\n"
         "print(\"largest difference\", difference[at], \"at\", at)\n"
         "print(\"recorded\", recorded[at], \" expected\", y[at])\n";
}

class PageTable {
 public:
  void row(const std::string& label, const std::string& text) {
    if (!text.empty()) rows_ += "| " + label + " | " + text + " |\n";
  }
  const std::string& rows() const { return rows_; }

 private:
  std::string rows_ = "| | |\n|---|---|\n";
};

std::string nameOfCall(const RunRecord& record) {
  return record.layer + (record.call > 0 ? ", call " + std::to_string(record.call) : "");
}

std::string tensorText(const Tensor& tensor, const Shape& shape) {
  return std::string(nameOf(tensor.dtype())) + " " + shape.layout().letters() + " " + toText(shape.extents());
}

std::string pageOf(const RunRecord& record, const LayerVerdict& verdict, const RecordTensors& tensors,
                   const LayerDifference& whole, const LayerDifference& part, const Part& slice,
                   bool isDeclared) {
  PageTable table;
  table.row("layer", inCell(nameOfCall(record)));
  table.row("module", inCell(record.repr.empty() ? record.type : record.repr));
  table.row("class", inCell(record.className));
  table.row("call in", record.training ? "training" : "evaluation");
  if (verdict.declared.spec) table.row("declared", "`" + toText(*verdict.declared.spec) + "`");
  if (!verdict.declared.spec) table.row("declared", inCell(verdict.declared.reason));
  if (verdict.found) table.row("found", "`" + toText(*verdict.found) + "`");
  table.row("x", tensorText(tensors.x, record.shape) +
                     (record.isWhole() ? "" : ", recorded of " + toText(record.whole.extents())));
  const std::string from = isDeclared ? "what is declared" : "what was found";
  table.row("largest &#124;y − " + from + "&#124;", rounded(whole.maxAbs, 4));
  if (verdict.bound) table.row("what rounding explains", rounded(*verdict.bound, 3));
  std::string page =
      "# " + inCell(nameOfCall(record)) + "\n\n" + inCell(verdict.verdict) + "\n\n" + table.rows() + "\n";
  for (const std::string& words : verdict.words) page += "- " + inCell(words) + "\n";
  if (!verdict.words.empty()) page += "\n";
  return page + "`" + arraysName + "` holds the sets at the largest difference, x of " +
         toText(slice.shape.extents()) + ". There " + scriptName + ", which needs NumPy alone, computes " +
         from + " in double precision:\n\n" + "    $ python " + scriptName + "\n    largest difference " +
         rounded(part.maxAbs, 4) + " ...\n";
}

}  // namespace

IssueReport issueReport(const RecordedRun& run, const RunRecord& record, const LayerVerdict& verdict,
                        const Progress& progress) {
  const Against against = againstOf(record, verdict);
  const RecordTensors tensors = readRecord(run, record, progress.part(0, 0.3));
  const LayerDifference whole =
      differenceFromNorm(tensors, record.shape, against.onKept, progress.part(0.3, 0.9));
  const Part slice = partAround(tensors, whole.expected.plan, whole.at, progress);
  const LayerDifference part =
      differenceFromNorm(slice.tensors, slice.shape, against.onKept, progress.part(0.9, 1));
  const ReductionPlan& plan = part.expected.plan;
  const FrameworkCode code = codeFor(Framework::numpy, plan);
  if (!code.code)
    throw nonsense(record.layer, "NumPy has no words for its norm: " + code.reason, "report it by hand");
  IssueReport report;
  report.arrays = arraysOf(slice, plan);
  report.script = scriptOf(record, slice, plan, *code.code, against.isDeclared, report.arrays);
  report.page = pageOf(record, verdict, tensors, whole, part, slice, against.isDeclared);
  return report;
}

void writeIssueReport(const std::string& folder, const IssueReport& report) {
  AtomicFolder files(folder, {pageName, arraysName, scriptName});
  files.write(pageName, report.page);
  std::string arrays;
  encodeNpz(folder + "/" + arraysName, report.arrays, [&](std::span<const std::byte> piece) {
    arrays.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  });
  files.write(arraysName, arrays);
  files.write(scriptName, report.script);
  files.commit();
}

}  // namespace normscope
