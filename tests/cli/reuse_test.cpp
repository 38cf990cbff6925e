#include <gtest/gtest.h>

#include "tests/cli/run_command.h"

namespace normscope {
namespace reuse_test {

TEST(ReuseOption, RefusesWhatIsNoFile) {
  const std::string advice = "; give a file, and set norm and layout in the window";
  expectRefusal({"--reuse"}, 2, "normscope: --reuse: it names no file to open" + advice);
  expectRefusal({"--reuse", "sample:cat"}, 2, "normscope: --reuse: 'sample:cat' is no file" + advice);
  expectRefusal({"--reuse", "-"}, 2, "normscope: --reuse: '-' is no file" + advice);
  expectRefusal({"--reuse", "/nowhere/x.npy"}, 1,
                "normscope: /nowhere/x.npy: there is no such file; give the path of a file that is there");
  expectRefusal({"--reuse", "/dev/null", "--norm", "batch"}, 2,
                "normscope: --reuse: a file is opened as if it were dropped, without other options" + advice);
}

}  // namespace reuse_test
}  // namespace normscope
