#include "ui/base/window_words.h"

#include <QRegularExpression>
#include <vector>

namespace normscope {
namespace {

/// A part of a line, and what the window calls it. Longer ones come before those that they hold.
struct Wording {
  QRegularExpression part;
  QString words;
};

Wording wording(const char* part, const char* words) {
  return {QRegularExpression(QString::fromUtf8(part)), QString::fromUtf8(words)};
}

const std::vector<Wording>& wordings() {
  static const std::vector<Wording> all = {
      wording(R"(with 'normscope devices --log [^']*')", "in Compute, Device log"),
      wording("or try it again with 'normscope devices'", "or see Compute, Device log"),
      wording("use --device auto or one of those that 'normscope devices' lists",
              "choose Automatic or another one in Compute, Device"),
      wording("use --device reference or auto", "choose Reference or Automatic in Compute, Device"),
      wording("use --device reference", "choose Compute, Device, Reference"),
      wording("--device '", "device '"),
      wording("--device opencl:", "device opencl:"),
      wording("--device", "Compute, Device"),
      wording("with --layout", "with the layout at the left"),
      wording("--layout", "the layout at the left"),
      wording("give --running-mean and --running-var", "give running statistics"),
      wording("leave --running-mean and --running-var out", "leave running statistics out"),
      wording("give one or more with --norm", "choose one at the left"),
      wording("draw it with --show set", "show one set"),
  };
  return all;
}

}  // namespace

QString inWindowWords(const QString& line) {
  QString text = line;
  if (!text.contains(QStringLiteral("--")) && !text.contains(QStringLiteral("normscope "))) return text;
  for (const Wording& wording : wordings()) text.replace(wording.part, wording.words);
  return text;
}

}  // namespace normscope
