#pragma once

#include <QString>

namespace normscope {

/// What a plot is called, by the name that the command line uses for it: "Histogram of x" for histogram-x.
QString titleOfPlot(const QString& kind);

/// The same within a sentence: "histogram of x".
QString titleInSentence(const QString& kind);

}  // namespace normscope
