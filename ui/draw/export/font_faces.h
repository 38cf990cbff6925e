#pragma once

#include <QByteArray>

namespace normscope {

/// A style sheet with the faces of Inter that an SVG uses, each in the file as WOFF (W3C, 2012); empty where
/// it has no text.
QByteArray fontFaces(const QByteArray& svg);

/// An OpenType font as WOFF 1.0; empty for what is no OpenType font.
QByteArray woffOf(const QByteArray& font);

}  // namespace normscope
