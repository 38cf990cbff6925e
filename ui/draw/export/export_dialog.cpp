#include "ui/draw/export/export_dialog.h"

#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <initializer_list>

#include "core/error.h"
#include "ui/base/ask_file.h"
#include "ui/base/form.h"
#include "ui/base/window_words.h"
#include "ui/draw/export/export_preview.h"

namespace normscope {
namespace {

constexpr int previewLines = 40;

QSizeF subjectSize(const ExportSubject& subject, ExportChoice choice, double width) {
  choice.widthMm = width;
  return subject.sizeFor ? subject.sizeFor(choice) : subject.sizeMm(width);
}

/// The width at which the subject is so high; the nearest where there is none.
double widthOfHeight(const ExportSubject& subject, const ExportChoice& choice, double height) {
  double low = subject.leastMm;
  double high = subject.mostMm;
  for (int step = 0; step < 24; ++step) {
    const double middle = (low + high) / 2;
    (subjectSize(subject, choice, middle).height() < height ? low : high) = middle;
  }
  return high;
}

QDoubleSpinBox* makeLength(const char* name, const QString& what) {
  auto* box = new QDoubleSpinBox;
  box->setObjectName(QString::fromUtf8(name));
  box->setAccessibleName(what);
  box->setToolTip(what);
  box->setKeyboardTracking(false);
  box->setButtonSymbols(QAbstractSpinBox::NoButtons);  // arrow keys step
  box->setGroupSeparatorShown(false);
  box->setLocale(QLocale::c());
  return box;
}

}  // namespace

ExportDialog::ExportDialog(ExportSubject subject, QWidget* parent)
    : QDialog(parent), subject_(std::move(subject)), preview_(new ExportPreview) {
  setWindowTitle(subject_.title);
  setAttribute(Qt::WA_DeleteOnClose);
  begin();
  auto* columns = new QHBoxLayout(this);
  columns->setContentsMargins(0, 0, 0, 0);
  columns->setSpacing(0);
  columns->addWidget(preview_, 1);
  columns->addWidget(makeControls());
  resize(980, 560);
  setFormat(QString::fromStdString(choice_.format));
  export_->setFocus();
}

/// With what was chosen the last time, as far as it fits this subject.
void ExportDialog::begin() {
  choice_ = subject_.lastChoice.value_or(ExportChoice());
  if (choice_.format == "csv" && !subject_.numbers) choice_.format = "svg";
  if (!(choice_.widthMm > 0)) choice_.widthMm = subject_.widthMm;
  choice_.widthMm = std::clamp(choice_.widthMm, subject_.leastMm, subject_.mostMm);
  if (!choice_.ownTheme) choice_.dark = subject_.dark;
}

void ExportDialog::remember() const {
  if (subject_.remember) subject_.remember(choice_);
}

QWidget* ExportDialog::makeControls() {
  rows_ = new QWidget;
  rows_->setFixedWidth(344);
  auto* column = new QVBoxLayout(rows_);
  column->setContentsMargins(24, 24, 24, 20);
  column->setSpacing(8);
  QStringList formats = {QStringLiteral("SVG"), QStringLiteral("PDF"), QStringLiteral("PNG"),
                         QStringLiteral("TikZ")};
  if (subject_.numbers) formats << QStringLiteral("CSV");
  addRow(tr("Format"), makeSegments(formats, tr("Format"), QStringLiteral("SVG"),
                                    [this](const QString& name) { setFormat(name.toLower()); }));
  sizeRow_ = addRow(tr("Size"), makeSizes());
  presetRow_ = addRow(QString(), makePresets());
  sizeNote_ = mutedLabel();
  column->addWidget(sizeNote_);
  themeRow_ =
      addRow(tr("Theme"), makeSegments({tr("Light"), tr("Dark")}, tr("Theme"),
                                       choice_.dark ? tr("Dark") : tr("Light"), [this](const QString& name) {
                                         choice_.dark = name == tr("Dark");
                                         choice_.ownTheme = true;
                                         showChoice();
                                       }));
  addText();
  column->addSpacing(4);
  captions_ = addCheck("export-captions", tr("Title and captions"), choice_.captions);
  transparent_ = addCheck("export-transparent", tr("Transparent background"), choice_.transparent);
  column->addSpacing(8);
  note_ = mutedLabel();
  note_->setObjectName(QStringLiteral("export-note"));
  column->addWidget(note_);
  column->addStretch(1);
  addButtons();
  return rows_;
}

QCheckBox* ExportDialog::addCheck(const char* name, const QString& text, bool& choice) {
  auto* box = new QCheckBox(text);
  box->setObjectName(QString::fromUtf8(name));
  box->setAccessibleName(text);
  box->setChecked(choice);
  connect(box, &QCheckBox::toggled, this, [this, &choice](bool on) {
    choice = on;
    showSizes();
    showChoice();
  });
  rows_->layout()->addWidget(box);
  return box;
}

QWidget* ExportDialog::addRow(const QString& label, QWidget* control) {
  auto* row = new QWidget;
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(8);
  auto* name = new QLabel(label);
  name->setProperty("role", "field");
  name->setFixedWidth(56);
  line->addWidget(name);
  line->addWidget(control, 1);
  rows_->layout()->addWidget(row);
  return row;
}

QWidget* ExportDialog::makeSegments(const QStringList& names, const QString& what, const QString& checked,
                                    const std::function<void(const QString&)>& chosen) {
  auto* frame = new QFrame;
  frame->setProperty("role", "segments");
  auto* line = new QHBoxLayout(frame);
  line->setContentsMargins(2, 2, 2, 2);
  line->setSpacing(0);
  auto* group = new QButtonGroup(frame);
  for (const QString& name : names) {
    auto* button = new QToolButton;
    button->setProperty("role", "segment");
    button->setObjectName(QStringLiteral("export-") + name.toLower());
    segments_[name.toLower()] = button;
    button->setText(name);
    button->setAccessibleName(what + ' ' + name);
    button->setCheckable(true);
    button->setChecked(name == checked);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumWidth(0);
    button->setStyleSheet(QStringLiteral("min-width: 0; padding: 4px 6px;"));
    group->addButton(button);
    line->addWidget(button, 1);
    connect(button, &QToolButton::clicked, this, [chosen, name] { chosen(name); });
  }
  return frame;
}

QWidget* ExportDialog::makeSizes() {
  auto* both = new QWidget;
  auto* line = new QHBoxLayout(both);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(8);
  width_ = makeLength("export-width", tr("Width"));
  height_ = makeLength("export-height", tr("Height, which follows from the width and the other way round"));
  line->addWidget(width_, 1);
  line->addWidget(new QLabel(QStringLiteral("×")));
  line->addWidget(height_, 1);
  connect(width_, &QDoubleSpinBox::valueChanged, this,
          [this](double shown) { setWidthMm(shown / shownPerMm()); });
  connect(height_, &QDoubleSpinBox::valueChanged, this,
          [this](double shown) { setHeightMm(shown / shownPerMm()); });
  return both;
}

/// The widths that papers have room for.
QWidget* ExportDialog::makePresets() {
  auto* all = new QWidget;
  auto* line = new QHBoxLayout(all);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(8);
  for (const auto& [width, what] :
       {std::pair{40, tr("an inset")}, {84, tr("one column")}, {174, tr("the page")}}) {
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("export-width-%1").arg(width));
    button->setText(tr("%1 mm").arg(width));
    button->setToolTip(tr("As wide as %1 of a paper").arg(what));
    button->setAccessibleName(button->toolTip());
    button->setProperty("role", "switch");
    button->setFocusPolicy(Qt::StrongFocus);
    connect(button, &QToolButton::clicked, this, [this, width = width] { setWidthMm(width); });
    line->addWidget(button);
  }
  line->addStretch(1);
  return all;
}

