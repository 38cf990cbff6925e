#include "ui/draw/scene/scene_metadata.h"

#include <zlib.h>

#include <QBuffer>
#include <QXmlStreamReader>
#include <QtEndian>

namespace normscope {
namespace {

constexpr qint64 pngSignature = 8;
const QByteArray tikzSceneStart = "% normscope:scene ";
constexpr quint32 longestPngText = 1U << 17;  // no scene takes more, compressed
constexpr qsizetype longestText = 1 << 28;    // of that, as zlib makes at most 1032 bytes of one

QByteArray sceneElement(const std::string& json) {
  return QByteArray("<normscope:scene xmlns:normscope=\"") + sceneNamespace + "\">" +
         QString::fromStdString(json)
             .toHtmlEscaped()
             .replace(QStringLiteral("&quot;"), QStringLiteral("\""))
             .toUtf8() +
         "</normscope:scene>";
}

std::string trimmed(const QString& text) {
  return text.trimmed().toStdString();
}

/// What zlib's stream holds; nothing where it is damaged, which qUncompress() would say on standard error.
QByteArray inflated(const QByteArray& stream) {
  for (qsizetype room = 1 << 16; room <= longestText; room *= 4) {
    QByteArray text(room, Qt::Uninitialized);
    auto size = static_cast<uLongf>(room);
    const int status =
        ::uncompress(reinterpret_cast<Bytef*>(text.data()), &size,
                     reinterpret_cast<const Bytef*>(stream.constData()), static_cast<uLong>(stream.size()));
    if (status == Z_OK) return text.left(static_cast<qsizetype>(size));
    if (status != Z_BUF_ERROR) return {};
  }
  return {};
}

/// The scene in the data of a text chunk: key, zero, where compressed another zero and zlib's stream.
std::optional<std::string> textOfChunk(const QByteArray& data, bool compressed) {
  const QByteArray key = QByteArray(pngSceneKey) + '\0';
  if (!data.startsWith(key)) return std::nullopt;
  QByteArray text = data.mid(key.size());
  if (compressed) text = inflated(text.mid(1));
  if (text.isEmpty()) return std::nullopt;
  return text.toStdString();
}

}  // namespace

QByteArray svgMetadata(const std::string& json) {
  return "<metadata>" + sceneElement(json) + "</metadata>\n";
}

QByteArray xmpPacket(const QString& title, const std::string& json) {
  return "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
         "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
         "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
         "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
         title.toHtmlEscaped().toUtf8() +
         "</rdf:li></rdf:Alt></dc:title>\n<xmp:CreatorTool>Normscope</xmp:CreatorTool>\n" +
         sceneElement(json) + "\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";
}

std::optional<std::string> sceneTextInXml(QIODevice& xml) {
  const QString wanted = QString::fromLatin1(sceneNamespace);
  QXmlStreamReader reader(&xml);
  while (!reader.atEnd()) {
    if (reader.readNext() != QXmlStreamReader::StartElement) continue;
    if (reader.attributes().hasAttribute(wanted, QStringLiteral("scene")))
      return trimmed(reader.attributes().value(wanted, QStringLiteral("scene")).toString());
    if (reader.namespaceUri() != wanted || reader.name() != QLatin1String("scene")) continue;
    const QString text = reader.readElementText(QXmlStreamReader::ErrorOnUnexpectedElement);
    if (reader.hasError()) return std::nullopt;
    return trimmed(text);
  }
  return std::nullopt;
}

std::optional<std::string> sceneTextInPdf(const QByteArray& pdf) {
  const QByteArray start = "<x:xmpmeta";
  const QByteArray end = "</x:xmpmeta>";
  for (qsizetype at = pdf.lastIndexOf(start); at >= 0; at = at == 0 ? -1 : pdf.lastIndexOf(start, at - 1)) {
    const qsizetype stop = pdf.indexOf(end, at);
    if (stop < 0) continue;
    QBuffer packet;
    packet.setData(pdf.mid(at, stop + end.size() - at));
    packet.open(QIODevice::ReadOnly);
    if (auto text = sceneTextInXml(packet)) return text;
  }
  return std::nullopt;
}

QByteArray tikzSceneLine(const std::string& json) {
  return tikzSceneStart + QByteArray::fromStdString(json) + "\n";
}

std::optional<std::string> sceneTextInTikz(QIODevice& tikz) {
  while (true) {
    const QByteArray line = tikz.readLine();
    if (!line.startsWith('%')) return std::nullopt;
    if (line.startsWith(tikzSceneStart)) return line.mid(tikzSceneStart.size()).trimmed().toStdString();
  }
}

/// Walks over the chunks (PNG specification, section 5) up to the pixels; libpng would write about damage on
/// standard error. The checksum of a compressed text is that of zlib.
std::optional<std::string> sceneTextInPng(QIODevice& png) {
  png.seek(pngSignature);
  while (true) {
    const QByteArray head = png.read(8);
    if (head.size() < 8 || head.endsWith("IDAT")) return std::nullopt;
    const auto length = qFromBigEndian<quint32>(head.constData());
    if (length > png.size()) return std::nullopt;
    if (length <= longestPngText && (head.endsWith("zTXt") || head.endsWith("tEXt"))) {
      if (auto text = textOfChunk(png.read(length), head.endsWith("zTXt"))) return text;
      png.seek(png.pos() + 4);  // the checksum
    } else {
      png.seek(png.pos() + length + 4);
    }
  }
}

}  // namespace normscope
