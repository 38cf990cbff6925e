#include "ui/base/style.h"

namespace normscope {
namespace {

/// @names stand for colours of the theme.
const char* const sheet = R"(
* { font-family: Inter; font-size: 13px; color: @text; }
QMainWindow, QMenuBar, QMenuBar::item, QWidget[role="statusbar"] { background: @bar; }
QWidget[role="canvas"], QWidget[role="bar"] { background: @background; }
QWidget[role="panel"], QScrollArea[role="panel"], QWidget[role="inspector"] { background: @panel; }
QWidget[role="viewbar"] { background: @background; border-bottom: 1px solid @border; }
QWidget[role="bar"] { border-bottom: 1px solid @border; }
QWidget[role="inspector"], QWidget[role="statusbar"] { border-top: 1px solid @border; }
QScrollArea { border: none; }
QSplitter::handle { background: @border; }
QMenuBar::item { padding: 6px 10px; border-radius: 4px; }
QMenuBar::item:selected, QMenu::item:selected { background: @accent; color: @accentText; }
QMenu { background: @background; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 24px; border-radius: 4px; }
QMenu::item:disabled { color: @textFaint; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }

QDialog, QDialog QTreeView, QDialog QListView, QDialog QHeaderView::section { background: @background; color: @text; }
QDialog QHeaderView::section { border: none; padding: 4px; }
QFrame[role="palette"] { background: @background; border: 1px solid @border; border-radius: 8px; }
QFrame[role="palette"] QListView { background: @background; border: none; outline: none; }
QFrame[role="palette"] QLineEdit { font-size: 15px; min-height: 26px; }
QDialog QScrollArea, QDialog QScrollArea > QWidget > QWidget { background: @background; }
QTableView { background: @background; border: 1px solid @border; border-radius: 5px; outline: none;
  alternate-background-color: @panel; selection-background-color: @accent; selection-color: @accentText; }
QTableView:focus, QScrollArea:focus, QListView:focus, QTreeView:focus { border: 1px solid @accent; }
QTableView::item { border: none; padding: 0 12px; }
QTableView::item:selected { background: @accent; color: @accentText; }
QTableView QHeaderView { background: @background; }
QTableView QHeaderView::section { padding: 4px 12px; color: @textQuiet; border-bottom: 1px solid @border; }
QTableView QTableCornerButton::section { background: @background; border: none; }
QTreeView#tensors-view { border: 1px solid @border; border-radius: 5px; outline: none; }
QTreeView#tensors-view::item { padding: 3px 4px; }
QTreeView#tensors-view QHeaderView::section { padding: 4px; color: @textQuiet; border-bottom: 1px solid @border; }
QTextBrowser, QListWidget#help-topics { background: @background; border: 1px solid @border; border-radius: 5px; outline: none; }
QListWidget#help-topics { padding: 4px; }
QListWidget#help-topics::item { padding: 3px 8px; border-radius: 4px; }
QListWidget#help-topics::item:selected { background: @accent; color: @accentText; }
QPushButton:flat { background: transparent; border: 1px solid transparent; color: @link; padding: 2px 6px; }
QPushButton:flat:hover, QPushButton[keys="true"]:flat:focus { border: 1px solid @accent; }
QTableView#equivalence-table { border: none; gridline-color: @border; }
QTableView#equivalence-table::item { padding: 0; }
QTableView#equivalence-table QHeaderView::section { padding: 4px; }
QTableView#equivalence-table::item:selected { border: 2px solid @text; background: @field; color: @text; }
QTableView#model-table, QTableView#model-table:focus { border: none; border-top: 1px solid @border; }
QTableView#model-table::item { padding: 0 8px; border-bottom: 1px solid @border; }
QTableView#model-table::item:selected { background: @tint; color: @text; }
QTableView#model-table QHeaderView::section { background: @background; border: none; border-bottom: 1px solid @border; padding: 4px 11px;
  font-size: 11px; }
QComboBoxPrivateContainer { background: transparent; border: none; }

QLabel { background: transparent; }
QLabel[role="section"] { color: @textFaint; font-size: 11px; font-weight: 600; letter-spacing: 1px; }
QLabel[role="field"], QLabel[role="caption"] { color: @textQuiet; }
QLabel[role="muted"] { color: @textQuiet; font-size: 11px; }
QLabel[role="faint"] { color: @textFaint; font-size: 11px; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="value"] { font-size: 15px; font-weight: 600; }
QLabel[role="result"] { font-size: 15px; font-weight: 600; color: @link; }
QLabel[role="problem"] { color: @error; font-size: 11px; }
QLabel[role="warning"] { color: @warning; font-size: 11px; }

QComboBox, QAbstractSpinBox, QLineEdit {
  background: @field; border: 1px solid @border; border-radius: 5px; padding: 3px 8px; min-height: 18px;
  selection-background-color: @accent; selection-color: @accentText; }
QComboBox[keys="true"]:focus, QAbstractSpinBox:focus, QLineEdit:focus, QToolButton[keys="true"]:focus, QSlider[keys="true"]:focus,
QCheckBox[keys="true"]:focus, QPushButton[keys="true"]:focus { border: 1px solid @accent; }
QAbstractSpinBox:read-only { background: transparent; border: 1px solid transparent; }
QComboBox QLineEdit { border: none; padding: 0; background: transparent; }
QComboBox { padding-right: 0; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: url(:/icons/chevron-@mode.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: @background; border: 1px solid @border; border-radius: 5px; padding: 4px;
  selection-background-color: @accent; selection-color: @accentText; outline: none; }
QComboBox QAbstractItemView::item { min-height: 22px; border-radius: 4px; padding: 0 4px; }
QComboBox QAbstractItemView::item:selected { background: @accent; color: @accentText; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 16px; background: transparent; }
QAbstractSpinBox::up-arrow { image: url(:/icons/up-@mode.svg); width: 8px; height: 8px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/chevron-@mode.svg); width: 8px; height: 8px; }
QCheckBox { spacing: 6px; border: 1px solid transparent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @textFaint; border-radius: 3px; background: @field; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/check-@mode.svg); }

