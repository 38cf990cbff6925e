#pragma once

#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QString>
#include <string>

namespace normscope {

/// Where the window that runs on this display listens: a socket in the user's runtime folder.
QString requestsSocket();

/// Asks the window that listens at `socket` to open a file, whose path is absolute. False where no window
/// listens there. Throws Error (failed) where it refuses, or does not answer within five seconds. Needs a
/// QCoreApplication.
bool openInRunningWindow(const QString& socket, const std::string& file);

/// What a window does for a second start of the program: it opens the files that are named, as if they were
/// dropped, and nothing else can be asked of it. A request is one line of JSON, {"open": "/path/of/a/file"};
/// the answer {"ok": true} or {"refused": "why"}, and the connection ends. Only processes of the same user
/// are answered.
class OpenRequests : public QObject {
  Q_OBJECT

 public:
  explicit OpenRequests(QString socket, QObject* parent = nullptr);

  /// Listens, unless another window does; what a window left that ended without closing its socket is taken
  /// over.
  void listen();
  bool isListening() const { return server_.isListening(); }

 signals:
  void openAsked(const QString& file);

 private:
  void greet();
  void read(QLocalSocket* peer);

  QString socket_;
  int peers_ = 0;  ///< connections that are there; outlives the server, which owns them
  QLocalServer server_;
};

}  // namespace normscope
