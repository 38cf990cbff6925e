#pragma once

#include <QString>

class QWidget;

namespace normscope {

class MainWindow;

// Each puts something on the clipboard and says so in the status line.

/// What a view shows, as pixels of the screen, without the frame that marks the keyboard's focus. Says
/// so where the view is not shown.
void copyPicture(MainWindow& window, QWidget& view, const QString& name);

/// A plot's numbers as CSV; `which` counts MainWindow::plots(). Says why not where the plot is empty.
void copyNumbers(MainWindow& window, std::size_t which);

/// The same of a plot of the laboratory, counted from the large one.
void copyLaboratoryNumbers(MainWindow& window, int which);

/// The inspector's lines.
void copyInspector(MainWindow& window);

/// The command line that draws the cube on the screen; says why where there is none.
void copyCommand(MainWindow& window);

void copyText(MainWindow& window, const QString& text);

}  // namespace normscope