void ExportDialog::addText() {
  text_ = new QComboBox;
  text_->setObjectName(QStringLiteral("export-text"));
  text_->setAccessibleName(tr("Text"));
  textRow_ = addRow(tr("Text"), text_);
  connect(text_, &QComboBox::activated, this, [this] {
    choice_.text = static_cast<PictureText>(text_->currentData().toInt());
    (choice_.format == "pdf" ? choice_.pdfText : choice_.svgText) = choice_.text;
    showChoice();
  });
}

void ExportDialog::addButtons() {
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  auto* copy = new QPushButton(tr("Copy"));
  copy->setObjectName(QStringLiteral("export-copy"));
  copy->setToolTip(tr("Puts it on the clipboard as chosen"));
  auto* cancel = new QPushButton(tr("Cancel"));
  export_ = new QPushButton(tr("Export…"));
  export_->setObjectName(QStringLiteral("export-go"));
  // A dialog makes the first of its buttons the default one where none has the focus; that was Copy.
  for (QPushButton* button : {copy, cancel, export_}) {
    button->setAutoDefault(false);
    button->setAccessibleName(button->text());
  }
  export_->setDefault(true);
  connect(copy, &QPushButton::clicked, this, &ExportDialog::copy);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(export_, &QPushButton::clicked, this, &ExportDialog::askWhere);
  line->addWidget(copy);
  line->addStretch(1);
  line->addWidget(cancel);
  line->addWidget(export_);
  qobject_cast<QVBoxLayout*>(rows_->layout())->addLayout(line);
}

