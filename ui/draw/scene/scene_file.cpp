#include "ui/draw/scene/scene_file.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <filesystem>
#include <map>

#include "core/error.h"
#include "core/io/atomic_file.h"
#include "core/io/tensor_ref.h"
#include "ui/draw/scene/scene_metadata.h"

namespace normscope {
namespace {

namespace fs = std::filesystem;

enum class Format { json, svg, pdf, png, tikz };

constexpr qint64 sniffed = 1024;
constexpr qint64 largestPicture = qint64{64} << 20;
constexpr qint64 largestJson =
    (qint64{16} << 20) + 1;  // one more than is read, so that its reader refuses it
constexpr qint64 hashedAtOnce = qint64{4} << 20;

/// What the first bytes of a file say that it is.
std::optional<Format> formatOf(const QByteArray& start) {
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return Format::png;
  if (start.startsWith("%PDF-")) return Format::pdf;
  const QByteArray text = (start.startsWith("\xef\xbb\xbf") ? start.mid(3) : start).trimmed();
  if (text.startsWith('{')) return Format::json;
  if (text.startsWith("% Drawn by Normscope")) return Format::tikz;
  if (text.startsWith("<?xml") || text.startsWith("<svg") || text.startsWith("<!--")) return Format::svg;
  return std::nullopt;
}

/// The JSON that a picture carries.
std::optional<std::string> jsonIn(QFile& file, Format format) {
  if (format == Format::svg) return sceneTextInXml(file);
  if (format == Format::pdf) return sceneTextInPdf(file.readAll());
  if (format == Format::tikz) return sceneTextInTikz(file);
  return sceneTextInPng(file);
}

std::string nameOf(Format format) {
  if (format == Format::svg) return "SVG";
  if (format == Format::tikz) return "TikZ picture";
  return format == Format::pdf ? "PDF" : "PNG";
}

bool isRegular(const std::string& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

/// The same tensor in a file of the same name that lies in the folder of the scene.
std::string besideOf(const std::string& source, const std::string& sceneFile) {
  const FileText file = splitFileText(source);
  return (fs::path(sceneFile).parent_path() / fs::path(file.path).filename()).string() + file.rest;
}

std::string withoutFolders(const std::string& source) {
  if (!isFileSource(source)) return source;
  const FileText file = splitFileText(source);
  return fs::path(file.path).filename().string() + file.rest;
}

/// The hashes of the files that are there; several tensors of one file are hashed once.
void addHashes(Scene& scene, const Progress& progress) {
  std::map<std::string, std::string> known;
  const auto add = [&](const std::string& source, std::optional<std::string>& sha256) {
    const std::string path = isFileSource(source) ? splitFileText(source).path : "";
    if (path.empty() || !isRegular(path)) return;
    if (!known.contains(path)) known[path] = sha256Of(path, progress);
    sha256 = known[path];
  };
  add(scene.source, scene.sha256);
  if (scene.weight) add(scene.weight->source, scene.weight->sha256);
  if (scene.bias) add(scene.bias->source, scene.bias->sha256);
}

Error withoutScene(const std::string& path, Format format) {
  return failure(path, "this " + nameOf(format) + " carries no scene of Normscope",
                 "open a picture as Normscope exported it, or a tensor (.npy)");
}

}  // namespace

std::optional<SavedSession> sessionIn(const std::string& path) {
  QFile file(QString::fromLocal8Bit(path.c_str()));
  if (!isRegular(path) || !file.open(QIODevice::ReadOnly)) return std::nullopt;
  const auto format = formatOf(file.peek(sniffed));
  if (!format) return std::nullopt;
  if (*format == Format::json) {
    const std::string text = file.read(largestJson).toStdString();
    // The index of a model in several files is JSON, too.
    if (text.find("\"weight_map\"") != text.npos && text.find("\"normscope\"") == text.npos)
      return std::nullopt;
    return readSession(text, path);
  }
  if (file.size() > largestPicture)
    throw failure(path, "it is larger than 64 MB, more than any picture of Normscope",
                  "open the original file");
  const auto json = jsonIn(file, *format);
  if (!json && *format == Format::png) return std::nullopt;  // its pixels are a tensor
  if (!json) throw withoutScene(path, *format);
  return readSession(*json, path);
}

std::optional<lab::SavedExperiment> experimentIn(const std::string& path) {
  QFile file(QString::fromLocal8Bit(path.c_str()));
  if (!isRegular(path) || !file.open(QIODevice::ReadOnly)) return std::nullopt;
  const auto format = formatOf(file.peek(sniffed));
  if (!format || file.size() > largestPicture) return std::nullopt;
  const auto json = *format == Format::json ? file.readAll().toStdString() : jsonIn(file, *format);
  if (!json || !lab::isOfLaboratory(*json)) return std::nullopt;
  return lab::readExperiment(*json, path);
}

std::optional<Scene> sceneIn(const std::string& path) {
  auto session = sessionIn(path);
  if (session) return std::move(session->scene);
  QFile file(QString::fromLocal8Bit(path.c_str()));
  if (isRegular(path) && file.open(QIODevice::ReadOnly) && formatOf(file.peek(sniffed)) == Format::png)
    throw withoutScene(path, Format::png);
  return std::nullopt;
}

std::optional<std::string> findSource(const std::string& source, const std::string& sceneFile) {
  if (!isFileSource(source)) return source;
  for (const std::string& text : {source, besideOf(source, sceneFile)}) {
    if (isRegular(splitFileText(text).path)) return text;
  }
  return std::nullopt;
}

Scene withFoundParameters(Scene scene, const std::string& sceneFile) {
  for (auto* parameter : {&scene.weight, &scene.bias}) {
    if (*parameter)
      (*parameter)->source = findSource((*parameter)->source, sceneFile).value_or((*parameter)->source);
  }
  return scene;
}

std::string sha256Of(const std::string& path, const Progress& progress) {
  QFile file(QString::fromLocal8Bit(path.c_str()));
  const auto fail = [&] {
    return failure(path, "it cannot be read (" + file.errorString().toStdString() + ")",
                   "check the file and its permissions");
  };
  if (!file.open(QIODevice::ReadOnly)) throw fail();
  QCryptographicHash hash(QCryptographicHash::Sha256);
  for (QByteArray bytes = file.read(hashedAtOnce); !bytes.isEmpty(); bytes = file.read(hashedAtOnce)) {
    hash.addData(bytes);
    progress.step(static_cast<double>(file.pos()) / static_cast<double>(std::max<qint64>(file.size(), 1)));
  }
  if (file.error() != QFileDevice::NoError) throw fail();
  return hash.result().toHex().toStdString();
}

void writeSession(SavedSession session, const std::string& path) {
  addHashes(session.scene, {});
  writeFileAtomically(path, toJson(session));
}

Scene forPicture(Scene scene, const Progress& progress) {
  addHashes(scene, progress);
  scene.source = withoutFolders(scene.source);
  if (scene.weight) scene.weight->source = withoutFolders(scene.weight->source);
  if (scene.bias) scene.bias->source = withoutFolders(scene.bias->source);
  return scene;
}

}  // namespace normscope
