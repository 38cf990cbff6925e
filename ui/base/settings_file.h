#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QVariant>
#include <string>

namespace normscope {

/// What the program remembers from one start to the next: an .ini file as QSettings writes it, read once and
/// then kept in memory, until save() writes the whole of it. Of two windows the last that saves wins; nothing
/// of one mixes with the other. A file that can't be used is as if it were not there, and said to be so.
class SettingsFile {
 public:
  /// That of this user, ~/.config/normscope/normscope.ini.
  static QString usualPath();

  /// Reads the file; never throws.
  explicit SettingsFile(QString path = usualPath());

  const QString& path() const { return path_; }
  QVariant value(const QString& key) const { return values_.value(key); }
  void setValue(const QString& key, const QVariant& value) { values_.insert(key, value); }

  /// The key, and the whole group of that name.
  void remove(const QString& key);

  /// Writes all of it: the file is the old one or the new one, complete. False where that can't be done;
  /// problem() says why.
  bool save();

  /// One line, "PATH: WHY; what that means", where nothing could be read or nothing can be kept; known from
  /// the start, and as of the last save(). Empty where all is well.
  const std::string& problem() const { return problem_; }

 private:
  std::string read();
  void write() const;
  QByteArray encoded() const;
  bool holdsAll(const QString& file) const;
  void describe(const std::string& unread, const std::string& unwritten);

  QString path_;
  QMap<QString, QVariant> values_;
  std::string problem_;
};

}  // namespace normscope