double ExportDialog::shownPerMm() const {
  return isPixels() ? pngDotsPerMm : 1;
}

void ExportDialog::setFormat(const QString& format) {
  choice_.format = format.toStdString();
  if (const auto button = segments_.find(format); button != segments_.end()) button->second->setChecked(true);
  choice_.text = textFor(choice_);
  const bool picture = choice_.format != "csv";
  for (QWidget* part :
       std::initializer_list<QWidget*>{sizeRow_, presetRow_, sizeNote_, themeRow_, transparent_})
    part->setVisible(picture);
  captions_->setVisible(picture && subject_.captions);
  const bool setByLatex = choice_.format == "tikz";
  textRow_->setVisible(picture && !isPixels() && !setByLatex);
  text_->clear();
  text_->addItem(tr("as outlines"), static_cast<int>(PictureText::outlines));
  text_->addItem(tr("with the font embedded"), static_cast<int>(PictureText::embedded));
  if (choice_.format == "svg") text_->addItem(tr("naming the font"), static_cast<int>(PictureText::named));
  text_->setCurrentIndex(text_->findData(static_cast<int>(choice_.text)));
  showSizes();
  showChoice();
}

void ExportDialog::setWidthMm(double width) {
  choice_.widthMm = std::clamp(width, subject_.leastMm, subject_.mostMm);
  showSizes();
  showChoice();
}

void ExportDialog::setHeightMm(double height) {
  setWidthMm(widthOfHeight(subject_, choice_, height));
}

void ExportDialog::showSizes() {
  const QSizeF size = subjectSize(subject_, choice_, choice_.widthMm);
  const auto show = [this](QDoubleSpinBox* box, double least, double most, double value) {
    const QSignalBlocker quiet(box);
    box->setDecimals(isPixels() ? 0 : 1);
    box->setSuffix(isPixels() ? tr(" px") : tr(" mm"));
    box->setRange(least * shownPerMm(), most * shownPerMm());
    box->setValue(value * shownPerMm());
  };
  show(width_, subject_.leastMm, subject_.mostMm, size.width());
  show(height_, subjectSize(subject_, choice_, subject_.leastMm).height(),
       subjectSize(subject_, choice_, subject_.mostMm).height(), size.height());
  sizeNote_->setText(
      isPixels()
          ? tr("%1 × %2 mm at 300 dots per inch").arg(size.width(), 0, 'f', 1).arg(size.height(), 0, 'f', 1)
          : tr("The height follows from the width."));
}

