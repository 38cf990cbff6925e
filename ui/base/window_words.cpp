#include "ui/base/window_words.h"

#include <QRegularExpression>
#include <vector>

#include "core/error.h"
#include "core/norm/norm_spec.h"
#include "core/view/cube/cube_text.h"

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
      wording("with --layout ([A-Z]+)", "with the layout at the left, as \\1"),
      wording("with --layout", "with the layout at the left"),
      wording("--layout", "the layout at the left"),
      wording("--grad-input", "the gradient of x"),
      wording("--grad-output", "the gradient of y"),
      wording("name the norm with --norm", "say which norm is meant"),
      wording("give --running-mean and --running-var", "give running statistics"),
      wording("leave --running-mean and --running-var out", "leave running statistics out"),
      wording("give one or more with --norm", "choose one at the left"),
      wording("draw it with --show set", "show one set"),
      wording("use groups=(.*)$", "use \\1 groups"),
      wording("use workers=(.*)$", "use \\1 workers"),
      wording("name the axes with over=", "choose the reduced axes"),
      wording("use mode=train", "take its statistics from the batch"),
  };
  return all;
}

/// "norm 'group:groups=4'" becomes "Group Norm, G = 4".
void nameNorms(QString& text) {
  static const QRegularExpression norm(QStringLiteral("(the )?norm '([^']+)'"));
  for (auto found = norm.match(text); found.hasMatch(); found = norm.match(text, found.capturedStart() + 1)) {
    try {
      const std::string title = normTitleInFull(parseNormSpec(found.captured(2).toStdString()));
      text.replace(found.capturedStart(), found.capturedLength(), QString::fromStdString(title));
    } catch (const Error&) {  // no norm that could be named: the text itself says what it is
    }
  }
}

}  // namespace

QString inWindowWords(const QString& line) {
  QString text = line;
  nameNorms(text);
  for (const Wording& wording : wordings()) text.replace(wording.part, wording.words);
  return text;
}

}  // namespace normscope
