#pragma once

#include <QLineEdit>
#include <QToolButton>

#include "ui/workspace/workspace.h"

namespace normscope {

/// The layer's weight or bias: numbers, a file, or what is drawn at random. Empty: a new layer's.
class ParameterEdit : public QWidget {
  Q_OBJECT

 public:
  enum class Which { weight, bias };

  ParameterEdit(Workspace& workspace, Which which, QWidget* parent = nullptr);
  void showParameter();

 private:
  void apply();
  void chooseFile();
  void drawAtRandom();
  void take(const std::string& text);
  const std::optional<LayerParameter>& source() const;

  Workspace& workspace_;
  Which which_;
  QLineEdit* text_;
  QToolButton* more_;
};

}  // namespace normscope
