#include "ui/draw/export/font_faces.h"

#include <hb-subset.h>

#include <QFile>
#include <QXmlStreamReader>
#include <QtEndian>
#include <map>
#include <memory>
#include <set>

namespace normscope {
namespace {

constexpr qsizetype sfntHeader = 12;
constexpr qsizetype sfntEntry = 16;
constexpr qsizetype woffHeader = 44;
constexpr qsizetype woffEntry = 20;

template <typename Number>
Number numberAt(const QByteArray& bytes, qsizetype at) {
  return qFromBigEndian<Number>(bytes.constData() + at);
}

template <typename Number>
void append(QByteArray& bytes, Number number) {
  const Number big = qToBigEndian(number);
  bytes.append(reinterpret_cast<const char*>(&big), sizeof big);
}

QByteArray padded(QByteArray bytes) {
  return bytes.append((4 - bytes.size() % 4) % 4, '\0');
}

/// A table as WOFF stores it: zlib, unless that is no shorter.
QByteArray storedTable(const QByteArray& table) {
  const QByteArray packed = qCompress(table, 9).mid(4);  // after Qt's own length
  return packed.size() < table.size() ? packed : table;
}

struct Release {
  void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
  void operator()(hb_face_t* face) const { hb_face_destroy(face); }
  void operator()(hb_subset_input_t* input) const { hb_subset_input_destroy(input); }
};
using Blob = std::unique_ptr<hb_blob_t, Release>;
using FontFace = std::unique_ptr<hb_face_t, Release>;
using SubsetInput = std::unique_ptr<hb_subset_input_t, Release>;

struct Face {
  QString weight;
  QString style;
  bool operator<(const Face& other) const {
    return std::tie(weight, style) < std::tie(other.weight, other.style);
  }
};

/// The characters that an SVG writes in each face.
std::map<Face, std::set<char32_t>> charactersOf(const QByteArray& svg) {
  std::map<Face, std::set<char32_t>> characters;
  QXmlStreamReader xml(svg);
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != QLatin1String("text")) continue;
    const auto attributes = xml.attributes();
    auto& ofFace = characters[{attributes.value(QLatin1String("font-weight")).toString(),
                               attributes.value(QLatin1String("font-style")).toString()}];
    for (const char32_t character : xml.readElementText(QXmlStreamReader::IncludeChildElements).toUcs4())
      ofFace.insert(character);
  }
  return characters;
}

QString nameOf(const Face& face) {
  if (face.style == QLatin1String("italic")) return QStringLiteral("Italic");
  if (face.weight == QLatin1String("500")) return QStringLiteral("Medium");
  return face.weight == QLatin1String("600") ? QStringLiteral("SemiBold") : QStringLiteral("Regular");
}

}  // namespace

QByteArray woffOf(const QByteArray& font) {
  if (font.size() < sfntHeader) return {};
  const auto count = numberAt<quint16>(font, 4);
  if (font.size() < sfntHeader + count * sfntEntry) return {};
  QByteArray directory;
  QByteArray data;
  quint32 wholeSize = static_cast<quint32>(sfntHeader + count * sfntEntry);
  for (int i = 0; i < count; ++i) {
    const qsizetype at = sfntHeader + i * sfntEntry;
    const auto length = numberAt<quint32>(font, at + 12);
    const QByteArray stored = storedTable(font.mid(numberAt<quint32>(font, at + 8), length));
    directory.append(font.mid(at, 4));
    append(directory, static_cast<quint32>(woffHeader + count * woffEntry + data.size()));
    append(directory, static_cast<quint32>(stored.size()));
    append(directory, length);
    append(directory, numberAt<quint32>(font, at + 4));
    data.append(padded(stored));
    wholeSize += (length + 3) & ~3U;
  }
  QByteArray woff("wOFF");
  woff.append(font.left(4));
  append(woff, static_cast<quint32>(woffHeader + directory.size() + data.size()));
  append(woff, count);
  append(woff, quint16{0});
  append(woff, wholeSize);
  append(woff, quint32{0x00010000});  // version, then neither metadata nor private data
  woff.append(20, '\0');
  return woff + directory + data;
}

QByteArray subsetOf(const QByteArray& font, const std::set<char32_t>& characters) {
  const auto size = static_cast<unsigned>(font.size());
  const Blob whole(hb_blob_create(font.constData(), size, HB_MEMORY_MODE_READONLY, nullptr, nullptr));
  const FontFace face(hb_face_create(whole.get(), 0));
  const SubsetInput input(hb_subset_input_create_or_fail());
  if (!input) return font;
  for (const char32_t character : characters) hb_set_add(hb_subset_input_unicode_set(input.get()), character);
  const FontFace subset(hb_subset_or_fail(face.get(), input.get()));
  if (!subset) return font;
  const Blob bytes(hb_face_reference_blob(subset.get()));
  unsigned length = 0;
  const char* data = hb_blob_get_data(bytes.get(), &length);
  return length == 0 ? font : QByteArray(data, length);
}

QByteArray fontFaces(const QByteArray& svg) {
  QByteArray sheet;
  for (const auto& [face, characters] : charactersOf(svg)) {
    QFile file(QStringLiteral(":/fonts/Inter-%1.otf").arg(nameOf(face)));
    if (!file.open(QIODevice::ReadOnly)) continue;
    sheet += "@font-face{font-family:Inter;font-weight:" + face.weight.toUtf8() +
             ";font-style:" + face.style.toUtf8() + ";src:url(data:font/woff;base64," +
             woffOf(subsetOf(file.readAll(), characters)).toBase64() + ") format(\"woff\")}\n";
  }
  return sheet.isEmpty() ? sheet : "<style type=\"text/css\">\n" + sheet + "</style>\n";
}

}  // namespace normscope
