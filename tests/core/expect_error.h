#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/error.h"

namespace normscope {

/// Runs `action` and holds it to the exact error line and exit status.
template <typename Action>
void expectError(Action&& action, Fault fault, const std::string& line) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), line);
    EXPECT_EQ(error.fault(), fault) << line;
    return;
  }
  ADD_FAILURE() << "no error, expected: " << line;
}

}  // namespace normscope
