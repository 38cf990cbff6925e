#include "ui/draw/report/report_page.h"

#include <QByteArray>
#include <QString>

namespace normscope {
namespace {

constexpr const char* pageStyle =
    "body{font:16px/1.5 Inter,system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}"
    "pre{font:13px/1.5 ui-monospace,monospace;background:#f4f6f8;padding:.8rem;overflow-x:auto}"
    "figure{margin:1rem 0}img{max-width:100%}figcaption{font-size:.85rem;color:#57606a}"
    "table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}"
    "th,td{text-align:right;padding:.15rem .7rem;border-bottom:1px solid #d8dee4}"
    "@media print{body{margin:0}}";

/// Bytes that are no UTF-8, as file names may hold, become replacement characters.
std::string escaped(const std::string& text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toHtmlEscaped().toStdString();
}

std::string tableRow(const std::vector<std::string>& cells, const std::string& tag) {
  std::string row = "<tr>";
  for (const std::string& cell : cells) row += "<" + tag + ">" + escaped(cell) + "</" + tag + ">";
  return row + "</tr>\n";
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::string text = "<table>\n";
  for (std::size_t i = 0; i < rows.size(); ++i) text += tableRow(rows[i], i == 0 ? "th" : "td");
  return text + "</table>\n";
}

std::string links(const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files) {
    const std::string name = escaped(file);
    text += (text.empty() ? "<a href=\"" : ", <a href=\"") + name + "\">" + name + "</a>";
  }
  return text;
}

/// As an image, so that names in one picture mean nothing in another.
std::string figure(const ReportPicture& picture) {
  const std::string data = QByteArray::fromStdString(picture.svg).toBase64().toStdString();
  return "<figure>\n<img alt=\"" + escaped(picture.title) + "\" src=\"data:image/svg+xml;base64," + data +
         "\">\n<figcaption>" + links(picture.files) + "</figcaption>\n</figure>\n";
}

std::string section(const std::string& title, const std::string& content) {
  return "<h2>" + title + "</h2>\n" + content;
}

std::string preformatted(const std::string& text) {
  return "<pre>" + escaped(text) + "</pre>\n";
}

}  // namespace

std::string htmlOf(const ReportPage& page) {
  std::string pictures, commands;
  for (const ReportPicture& picture : page.pictures) pictures += figure(picture);
  for (const std::string& command : page.commands) commands += command + "\n";
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
         escaped(page.title) + "</title>\n<style>" + pageStyle + "</style>\n</head>\n<body>\n<h1>" +
         escaped(page.title) + "</h1>\n" +
         section("Numbers", preformatted(page.numbers) + table(page.values)) + section("Pictures", pictures) +
         section("Statistics", table(page.statistics) + "<p>" + escaped(page.statisticsNote) + "</p>\n") +
         section("Commands", "<p>Given in the folder that the file was named from, these repeat it.</p>\n" +
                                 preformatted(commands)) +
         "</body>\n</html>\n";
}

}  // namespace normscope