QRadioButton { spacing: 8px; border: 1px solid transparent; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @textFaint; border-radius: 8px; background: @field; }
QRadioButton::indicator:checked { border: 5px solid @accent; width: 6px; height: 6px; }
QRadioButton:checked { font-weight: 600; }
QRadioButton[keys="true"]:focus { border: 1px solid @accent; border-radius: 4px; }

QFrame[role="segments"] { background: @panel; border: 1px solid @border; border-radius: 7px; }
QToolButton[role="segment"] { border: 1px solid transparent; border-radius: 5px; padding: 4px 9px; min-width: 34px;
  background: transparent; }
QToolButton[role="segment"][keys="true"]:focus { border: 1px solid @accent; }
QToolButton[role="segment"]:hover { background: @border; }
QToolButton[role="segment"]:checked { background: @accent; color: @accentText; font-weight: 600; }
QToolButton[role="segment"][keys="true"]:checked:focus { border: 1px solid @text; }
QToolButton[role="small-segment"] { border: 1px solid transparent; border-radius: 5px; padding: 2px 6px;
  font-size: 12px; background: transparent; }
QToolButton[role="small-segment"]:hover { background: @border; }
QToolButton[role="small-segment"]:checked { background: @raised; border-color: @edge; font-weight: 600; }
QToolButton[role="small-segment"][keys="true"]:focus { border: 1px solid @accent; }
QToolButton[role="switch"] { background: @field; color: @textQuiet; border: 1px solid @border; border-radius: 5px;
  padding: 3px 7px; font-size: 12px; }
QToolButton[role="switch"]:checked { background: @accent; border-color: @accent; color: @accentText; font-weight: 600; }
QToolButton[role="switch"][keys="true"]:focus { border: 1px solid @text; }
QToolButton[role="switch"]::menu-indicator { image: none; width: 0; }
QToolButton[role="fold"] { background: transparent; border: 1px solid transparent; border-radius: 5px; }
QToolButton[role="fold"]:hover { background: @border; }
QToolButton[role="fold"][keys="true"]:focus { border: 1px solid @accent; }
QLabel[role="drop-sign"] { background: @background; color: @text; border: 2px dashed @accent; border-radius: 8px; font-size: 18px; font-weight: 600; }
QToolButton[role="chip"] { background: @field; color: @textQuiet; border: 1px solid @border; border-radius: 5px;
  padding: 3px 2px; min-width: 16px; font-size: 12px; }
