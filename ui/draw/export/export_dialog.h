#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <functional>
#include <map>

#include "ui/draw/export/export_subject.h"

class QPushButton;
class QToolButton;

namespace normscope {

class ExportPreview;

/// Asks how to store a picture: format, size, theme, text, captions and ground, with a preview by the painter
/// that writes the file. Controls that a format has no use for are not shown. It begins with the subject's
/// last choice. Enter exports, whatever has the focus.
class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  ExportDialog(ExportSubject subject, QWidget* parent = nullptr);

  const ExportChoice& choice() const { return choice_; }

  /// "svg", "pdf", "png" or "csv", where the subject has it.
  void setFormat(const QString& format);

  /// Stores it as chosen, in the format of the path's ending where that is one; adds an ending where there is
  /// none.
  void exportTo(QString path);

 private:
  QWidget* makeControls();
  QWidget* makeSegments(const QStringList& names, const QString& what, const QString& checked,
                        const std::function<void(const QString&)>& chosen);
  QWidget* addRow(const QString& label, QWidget* control);
  QWidget* makeSizes();
  QWidget* makePresets();
  void begin();
  void addText();
  QCheckBox* addCheck(const char* name, const QString& text, bool& choice);
  void addButtons();
  void askWhere();
  void copy();
  void setWidthMm(double width);
  void setHeightMm(double height);
  void showSizes();
  void showChoice();
  void remember() const;
  bool isPixels() const { return choice_.format == "png"; }
  double shownPerMm() const;  ///< millimetres or dots

  ExportSubject subject_;
  ExportChoice choice_;
  ExportPreview* preview_;
  QWidget* rows_ = nullptr;
  QWidget* sizeRow_ = nullptr;
  QWidget* presetRow_ = nullptr;
  QWidget* themeRow_ = nullptr;
  QWidget* textRow_ = nullptr;
  QDoubleSpinBox* width_ = nullptr;
  QDoubleSpinBox* height_ = nullptr;
  QComboBox* text_ = nullptr;
  QCheckBox* transparent_ = nullptr;
  QCheckBox* captions_ = nullptr;
  std::map<QString, QToolButton*> segments_;  ///< by their names in small letters: "svg", "dark"
  QLabel* sizeNote_ = nullptr;
  QLabel* note_ = nullptr;
  QPushButton* export_ = nullptr;
};

}  // namespace normscope
