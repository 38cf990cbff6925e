#include "ui/base/start_guard.h"

#include <QtGlobal>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "core/error.h"

namespace normscope {
namespace {

/// Qt's handlers of messages are plain functions.
StartGuard* guarding = nullptr;

}  // namespace

StartGuard::StartGuard(std::string subject, std::string reason, std::string advice)
    : subject_(std::move(subject)), reason_(std::move(reason)), advice_(std::move(advice)) {
  guarding = this;
  before_ = qInstallMessageHandler(handle);
}

StartGuard::~StartGuard() {
  qInstallMessageHandler(before_);
  guarding = nullptr;
}

void StartGuard::handle(QtMsgType type, const QMessageLogContext& context, const QString& message) {
  if (type == QtFatalMsg) guarding->end(message);
  guarding->note(context, message);
}

void StartGuard::note(const QMessageLogContext& context, const QString& message) {
  const QByteArray category(context.category);
  if (!category.startsWith("qt.qpa")) return;
  // That one of several platforms has no plugin matters less than what is wrong with the one that has.
  const bool isOfPlugin = category == "qt.qpa.plugin";
  if (!complaint_.isEmpty() && (isOfPlugin || !isAboutPlugin_)) return;
  complaint_ = message.trimmed();
  isAboutPlugin_ = isOfPlugin;
}

/// An exception can't pass through Qt, and destructors may want what has not started.
void StartGuard::end(const QString& message) const {
  const QString complaint = complaint_.isEmpty() ? message.section('\n', 0, 0) : complaint_;
  const Error line = failure(subject_, reason_ + " (" + complaint.toStdString() + ")", advice_);
  std::cerr << "normscope: " << line.what() << std::endl;
  std::_Exit(line.exitStatus());
}

}  // namespace normscope
