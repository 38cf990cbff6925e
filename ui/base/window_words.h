#pragma once

#include <QString>

namespace normscope {

/// A line of core's in the words of the window: where it names an option or a subcommand of the command line,
/// it names the control that does the same. Everything else stays as it is.
QString inWindowWords(const QString& line);

}  // namespace normscope
