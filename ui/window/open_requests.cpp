#include "ui/window/open_requests.h"

#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <QDir>
#include <QStandardPaths>
#include <QTimer>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json/strict_json.h"

namespace normscope {
namespace {

constexpr int patienceMs = 5000;
constexpr int mostPeers = 8;
constexpr qint64 longestLine = 16384;
constexpr std::size_t longestPath = 8192;
constexpr const char* askSo = "ask with one line, {\"open\": \"/path/of/a/file\"}";

using Json = nlohmann::ordered_json;

QByteArray lineOf(const Json& json) {
  return QByteArray::fromStdString(json.dump(-1, ' ', false, Json::error_handler_t::replace)) + '\n';
}

/// The folder of the socket keeps others out; this does where somebody has opened that.
bool isOwnUser(const QLocalSocket& peer) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  const int socket = static_cast<int>(peer.socketDescriptor());
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 &&
         credentials.uid == ::geteuid();
}

/// The file that a request names. Throws Error for all that is no request.
QString fileIn(const QByteArray& line) {
  if (!line.endsWith('\n'))
    throw failure("request", "it is longer than " + std::to_string(longestLine) + " bytes", askSo);
  const std::string_view text(line.constData(), static_cast<std::size_t>(line.size()));
  const nlohmann::json request = parseStrictly(text, "request", text.size(), askSo);
  const bool hasShape =
      request.is_object() && request.size() == 1 && request.contains("open") && request["open"].is_string();
  const std::string file = hasShape ? request["open"].get<std::string>() : std::string();
  if (!file.starts_with('/') || file.size() > longestPath || oneLine(file) != file)
    throw failure("request", "it does not name one file by its absolute path", askSo);
  return QString::fromStdString(file);
}

Error noAnswer(const std::string& reason) {
  return failure("the running window", reason, "close it, or start without --reuse");
}

}  // namespace

QString requestsSocket() {
  QString display = qEnvironmentVariable("WAYLAND_DISPLAY");
  if (display.isEmpty()) display = qEnvironmentVariable("DISPLAY");
  for (QChar& letter : display) {
    if (!letter.isLetterOrNumber() && letter != '-' && letter != '.') letter = '_';
  }
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
  return QDir(folder).filePath(QStringLiteral("normscope-%1").arg(display));
}

bool openInRunningWindow(const QString& socket, const std::string& file) {
  QLocalSocket window;
  window.connectToServer(socket);
  if (!window.waitForConnected(patienceMs)) return false;
  window.write(lineOf({{"open", file}}));
  QByteArray answer;
  while (!answer.contains('\n')) {
    if (!window.waitForReadyRead(patienceMs)) throw noAnswer("it does not answer");
    answer += window.readAll();
    if (answer.size() > longestLine) throw noAnswer("its answer is none of Normscope's");
  }
  const auto json = nlohmann::json::parse(answer.constData(), nullptr, false);
  if (json.is_object() && json.value("ok", false)) return true;
  const bool hasReason = json.is_object() && json.contains("refused") && json["refused"].is_string();
  throw noAnswer(hasReason ? "it refused: " + json["refused"].get<std::string>()
                           : "its answer is none of Normscope's");
}

OpenRequests::OpenRequests(QString socket, QObject* parent) : QObject(parent), socket_(std::move(socket)) {
  server_.setSocketOptions(QLocalServer::UserAccessOption);
  server_.setMaxPendingConnections(mostPeers);
  connect(&server_, &QLocalServer::newConnection, this, &OpenRequests::greet);
}

void OpenRequests::listen() {
  if (isListening()) return;
  QLocalSocket other;
  other.connectToServer(socket_);
  if (other.waitForConnected(patienceMs)) return;
  QLocalServer::removeServer(socket_);
  server_.listen(socket_);
}

void OpenRequests::greet() {
  while (QLocalSocket* peer = server_.nextPendingConnection()) {
    ++peers_;
    connect(peer, &QObject::destroyed, this, [this] { --peers_; });
    connect(peer, &QLocalSocket::disconnected, peer, &QObject::deleteLater);
    if (!isOwnUser(*peer) || peers_ > mostPeers) {
      peer->abort();
      peer->deleteLater();
      continue;
    }
    connect(peer, &QLocalSocket::readyRead, this, [this, peer] { read(peer); });
    QTimer::singleShot(patienceMs, peer, [peer] { peer->abort(); });
    read(peer);  // what has come already
  }
}

/// One request a connection.
void OpenRequests::read(QLocalSocket* peer) {
  if (!peer->canReadLine() && peer->bytesAvailable() <= longestLine) return;
  disconnect(peer, &QLocalSocket::readyRead, this, nullptr);
  try {
    const QString file = fileIn(peer->readLine(longestLine + 1));
    peer->write(lineOf({{"ok", true}}));
    peer->flush();
    peer->disconnectFromServer();
    emit openAsked(file);
  } catch (const Error& error) {
    peer->write(lineOf({{"refused", error.what()}}));
    peer->flush();
    peer->disconnectFromServer();
  }
}

}  // namespace normscope
