#pragma once

#include <QString>

#include "ui/draw/figure/figure.h"

namespace normscope {

class ExportDialog;
class MainWindow;

/// How exports of the laboratory are known, for what was chosen last.
QString laboratoryKind();

/// The cube on the screen as a figure: its norm, selection, content, camera and theme.
FigureOptions shownFigure(MainWindow& window);

/// The command line that draws the cube on the screen, as seen in the paper's view.
QString figureCommand(MainWindow& window);

/// The dialogs that export the figure, or a plot, as they are when it opens. The dialog is not shown yet;
/// none where there is nothing to export.
ExportDialog* figureDialog(MainWindow& window);
ExportDialog* plotDialog(MainWindow& window, std::size_t which);

void exportFigure(MainWindow& window);
void exportPlot(MainWindow& window, std::size_t which);

/// The same of a plot of the laboratory, counted from the large one, with the settings that it was made by.
ExportDialog* laboratoryDialog(MainWindow& window, int which);
void exportLaboratory(MainWindow& window, int which);

/// Asks where to write, and writes in the background what was there when it was asked for; nothing happens
/// when the question is cancelled or there is nothing to write.
void saveSession(MainWindow& window);

}  // namespace normscope
