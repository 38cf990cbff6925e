#pragma once

#include <QMenu>

namespace normscope {

class MainWindow;

/// Fills the menu of how the tensor is looked at: camera, page, what the cells show, how many norms, what is
/// opened, unfolded and drawn over.
void fillViewMenu(QMenu& menu, MainWindow& window);

}  // namespace normscope
