#pragma once

#include <functional>
#include <string>

#include "ui/workspace/session.h"

namespace normscope {

/// Brings the session to a tensor, and does the rest once its shape is there: a norm that fits one shape may
/// be refused for the one before. The newest request wins; a tensor that can't be read leaves all as it was.
class Arrival : public QObject {
  Q_OBJECT

 public:
  explicit Arrival(Session& session, QObject* parent = nullptr);

  /// Opens `source` with its axes named by `layout` unless it is open so, then calls `then`.
  void at(const std::string& source, const Layout& layout, std::function<void()> then);

 private:
  bool isThere() const;
  void arrive();

  Session& session_;
  std::string source_;
  Layout layout_;
  std::function<void()> then_;
};

}  // namespace normscope
