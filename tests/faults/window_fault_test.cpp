// The window goes on with the reference while OpenCL fails, and goes back to OpenCL when it works again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QMenu>
#include <QPlainTextEdit>

#include "core/engine/opencl/opencl_headers.h"
#include "core/engine/reference/reference_engine.h"
#include "tests/faults/fault_control.h"
#include "tests/ui/window_fixture.h"

namespace normscope {
namespace window_fault_test {

using testing::HasSubstr;
using testing::StartsWith;

class WindowFaults : public Window {
 protected:
  ~WindowFaults() override { faults::disarm(); }

  std::string engine() { return statusLine().engine().toStdString(); }
  std::string message() { return statusLine().message().toStdString(); }

  /// Chooses a norm and waits for its result, which must be right.
  void compute(const std::string& spec) {
    workspace.setSpec(parseNormSpec(spec));
    settle();
    const auto computation = workspace.currentComputation();
    ASSERT_NE(computation, nullptr);
    ReferenceEngine reference;
    const NormalizeResult expected = normalize(computation->request, reference);
    const Tensor& y = computation->result.y;
    for (std::int64_t i = 0; i < y.elementCount(); ++i) ASSERT_NEAR(y.at(i), expected.y.at(i), 2e-6) << i;
  }

  void waitForProblem() {
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return !workspace.problem(Workspace::Place::computation).empty() && !workspace.isBusy(); },
        patience));
  }
};

TEST_F(WindowFaults, ADeviceThatIsLostIsReplacedByTheReferenceUntilItIsBack) {
  EXPECT_THAT(engine(), StartsWith("opencl:0 ("));
  workspace.results().setMostSpareBytes(0);  // each is computed anew
  int fallbacks = 0;
  for (int call = 1;; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    faults::arm({call, CL_DEVICE_NOT_AVAILABLE, true});
    compute("layer");
    if (faults::failed().empty() || HasFailure()) break;
    if (workspace.currentComputation()->result.engine == "reference") {
      ++fallbacks;
      EXPECT_THAT(engine(), StartsWith("reference, "));
      EXPECT_THAT(message(), HasSubstr("opencl:0 ("));
      EXPECT_THAT(message(), HasSubstr(": computed by the reference"));
    }
    compute("batch");
    EXPECT_THAT(engine(), StartsWith("reference, "));
    faults::disarm();
    compute("instance");
    EXPECT_THAT(engine(), StartsWith("opencl:0 ("));
    EXPECT_EQ(message(), "");
  }
  EXPECT_GT(fallbacks, 10) << "the layer is not in place";
}

TEST_F(WindowFaults, ADeviceThatWasChosenFailsInOneLineAndCanBeTriedAgain) {
  workspace.setDevice({DeviceChoice::Kind::opencl, 0});
  settle();
  faults::arm({1, CL_OUT_OF_RESOURCES, true});
  workspace.setSpec(parseNormSpec("layer"));
  waitForProblem();
  EXPECT_THAT(engine(), HasSubstr("failed (CL_OUT_OF_RESOURCES); choose Compute, Device, Reference"));
  EXPECT_EQ(workspace.currentComputation(), nullptr);
  faults::disarm();
  workspace.recompute();
  settle();
  EXPECT_THAT(engine(), StartsWith("opencl:0 ("));
  EXPECT_EQ(workspace.problem(Workspace::Place::computation), "");
}

TEST_F(WindowFaults, TheWholeLogOfABuildCanBeSeen) {
  faults::arm({1, CL_BUILD_PROGRAM_FAILURE, false, "clBuildProgram"});
  child<QAction>("device-log")->trigger();
  auto* text = child<QPlainTextEdit>("device-log-text");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !text->toPlainText().isEmpty(); }, 6 * patience));
  EXPECT_THAT(
      text->toPlainText().toStdString(),
      HasSubstr("\nwarning: this is what the layer says\nkernel.cl:7:3: error: the layer does not like "
                "line 7\n  7 | lines;\nand a last line\n"));
}

TEST_F(WindowFaults, TheMenuSaysWhatAutomaticTook) {
  auto* menu = child<QMenu>("devices");
  emit menu->aboutToShow();
  EXPECT_EQ(menu->actions().at(0)->text().toStdString(), "&Automatic: OpenCL 0");
  EXPECT_EQ(menu->actions().at(0)->toolTip().toStdString(), "no GPU is usable, it is the first usable CPU");
}

}  // namespace window_fault_test
}  // namespace normscope
