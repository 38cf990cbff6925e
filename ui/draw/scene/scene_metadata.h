#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <string>

class QIODevice;

namespace normscope {

// How files carry the JSON of a scene (core/scene/scene_json.h): SVG in its <metadata> element and PDF in its
// XMP packet, which is never compressed so that it can be found without reading the document, both as the
// text of <scene> in the namespace below; PNG as the text of the key "normscope"; TikZ in a comment of its
// first lines.

inline constexpr const char* sceneNamespace = "urn:normscope:scene";
inline constexpr const char* pngSceneKey = "normscope";

/// `<metadata>…</metadata>` for an SVG.
QByteArray svgMetadata(const std::string& json);

/// An XMP packet (ISO 16684-1) with the title and the scene.
QByteArray xmpPacket(const QString& title, const std::string& json);

/// The scene in XML, up to the first mistake in it: of an element, or of the attribute that tools make of it
/// when they rewrite XMP.
std::optional<std::string> sceneTextInXml(QIODevice& xml);

/// The scene in the last XMP packet of a PDF that has one.
std::optional<std::string> sceneTextInPdf(const QByteArray& pdf);

/// The comment of a TikZ picture.
QByteArray tikzSceneLine(const std::string& json);

/// The scene in the comments that a TikZ picture begins with.
std::optional<std::string> sceneTextInTikz(QIODevice& tikz);

/// The scene in a PNG, of which only what comes before the pixels is read.
std::optional<std::string> sceneTextInPng(QIODevice& png);

}  // namespace normscope
