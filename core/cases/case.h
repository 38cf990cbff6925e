#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/laboratory.h"
#include "core/document/scene.h"

namespace normscope {

/// What a case computes under a name: a norm on a tensor, perhaps with a mistake that no norm spec can say.
struct CaseComputation {
  enum class Mistake {
    none,
    runningAverage,  ///< running = momentum * 0 + (1 - momentum) * batch, and that normalizes
    nhwcReshape,     ///< groups by a reshape of the memory that mixes positions with channels
    halfRounding,    ///< y rounded to half precision
  };

  NormSpec norm;
  std::string source;  ///< FILE of the command line; a sample or a generated tensor
  Shape shape;         ///< of the tensor
  Mistake mistake = Mistake::none;
  double momentum = 1e-4;  ///< of runningAverage
  /// Batches drawn from the tensor, held against all of its samples, instead of a normalized tensor.
  struct Drawn {
    int batchSize = 1;
    int draws = 1;
  };
  std::optional<Drawn> drawn;
  std::optional<int> trained;  ///< the laboratory's network with this norm, trained with this batch size
  int updates = 0;             ///< trained on its tensor so many times before; the running statistics follow
};

/// What a step sets; everything else stays as the user left it.
struct CaseControls {
  std::optional<std::string> norm;  ///< the name of a computation: its norm, and its tensor
  std::optional<Extents> selection;
  std::optional<SceneShow> show;
  std::optional<bool> parameters;        ///< what shares one γ and β
  std::optional<Experiment> laboratory;  ///< its page, instead of the tensor
};

struct CaseStep {
  std::string title;
  std::string text;  ///< with {NAME.PROPERTY}, {NAME-NAME.PROPERTY} in the place of numbers;
                     ///< {NAME.PROPERTY:5} has 5 digits
  CaseControls controls;
};

/// What a value of the text must come out as.
struct CaseExpectation {
  std::string value;                  ///< as between braces
  std::optional<double> least, most;  ///< of a number
  std::optional<std::string> text;    ///< of anything else
};

/// A question, what to look at, and the answer with numbers that are computed when they are read.
struct Case {
  std::string name;
  std::string title;
  Scene scene;  ///< its norms are the computations a, b, c, ...
  std::map<std::string, CaseComputation> computations;
  std::vector<CaseStep> steps;
  std::vector<CaseExpectation> expectations;
};

/// Reads a case:
///
///     {"normscope": "case", "version": 1, "name": "1a", "title": "...", "scene": {a scene},
///      "compute": {"u": {"norm": "batch:variance=unbiased", "source": "...", "layout": "NHWC",
///                        "mistake": "running_average(momentum=1e-4)", "updates": 1}},
///      "steps": [{"title": "...", "text": "... {a-b.l2} ...",
///                 "controls": {"norm": "b", "selection": [0, 0, 0, 0], "show": "sets", "parameters":
///                 true, "laboratory": "training"}}],
///      "expect": {"a-b.l2": {"least": 50, "most": 60}, "a.statistics_shape": {"is": "[20, 1]"}}}
///
/// "compute" and "controls" may be left out, and within them everything but "norm". Instead of "mistake" and
/// "updates" a computation may have "drawn": {"batch_size": 2, "draws": 50}, batches from its tensor, or
/// "trained": 2, the laboratory's network of seed 0 at that batch size; both have properties of their own.
/// Mistakes are running_average(momentum=M), nhwc_reshape and half_rounding. `subject` is what errors are
/// about. Throws Error (failed), one line, for what is no such JSON, an unknown key, a value of another type
/// or out of range, a name or property that does not exist.
Case readCase(std::string_view json, const std::string& subject);

/// The cases that come with the program, by their names.
const std::vector<Case>& cases();

/// Throws Error (nonsense) that lists the names.
const Case& findCase(std::string_view name);

}  // namespace normscope
