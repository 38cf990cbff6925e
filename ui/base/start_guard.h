#pragma once

#include <QString>
#include <string>

namespace normscope {

/// Makes Qt behave like the rest of the program while it starts. To be made before the application and, for a
/// window, to end once that is made: until then what Qt has to say, such as about a missing XDG_RUNTIME_DIR,
/// is dropped, and where Qt would abort, since it finds no display or no plugin for it, one line goes to
/// standard error, "normscope: SUBJECT: REASON (what Qt complained about); ADVICE", and the program ends with
/// status 1. One at a time.
class StartGuard {
 public:
  StartGuard(std::string subject, std::string reason, std::string advice);
  ~StartGuard();
  StartGuard(const StartGuard&) = delete;
  StartGuard& operator=(const StartGuard&) = delete;

 private:
  static void handle(QtMsgType type, const QMessageLogContext& context, const QString& message);
  void note(const QMessageLogContext& context, const QString& message);
  [[noreturn]] void end(const QString& message) const;

  std::string subject_;
  std::string reason_;
  std::string advice_;
  QString complaint_;  ///< about the platform
  bool isAboutPlugin_ = false;
  QtMessageHandler before_;
};

}  // namespace normscope
