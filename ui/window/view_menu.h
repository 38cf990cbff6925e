#pragma once

#include <QMenu>

namespace normscope {

class MainWindow;

/// How the tensor is looked at: page, camera, what the cells show, how many norms, what is opened, unfolded
/// and marked.
void fillViewMenu(QMenu& menu, MainWindow& window);

}  // namespace normscope
