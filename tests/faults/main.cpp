#include <gtest/gtest.h>

#include "tests/faults/fault_control.h"

int main(int argc, char** argv) {
  normscope::faults::useFaultLayer();
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