void ExportDialog::showChoice() {
  if (choice_.format == "csv") {
    const QString numbers = QString::fromStdString(subject_.numbers());
    const QStringList lines = numbers.split('\n', Qt::SkipEmptyParts);
    preview_->showText(lines.mid(0, previewLines).join('\n') +
                       (lines.size() > previewLines ? QStringLiteral("\n…") : QString()));
    note_->setText(lines.size() == 1
                       ? tr("1 line, which names the columns.")
                       : tr("%1 lines; the first names the columns.", nullptr, static_cast<int>(lines.size()))
                             .arg(lines.size()));
    return;
  }
  preview_->showPicture(subject_.picture(choice_), choice_.transparent);
  QString note =
      tr("The file opens again in Normscope: it carries the shape, the norm, the selection and the "
         "view.");
  if (choice_.format == "svg" && choice_.text == PictureText::embedded)
    note +=
        tr(" The fonts add about 200 KB for each face; browsers read them, most drawing programs do not.");
  if (choice_.format == "tikz")
    note += tr(" LaTeX sets its text, in the fonts of the document that takes it.");
  note_->setText(note);
}

void ExportDialog::askWhere() {
  const QString format = QString::fromStdString(choice_.format);
  QStringList endings = {QStringLiteral("svg"), QStringLiteral("pdf"), QStringLiteral("png"),
                         QStringLiteral("tikz")};
  if (subject_.numbers) endings << QStringLiteral("csv");
  askToSave(this,
            {subject_.title, subject_.name + '.' + format,
             QStringLiteral("%1 (*.%2)").arg(format.toUpper(), format), endings},
            [this](const QString& path) { exportTo(path); });
}

/// What could not be written can be tried elsewhere: the dialog stays.
void ExportDialog::exportTo(QString path) {
  const QString ending = QFileInfo(path).suffix().toLower();
  if (segments_.contains(ending)) {
    if (ending.toStdString() != choice_.format) setFormat(ending);
  } else {
    path += '.' + QString::fromStdString(choice_.format);
  }
  remember();
  export_->setEnabled(false);
  subject_.write(path, choice_, [dialog = QPointer(this)](const QString& problem) {
    if (!dialog) return;
    if (problem.isEmpty()) return dialog->accept();
    dialog->export_->setEnabled(true);
    dialog->note_->setText(inWindowWords(problem));
  });
}

/// Every program takes a bitmap; those that draw also take the vectors.
void ExportDialog::copy() {
  auto* copied = new QMimeData;
  if (choice_.format == "csv") {
    copied->setText(QString::fromStdString(subject_.numbers()));
    QApplication::clipboard()->setMimeData(copied);
    return remember();
  }
  try {
    const Picture picture = subject_.picture(choice_);
    const PictureOptions storage{choice_.text, choice_.transparent, {}};
    const std::string subject = "clipboard";
    copied->setImageData(QImage::fromData(pictureBytes(picture, storage, ".png", subject), "PNG"));
    if (choice_.format == "svg")
      copied->setData(QStringLiteral("image/svg+xml"), pictureBytes(picture, storage, ".svg", subject));
    if (choice_.format == "tikz")
      copied->setText(QString::fromUtf8(pictureBytes(picture, storage, ".tikz", subject)));
    if (choice_.format == "pdf")
      copied->setData(QStringLiteral("application/pdf"), pictureBytes(picture, storage, ".pdf", subject));
    QApplication::clipboard()->setMimeData(copied);
    remember();
  } catch (const Error& error) {
    delete copied;
    note_->setText(inWindowWords(QString::fromStdString(error.what())));
  }
}

}  // namespace normscope
