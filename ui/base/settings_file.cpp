#include "ui/base/settings_file.h"

#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "core/io/atomic_file.h"
#include "core/io/leftover_files.h"
#include "core/text/one_line.h"

namespace normscope {
namespace {

/// More than any that the program writes.
constexpr qint64 largestFile = qint64{1} << 20;

const char* const notSettings = "it is no settings file";
const char* const isFolder = "it is a folder";

std::string whyNotWritten(int error) {
  return "it cannot be written (" + std::string(std::strerror(error)) + ")";
}

std::string localPath(const QString& name) {
  return QFile::encodeName(name).toStdString();
}

/// What keeps the file from being written, as far as that can be known before; empty where nothing does.
std::string whyNotWritable(const QString& name) {
  const QFileInfo file(name);
  if (file.isDir()) return isFolder;
  if (file.exists() && ::access(localPath(name).c_str(), W_OK) != 0) return whyNotWritten(errno);
  QString folder = file.absolutePath();
  while (::access(localPath(folder).c_str(), F_OK) != 0) {
    if (errno != ENOENT) return whyNotWritten(errno);
    folder = QFileInfo(folder).absolutePath();
  }
  if (!QFileInfo(folder).isDir()) return whyNotWritten(ENOTDIR);
  return ::access(localPath(folder).c_str(), W_OK | X_OK) != 0 ? whyNotWritten(errno) : "";
}

/// An .ini file tells text, numbers and truth values from each other only by what they are taken for.
bool areAlike(const QVariant& a, const QVariant& b) {
  if (a.typeId() == QMetaType::QStringList) return a.toStringList() == b.toStringList();
  return a.toByteArray() == b.toByteArray();
}

/// What QSettings would make any object of, which the program never writes, or what is no text.
bool isStrange(const QByteArray& bytes) {
  constexpr std::array strange = {"@Variant(", "@DateTime("};
  return bytes.size() > largestFile || bytes.contains('\0') ||
         std::any_of(strange.begin(), strange.end(), [&](const char* each) { return bytes.contains(each); });
}

}  // namespace

QString SettingsFile::usualPath() {
  return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("normscope"),
                   QStringLiteral("normscope"))
      .fileName();
}

SettingsFile::SettingsFile(QString path) : path_(std::move(path)) {
  const std::string unread = read();
  if (!unread.empty()) values_.clear();
  describe(unread, whyNotWritable(path_));
}

/// Empty, or why nothing is to be had.
std::string SettingsFile::read() {
  QFile file(path_);
  if (!file.exists()) return "";
  if (QFileInfo(path_).isDir()) return isFolder;
  if (!QFileInfo(path_).isFile()) return notSettings;
  if (!file.open(QIODevice::ReadOnly)) return "it cannot be read (" + file.errorString().toStdString() + ")";
  if (isStrange(file.read(largestFile + 1))) return notSettings;
  const QSettings settings(path_, QSettings::IniFormat);
  for (const QString& key : settings.allKeys()) values_.insert(key, settings.value(key));
  // Known only now: QSettings reads a group when somebody asks for it.
  return settings.status() == QSettings::NoError ? "" : notSettings;
}

void SettingsFile::remove(const QString& key) {
  values_.remove(key);
  const QString group = key + '/';
  for (auto entry = values_.lowerBound(group); entry != values_.end() && entry.key().startsWith(group);)
    entry = values_.erase(entry);
}

bool SettingsFile::save() {
  std::string unwritten = whyNotWritable(path_);
  try {
    if (unwritten.empty()) write();
  } catch (const Error& error) {
    const std::string line = error.what();
    const std::size_t reason = oneLine(localPath(path_)).size() + 2;
    unwritten = line.substr(reason, line.rfind("; ") - reason);
  }
  describe("", unwritten);
  return unwritten.empty();
}

void SettingsFile::write() const {
  QDir().mkpath(QFileInfo(path_).absolutePath());
  writeFileAtomically(localPath(path_), encoded().toStdString());
}

/// QSettings can only write files, and alone it keeps what others wrote and does not wait for the disk.
QByteArray SettingsFile::encoded() const {
  if (values_.isEmpty()) return {};
  const auto temporaryName = [&] { return QFile::decodeName(temporaryNameFor(localPath(path_)).c_str()); };
  QFile file(temporaryName());
  {
    QSettings settings(file.fileName(), QSettings::IniFormat);
    for (auto entry = values_.begin(); entry != values_.end(); ++entry)
      settings.setValue(entry.key(), entry.value());
  }
  // Under another name, since QSettings would show what it meant to write.
  file.rename(temporaryName());
  const bool isWhole = holdsAll(file.fileName());
  const QByteArray bytes = isWhole && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  file.remove();
  if (!bytes.isEmpty()) return bytes;
  throw failure(localPath(path_), "it cannot be written (the disk may be full)", "make room");
}

/// QSettings takes half a file for a whole one where the disk is full.
bool SettingsFile::holdsAll(const QString& file) const {
  const QSettings settings(file, QSettings::IniFormat);
  for (auto entry = values_.begin(); entry != values_.end(); ++entry) {
    if (!areAlike(entry.value(), settings.value(entry.key()))) return false;
  }
  return true;
}

void SettingsFile::describe(const std::string& unread, const std::string& unwritten) {
  problem_.clear();
  if (unread.empty() && unwritten.empty()) return;
  const bool isTwo = !unread.empty() && !unwritten.empty() && unread != unwritten;
  const char* const meaning =
      unwritten.empty() ? "the program starts as if nothing were remembered, and replaces it when it ends"
      : unread.empty()  ? "what changes now is not remembered for the next start"
                        : "nothing is remembered, from the last start or for the next";
  const std::string reason = isTwo ? unread + " and " + unwritten : unread.empty() ? unwritten : unread;
  problem_ = failure(localPath(path_), reason, meaning).what();
}

}  // namespace normscope
