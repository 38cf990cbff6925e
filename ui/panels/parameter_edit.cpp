#include "ui/panels/parameter_edit.h"

#include <QHBoxLayout>
#include <QMenu>

#include "core/document/parameter_text.h"
#include "core/error.h"
#include "ui/base/ask_file.h"

namespace normscope {
namespace {

std::string nameOf(ParameterEdit::Which which) {
  return which == ParameterEdit::Which::weight ? "weight" : "bias";
}

}  // namespace

ParameterEdit::ParameterEdit(Workspace& workspace, Which which, QWidget* parent)
    : QWidget(parent), workspace_(workspace), which_(which), text_(new QLineEdit), more_(new QToolButton) {
  const QString name = QString::fromStdString(nameOf(which));
  text_->setObjectName(name + QStringLiteral("-values"));
  text_->setAccessibleName(which == Which::weight ? tr("weight γ") : tr("bias β"));
  more_->setObjectName(name + QStringLiteral("-more"));
  more_->setAccessibleName(which == Which::weight ? tr("more ways to give γ") : tr("more ways to give β"));
  more_->setText(QStringLiteral("…"));
  more_->setProperty("role", "switch");
  more_->setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(more_);
  menu->addAction(tr("From a &file…"), this, &ParameterEdit::chooseFile);
  menu->addAction(tr("&Random, another seed each time"), this, &ParameterEdit::drawAtRandom);
  menu->addAction(tr("As a &new layer has it"), this, [this] { take(""); });
  more_->setMenu(menu);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  row->addWidget(text_, 1);
  row->addWidget(more_);
  setFocusProxy(text_);
  connect(text_, &QLineEdit::editingFinished, this, &ParameterEdit::apply);
  connect(&workspace, &Workspace::parametersChanged, this, &ParameterEdit::showParameter);
  connect(&workspace, &Workspace::normsChanged, this, [this] {
    if (!text_->hasFocus() || !text_->isModified()) showParameter();  // what is being typed stays
  });
  showParameter();
}

const std::optional<LayerParameter>& ParameterEdit::source() const {
  const LayerParameters& parameters = workspace_.document().parameters;
  return which_ == Which::weight ? parameters.weight : parameters.bias;
}

/// The end of a path is its name; the whole of it is in the tool tip.
void ParameterEdit::showParameter() {
  const bool isOne = which_ == Which::weight && !workspace_.spec().zeroCentered;
  text_->setPlaceholderText(isOne ? tr("1 everywhere") : tr("0 everywhere"));
  const QString shown = source() ? QString::fromStdString(typedOf(*source())) : QString();
  if (text_->text() != shown) text_->setText(shown);
  text_->setModified(false);
  const QString ways =
      tr("Numbers such as 1, 0.5, 2, one number for all, or a file: PATH, or PATH::NAME of a "
         "tensor in a file with several");
  text_->setToolTip(shown.isEmpty() ? ways : shown + QStringLiteral("\n") + ways);
}

void ParameterEdit::apply() {
  if (!text_->isModified()) return;
  text_->setModified(false);
  const auto extents = parameterShapeFor(workspace_.shape(), workspace_.spec());
  try {
    take(parameterFile(text_->text().toStdString(), extents.value_or(Extents{1}), nameOf(which_)));
  } catch (const Error& error) {
    workspace_.refuseParameters(error.what());
  }
}

void ParameterEdit::take(const std::string& text) {
  if (which_ == Which::weight) return workspace_.takeParameters({text, std::nullopt});
  workspace_.takeParameters({std::nullopt, text});
}

void ParameterEdit::chooseFile() {
  const QString title = which_ == Which::weight ? tr("Choose the weight γ") : tr("Choose the bias β");
  askToOpen(
      window(), title,
      {tr("Files with tensors (*.npy *.npz *.safetensors *.pt *.pth *.bin *.gguf *.onnx *.pb *.csv *.txt)"),
       tr("All files (*)")},
      [this](const QString& path) { take(path.toStdString()); });
}

void ParameterEdit::drawAtRandom() {
  if (which_ == Which::weight) return workspace_.drawParameters(true, false);
  workspace_.drawParameters(false, true);
}

}  // namespace normscope
