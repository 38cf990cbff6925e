#include "ui/draw/export/export_choice.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

namespace normscope {
namespace {

QString nameOfText(PictureText text) {
  switch (text) {
    case PictureText::embedded:
      return QStringLiteral("embedded");
    case PictureText::outlines:
      return QStringLiteral("outlines");
    case PictureText::named:
      break;
  }
  return QStringLiteral("named");
}

PictureText textIn(const QJsonObject& json, const char* key, PictureText otherwise) {
  return pictureTextOf(json[QLatin1String(key)].toString().toStdString()).value_or(otherwise);
}

}  // namespace

std::string toText(const ExportChoice& choice) {
  QJsonObject json = {{QStringLiteral("format"), QString::fromStdString(choice.format)},
                      {QStringLiteral("width_mm"), choice.widthMm},
                      {QStringLiteral("transparent"), choice.transparent},
                      {QStringLiteral("captions"), choice.captions},
                      {QStringLiteral("svg_text"), nameOfText(choice.svgText)},
                      {QStringLiteral("pdf_text"), nameOfText(choice.pdfText)}};
  if (choice.ownTheme)
    json[QStringLiteral("theme")] = choice.dark ? QStringLiteral("dark") : QStringLiteral("light");
  return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

PictureText textFor(const ExportChoice& choice) {
  if (choice.format == "tikz") return PictureText::named;
  return choice.format == "pdf" ? choice.pdfText : choice.svgText;
}

ExportChoice exportChoiceOf(const std::string& text) {
  const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
  ExportChoice choice;
  const std::string format = json[QStringLiteral("format")].toString().toStdString();
  const auto formats = {"svg", "pdf", "png", "tikz", "csv"};
  if (std::find(formats.begin(), formats.end(), format) != formats.end()) choice.format = format;
  const double width = json[QStringLiteral("width_mm")].toDouble();
  if (std::isfinite(width) && width > 0) choice.widthMm = width;
  choice.transparent = json[QStringLiteral("transparent")].toBool(choice.transparent);
  choice.captions = json[QStringLiteral("captions")].toBool(choice.captions);
  choice.svgText = textIn(json, "svg_text", choice.svgText);
  choice.pdfText = textIn(json, "pdf_text", choice.pdfText);
  if (choice.pdfText == PictureText::named) choice.pdfText = PictureText::embedded;
  choice.text = textFor(choice);
  const QString theme = json[QStringLiteral("theme")].toString();
  choice.ownTheme = theme == QStringLiteral("dark") || theme == QStringLiteral("light");
  choice.dark = theme == QStringLiteral("dark");
  return choice;
}

}  // namespace normscope
