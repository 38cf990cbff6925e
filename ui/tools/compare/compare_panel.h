#pragma once

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "ui/base/form.h"
#include "ui/workspace/comparison.h"

namespace normscope {

/// The session's norm A beside another, B, on the tensor on the screen: how far apart, where, and a verdict.
/// B is chosen from the kinds or typed as a spec.
class ComparePanel : public QWidget {
  Q_OBJECT

 public:
  ComparePanel(Session& session, Comparison& comparison, QWidget* parent = nullptr);

 private:
  QWidget* makeChoice();
  QWidget* makeTable();
  void addLine(QGridLayout* grid, const QString& title, const char* name);
  void fillChoices();
  void applyTyped();
  void showPlans();
  void showNumbers();
  void set(const char* name, const QString& text);

  Session& session_;
  Comparison& comparison_;
  QLabel* specA_;
  QComboBox* specB_;
  QPushButton* swap_;
  ProblemLabel* problem_;
  QProgressBar* progress_;
  QLabel* verdict_;
  QLabel* relation_;
};

}  // namespace normscope
