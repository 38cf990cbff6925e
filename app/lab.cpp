#include "app/lab_options.h"
#include "ui/draw/plots/plot_export.h"

namespace normscope::app {

void runLab(const Arguments& given) {
  LabArguments arguments;
  ArgumentParser parser(
      "lab",
      "Trains a small network on handwritten digits with each norm and batch size, or measures how far "
      "the statistics of a batch lie from those of all samples.",
      "normscope lab --norms batch,group:groups=4 --batch-sizes 32,8,2 --seeds 3 -o curve.svg\n"
      "  normscope lab --statistics --norms batch,layer -o statistics.svg");
  arguments.addTo(parser);
  if (!parser.parse(withDigits(given))) return;
  arguments.refuseStrangers();
  if (arguments.output) checkPlotPath(*arguments.output);
  arguments.statistics ? runStatistics(arguments) : runTraining(arguments);
}

}  // namespace normscope::app