QToolButton[role="chip"]:checked { background: @accent; border-color: @accent; color: @accentText; font-weight: 600; }
QToolButton[role="chip"][keys="true"]:focus { border: 1px solid @text; }
QFrame[role="notice"] { background: @field; border: none; border-bottom: 1px solid @border; }
QLabel[role="warning-line"] { color: @text; }
QPushButton { background: @field; border: 1px solid @border; border-radius: 5px; padding: 4px 10px; }
QPushButton:hover { border-color: @accent; }
QPushButton:default { background: @accent; border-color: @accent; color: @accentText; }
QPushButton[keys="true"]:default:focus { border: 1px solid @text; }
QPushButton:disabled { color: @textFaint; }

QPlainTextEdit { background: @field; border: 1px solid @border; border-radius: 5px; padding: 4px;
  font-family: monospace; font-size: 12px; selection-background-color: @accent; selection-color: @accentText; }

QSlider { border: 1px solid transparent; border-radius: 5px; min-height: 20px; }
QSlider::groove:horizontal { height: 3px; background: @border; border-radius: 1px; }
QSlider::sub-page:horizontal { height: 3px; background: @accent; border-radius: 1px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 7px; background: @accent; }
QProgressBar { background: @border; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QToolTip { background: @background; color: @text; border: 1px solid @border; padding: 4px; }
)";

}  // namespace

QString styleSheet(const Theme& theme) {
  // What is raised is nearer to the light, in the dark as well.
  const QColor raised = theme.isDark ? mixed(theme.panel, theme.text, 0.18) : theme.background;
  // Longer names first, so that @text does not eat the start of @textQuiet.
  const QList<std::pair<QString, QString>> values = {
      {QStringLiteral("@accentText"), theme.accentText.name()},
      {QStringLiteral("@accent"), theme.accent.name()},
      {QStringLiteral("@background"), theme.background.name()},
      {QStringLiteral("@border"), theme.border.name()},
      {QStringLiteral("@bar"), theme.bar.name()},
      {QStringLiteral("@edge"), (theme.isDark ? raised.lighter(120) : theme.border).name()},
      {QStringLiteral("@error"), theme.error.name()},
      {QStringLiteral("@field"), theme.field.name()},
      {QStringLiteral("@link"), theme.link.name()},
      {QStringLiteral("@mode"), theme.isDark ? QStringLiteral("dark") : QStringLiteral("light")},
      {QStringLiteral("@panel"), theme.panel.name()},
      {QStringLiteral("@raised"), raised.name()},
      {QStringLiteral("@tint"), mixed(theme.background, theme.accent, theme.isDark ? 0.28 : 0.12).name()},
      {QStringLiteral("@textQuiet"), theme.textQuiet.name()},
      {QStringLiteral("@textFaint"), theme.textFaint.name()},
      {QStringLiteral("@text"), theme.text.name()},
      {QStringLiteral("@warning"), theme.warning.name()}};
  QString text = QString::fromUtf8(sheet);
  for (const auto& [name, value] : values) text.replace(name, value);
  return text;
}

QPalette paletteOf(const Theme& theme) {
  QPalette palette;
  const std::pair<QPalette::ColorRole, QColor> roles[] = {{QPalette::Window, theme.panel},
                                                          {QPalette::WindowText, theme.text},
                                                          {QPalette::Base, theme.field},
                                                          {QPalette::AlternateBase, theme.panel},
                                                          {QPalette::Text, theme.text},
                                                          {QPalette::Button, theme.panel},
                                                          {QPalette::ButtonText, theme.text},
                                                          {QPalette::Highlight, theme.accent},
                                                          {QPalette::HighlightedText, theme.accentText},
                                                          {QPalette::ToolTipBase, theme.background},
                                                          {QPalette::ToolTipText, theme.text},
                                                          {QPalette::PlaceholderText, theme.textFaint},
                                                          {QPalette::Link, theme.link},
                                                          {QPalette::Mid, theme.border}};
  for (const auto& [role, color] : roles) palette.setColor(role, color);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, theme.textFaint);
  }
  return palette;
}

}  // namespace normscope
