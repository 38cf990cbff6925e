#pragma once

namespace normscope {

class MainWindow;

/// Asks for a folder, and makes a report of the computation on the screen there, as `normscope report` does:
/// what is read of the values in the background, the pictures in this thread. Nothing happens when the
/// question is cancelled or there is nothing to tell of.
void saveReport(MainWindow& window);

}  // namespace normscope
