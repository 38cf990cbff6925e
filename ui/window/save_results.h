#pragma once

namespace normscope {

class MainWindow;

// Each asks where to write, and writes in the background what was there when it was asked for; nothing
// happens when the question is cancelled or there is nothing to write. A file that the document reads is not
// replaced.

void saveY(MainWindow& window);
void saveXHat(MainWindow& window);
void saveStatistics(MainWindow& window);

}  // namespace normscope
