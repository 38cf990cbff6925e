#pragma once

#include <QByteArray>
#include <set>

namespace normscope {

/// A style sheet with the faces of Inter that an SVG uses, each in the file as WOFF (W3C, 2012) with the
/// characters that stand there; empty where it has no text.
QByteArray fontFaces(const QByteArray& svg);

/// An OpenType font with these characters alone, by HarfBuzz.
QByteArray subsetOf(const QByteArray& font, const std::set<char32_t>& characters);

/// An OpenType font as WOFF 1.0; empty for what is no OpenType font.
QByteArray woffOf(const QByteArray& font);

}  // namespace normscope
