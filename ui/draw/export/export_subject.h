#pragma once

#include <QString>
#include <functional>
#include <optional>
#include <string>

#include "ui/draw/export/export_choice.h"

namespace normscope {

/// What there is to export.
struct ExportSubject {
  QString title;  ///< of the dialog
  QString name;   ///< of the file, without an ending
  double widthMm = 0, leastMm = 0, mostMm = 0;
  bool dark = false;  ///< the theme to begin with
  std::function<QSizeF(double widthMm)> sizeMm;
  std::function<Picture(const ExportChoice&)> picture;
  std::function<std::string()> numbers;  ///< as CSV; nothing: it has none

  /// What became of a file: nothing to say, or why it was not written.
  using Written = std::function<void(const QString& problem)>;

  /// Writes the file, at once or later, and says so somewhere; `written` is called then.
  std::function<void(const QString& path, const ExportChoice& choice, const Written& written)> write;

  /// The size where it depends on more than the width, such as captions that are left out; nothing: `sizeMm`.
  std::function<QSizeF(const ExportChoice& choice)> sizeFor = nullptr;

  bool captions = false;  ///< title and captions can be left out, and `picture` and `write` do so

  /// What was chosen the last time for something of this kind, as `remember` was given it; nothing: never.
  std::optional<ExportChoice> lastChoice = std::nullopt;

  /// Keeps a choice after which something was exported or copied; nothing: it is forgotten.
  std::function<void(const ExportChoice& choice)> remember = nullptr;
};

}  // namespace normscope
