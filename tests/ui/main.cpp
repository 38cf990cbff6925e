#include <gtest/gtest.h>

#include <QApplication>

#include "ui/base/fonts.h"

int main(int argc, char** argv) {
  if (qgetenv("QT_QPA_PLATFORM").isEmpty()) qputenv("QT_QPA_PLATFORM", "offscreen");
  ::testing::InitGoogleTest(&argc, argv);
  const QApplication app(argc, argv);
  normscope::loadFonts();  // every test sees the program's own fonts, whatever the machine has
  return RUN_ALL_TESTS();
}
