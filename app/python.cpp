#include "app/argument_parser.h"
#include "app/output.h"
#include "core/model/python_module.h"

namespace normscope::app {

void runPython(const Arguments& given) {
  ArgumentParser parser(
      "python",
      "Prints the Python module that records the norms of a model: one file, which needs Python "
      "3.9 or later and the framework that is there.",
      "normscope python > normscope.py");
  if (!parser.parse(given)) return;
  print(std::string(embedded::pythonModule));
}

}  // namespace normscope::app
