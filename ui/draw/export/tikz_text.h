#pragma once

#include <QString>

namespace normscope {

/// Text as LaTeX sets it: characters that mean something to TeX are escaped, Greek letters, signs, raised and
/// lowered digits and letters with a hat become mathematics, so that pdflatex needs no package for them.
/// Others are passed on as UTF-8.
QString tikzText(const QString& text);

}  // namespace normscope
