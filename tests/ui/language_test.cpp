// The window in another language than English: every text of it can be translated, and in German nothing is
// cut.
#include "ui/base/language.h"

#include <gmock/gmock.h>

#include <QDialog>
#include <QMenuBar>
#include <QTableView>

#include "core/io/layout_guess.h"
#include "tests/core/checkpoint_file.h"
#include "tests/core/temporary_folder.h"
#include "tests/ui/cut_texts.h"
#include "tests/ui/seen_texts.h"
#include "tests/ui/spoken_language.h"
#include "tests/ui/window_fixture.h"
#include "ui/base/core_words.h"
#include "ui/draw/export/export_dialog.h"
#include "ui/draw/plots/plot_widget.h"
#include "ui/pages/laboratory_page.h"
#include "ui/pages/model_page.h"
#include "ui/panels/plot_column.h"
#include "ui/tools/tool_registry.h"
#include "ui/window/exports.h"
#include "ui/window/scene_opener.h"
#include "ui/window/tool_windows.h"

namespace normscope {
namespace language_test {

/// What is the same in every language.
const QRegularExpression& sameEverywhere() {
  static const QRegularExpression names = [] {
    QStringList all = {
        // Of norms; "Custom" is one. G, K, N and such are letters of axes.
        QStringLiteral("Batch|Layer|Instance|Group|RMS|L2|Custom|Norm"),
        // Of what the program can be told to generate, and of its samples.
        QStringLiteral(
            "normal|uniform|ramp|constant|images|sequence|photo|large-mean|nan|digits|digit-features"),
        // Of the program, of frameworks and formats.
        QStringLiteral("Normscope|PyTorch|TensorFlow/"
                       "Keras|TensorFlow|Keras|JAX|Flax|ONNX|NumPy|OpenCL|SVG|PDF|PNG|TikZ|CSV|UCI"),
        // Of types, files and devices.
        QStringLiteral("float32|float64|uint8|dtype|eps|[\\w./"
                       "-]+\\.(npy|safetensors)|safetensors|pthread-\\S+|cpu-\\S+|opencl"),
        // Of tensors and layers in files and in code, and texts that generate a tensor.
        QStringLiteral("\\w+(\\.\\w+)+(\\([^)]*\\))?|\\w+:[\\w,:=.]+"),
        // Numbers, units, formulas and letters of axes.
        QStringLiteral("NaN|Inf|min|max|mm|px|ms|µs|mod|RMS|[A-Z]+"),
        // Keys, and texts of Qt, which has translations of its own.
        QStringLiteral("Ctrl|Shift|Alt|Esc|Home|End|F\\d+|PgUp|PgDown|Return|Close"),
    };
    return QRegularExpression(QStringLiteral("(?<![A-Za-z])(%1)(?![A-Za-z])").arg(all.join('|')));
  }();
  return names;
}

/// Where core's sentences, code, or texts of cases and of the help stand: these are English everywhere.
bool speaksCore(const QString& where) {
  const QStringList places = {"case-text",       "QComboBox case",   "help-",          "equivalence-sentence",
                              "compare-verdict", "compare-relation", "match-sentence", "match-words",
                              "rosetta-code",    "conventions",      "lab-words",      "device-log-text",
                              "status-message",  "layer-words",      "problem",        "layer-facts"};
  return std::any_of(places.begin(), places.end(),
                     [&](const QString& place) { return where.contains(place); });
}

/// What stands in no bracket and has letters.
QString untranslated(QString text) {
  // What is shortened has lost its second bracket.
  static const QRegularExpression brackets(QStringLiteral("«[^«»]*(»|…)"));
  static const QRegularExpression word(QStringLiteral("[A-Za-z]{2,}"));
  text.replace(brackets, QStringLiteral(" ")).remove(sameEverywhere());
  return word.match(text).hasMatch() ? text : QString();
}

/// The window in a language, brought to all that can be seen in it.
class Tour : public Window {
 protected:
  using Stop = std::function<void(const char* what)>;

  void trigger(const char* action) { child<QAction>(action)->trigger(); }

  void settleAll() {
    EXPECT_TRUE(QTest::qWaitFor([&] { return !workspace.isBusy() && !window.cube().isMoving(); }, patience));
    QTest::qWait(20);
  }

  void stopAt(const char* action, const Stop& stop) {
    trigger(action);
    settleAll();
    stop(action);
  }

  void seePages(const Stop& stop) {
    for (const char* norm : {"group:groups=2", "batch:workers=2", "batch:mode=eval", "layer:over=C", "rms",
                             "l2", "custom:over=N+W"}) {
      workspace.setSpec(parseNormSpec(norm));
      settleAll();
      stop(norm);
    }
    workspace.setSpec(parseNormSpec("group:groups=2"));
    workspace.drawParameters(true, true);
    settleAll();
    for (const char* action : {"overlay-parameters", "overlay-axes", "overlay-memory", "shown-sets",
                               "shown-x", "shown-normalized", "shown-y", "norms-two", "shown-difference",
                               "norms-four", "page-maps", "shown-set", "page-cube", "norms-one"})
      stopAt(action, stop);
  }

  void seeLaboratory(const Stop& stop) {
    trigger("page-laboratory");
    for (const Experiment experiment : {Experiment::statistics, Experiment::running, Experiment::training}) {
      Laboratory next = workspace.laboratory();
      next.experiment = experiment;
      next.published = true;
      workspace.setLaboratory(next);
      QTest::qWait(300);
      stop("laboratory");
    }
  }

  void seeModel(const Stop& stop) {
    stopAt("page-model", stop);
    window.opener().open(checkpointOf(folder_, "model.safetensors",
                                      {{"layers.0.bn.weight", vectorOf({0.9, 1.1, 1.2})},
                                       {"layers.0.bn.bias", vectorOf({0.1, 0.1, 0.2})},
                                       {"layers.1.norm.weight", vectorOf({0.9, 1.1, 1.2})},
                                       {"head.weight", vectorOf({1, 2})}}));
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.model().table().rowCount() > 0; }, patience));
    child<QTableView>("model-table")->selectRow(0);
    QTest::qWait(50);
    stop("model");
    trigger("page-cube");
  }

  void closeOthers() {
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (top != &window && top->isVisible()) top->close();
    }
    QTest::qWait(10);
  }

  void seeTools(const Stop& stop) {
    for (const ToolInfo& tool : toolRegistry()) {
      trigger((std::string("open-") + tool.name).c_str());
      QTest::qWait(100);
      settleAll();
      stop(tool.name);
      closeOthers();
    }
  }

  void seeDialogs(const Stop& stop) {
    for (const char* action : {"export-figure", "export-laboratory", "device-log"}) {
      stopAt(action, stop);
      closeOthers();
    }
    for (QAction* action : window.findChildren<QAction*>()) {
      if (action->shortcut() != QKeySequence(QKeySequence::HelpContents) &&
          action->shortcut() != QKeySequence("Ctrl+K"))
        continue;
      action->trigger();
      QTest::qWait(20);
      stop("sheet or palette");
      closeOthers();
    }
  }

  TemporaryFolder folder_;
};

/// The base that comes first makes the language.
class BracketWindow : private SpokenLanguage, public Tour {
 protected:
  BracketWindow() : SpokenLanguage(std::make_unique<BracketLanguage>()) {}

  SeenTexts reader(const char* what) {
    return SeenTexts([this, what](const QString& where, const QString& text) {
      if (speaksCore(where) || told_.contains(text)) return;
      QString rest = untranslated(text);
      // What the names of a checkpoint say that a layer is: kinds of norm as specs write them.
      static const QRegularExpression kinds(
          QStringLiteral("^[\\s,]*((batch|layer|instance|group|rms)[\\s,]*)+$"));
      if (where.contains(QStringLiteral("model-table"))) rest.remove(kinds);
      if (rest.isEmpty()) return;
      told_ << text;
      ADD_FAILURE() << what << ": " << where.toStdString() << ": " << text.toStdString() << "\n  has \""
                    << rest.toStdString() << '"';
    });
  }

  Stop read() {
    return [this](const char* what) { reader(what).readAll(); };
  }

  QStringList told_;
};

TEST_F(BracketWindow, EveryTextOfThePagesCanBeTranslated) {
  seePages(read());
}

TEST_F(BracketWindow, EveryTextOfTheLaboratoryCanBeTranslated) {
  seeLaboratory(read());
}

TEST_F(BracketWindow, EveryTextOfThePageModelCanBeTranslated) {
  seeModel(read());
}

TEST_F(BracketWindow, EveryTextOfTheToolsCanBeTranslated) {
  seeTools(read());
}

TEST_F(BracketWindow, EveryTextOfTheDialogsCanBeTranslated) {
  seeDialogs(read());
}

TEST_F(BracketWindow, EveryTextOfTheMenusCanBeTranslated) {
  workspace.setSpec(parseNormSpec("layer"));
  settle();
  for (QAction* action : window.menuBar()->actions()) {
    const QString title = action->text();
    EXPECT_TRUE(untranslated(title).isEmpty()) << title.toStdString();
    // Titles of cases and of pages of the help are those of the English texts that they open.
    if (title.contains(QStringLiteral("Cases")) || title.contains(QStringLiteral("Help"))) continue;
    reader("menu").readMenu(*action->menu());
  }
}

/// German, in the smallest window that the program is meant for.
class GermanWindow : private SpokenLanguage, public Tour {
 protected:
  GermanWindow() : SpokenLanguage(translationInto("de")) {
    window.resize(1000, 640);
    settle();
  }

  void SetUp() override {
    if (!isThere()) GTEST_SKIP() << "built without lrelease";
  }

  Stop look() {
    return [this](const char* what) {
      // What has just changed is laid out a little later.
      EXPECT_TRUE(QTest::qWaitFor([this] { return cuts().isEmpty(); }, 1000))
          << what << ": " << cuts().join('\n').toStdString();
      EXPECT_EQ(window.size(), QSize(1000, 640)) << what;
    };
  }

  QStringList cuts() const {
    QStringList found;
    const auto tell = [&](const QString& where, const QString& text) {
      if (!speaksCore(where)) found << where + QStringLiteral(": ") + text;
    };
    CutTexts(tell).findAll();
    SeenTexts([&](const QString& where, const QString& text) {
      if (!where.endsWith(QStringLiteral("(drawn)"))) return;
      for (const QString& piece : text.split(QStringLiteral(" | "))) {
        if (isCut(where, piece)) tell(where, piece);
      }
    }).readAll();
    return found;
  }

  /// Notes and legends of plots, and titles of four maps, give way in English too.
  bool isCut(const QString& where, const QString& piece) const {
    if (!piece.endsWith(QStringLiteral("…")) || piece.endsWith(QStringLiteral("wird berechnet…")))
      return false;
    if (where.contains(QStringLiteral("MapView"))) return false;
    if (!where.contains(QStringLiteral("QCustomPlot"))) return true;
    const QList<PlotWidget*> plots = window.findChildren<PlotWidget*>();
    return std::any_of(plots.begin(), plots.end(), [&](const PlotWidget* plot) {
      const QString start = piece.chopped(1);
      return fromCore(plot->document().title).startsWith(start) ||
             fromCore(plot->document().shortTitle).startsWith(start);
    });
  }
};

TEST_F(GermanWindow, CutsNothingOnThePages) {
  seePages(look());
}

TEST_F(GermanWindow, CutsNothingInTheLaboratory) {
  seeLaboratory(look());
}

TEST_F(GermanWindow, CutsNothingOnThePageModel) {
  seeModel(look());
}

TEST_F(GermanWindow, CutsNothingInTheTools) {
  seeTools(look());
}

TEST_F(GermanWindow, CutsNothingInTheDialogs) {
  seeDialogs(look());
}

/// The letter that a text marks, in small.
QString keyOf(const QString& text) {
  static const QRegularExpression marked(QStringLiteral("&([^& ])"));
  return marked.match(text).captured(1).toLower();
}

void expectOwnKeys(QMenu& menu) {
  QStringList keys;
  for (QAction* action : menu.actions()) {
    const QString key = keyOf(action->text());
    EXPECT_FALSE(!key.isEmpty() && keys.contains(key))
        << menu.title().toStdString() << ": " << action->text().toStdString();
    keys << key;
    if (action->menu() != nullptr) expectOwnKeys(*action->menu());
  }
}

TEST_F(GermanWindow, NoTwoEntriesOfAMenuHaveOneKey) {
  QStringList keys;
  for (QAction* action : window.menuBar()->actions()) {
    keys << keyOf(action->text());
    expectOwnKeys(*action->menu());
  }
  workspace.setSpec(parseNormSpec("batch"));
  settle();
  for (const QLabel* label : window.findChildren<QLabel*>()) {
    if (label->buddy() != nullptr && label->isVisible()) keys << keyOf(label->text());
  }
  keys.removeAll(QString());
  for (const QString& key : keys) EXPECT_EQ(keys.count(key), 1) << key.toStdString();
}

/// Numbers and their signs, and what the document says, are the same in every language.
TEST_F(GermanWindow, SavesAndExportsWhatTheEnglishOneDoes) {
  const TemporaryFolder folder;
  window.plots().plots()[0].second->exportTo(folder.file("plot.svg"), 100);
  EXPECT_EQ(
      figureCommand(window).toStdString(),
      "normscope figure --shape 8,6,8,8 --layout NCHW --norm group:groups=2 --select 0,0,0,0 -o figure.svg");
  EXPECT_EQ(window.plots().plots()[0].second->document().title, "Mean and standard deviation of each set");
  EXPECT_EQ(textOf("formula").left(4), "y = ");
}

TEST(CoreWords, AreEnglishWhereNothingIsTranslated) {
  EXPECT_EQ(fromCore(std::string("40 sets of 300 elements, each with one μ and one σ²")),
            "40 sets of 300 elements, each with one μ and one σ²");
}

TEST(CoreWords, FindTheirPhrasesInWhatIsMadeOfThem) {
  const SpokenLanguage brackets(std::make_unique<BracketLanguage>());
  const auto said = [](const char* text) { return fromCore(std::string(text)).toStdString(); };
  EXPECT_EQ(said("1 set of 300 elements, with one μ and one σ²"),
            "«1 set of »300« elements, with »«one μ and one σ²»");
  EXPECT_EQ(said("Layer Norm over C, H, evaluation"), "Layer Norm« over »C, H, «evaluation»");
  EXPECT_EQ(said("hollow: before · filled: after · momentum 0.1"),
            "«hollow: before» · «filled: after» · «momentum »0.1");
  EXPECT_EQ(said("one γ, β per sample and channel"), "«one γ, β per »«sample»« and »«channel»");
  EXPECT_EQ(said("what is no phrase"), "what is no phrase");
  EXPECT_EQ(said("value of 100%1"), "«value of »100%1");
}

TEST(CoreWords, SayWhyALayoutIsGuessed) {
  const SpokenLanguage brackets(std::make_unique<BracketLanguage>());
  const std::vector<std::pair<std::string, Extents>> files = {
      {"attn.npy", {2, 3, 5}}, {"a.npy", {2, 3, 32}},      {"a.npy", {2, 3, 5}},
      {"a.npy", {2, 8, 9, 1}}, {"a.npy", {2, 8, 9, 3}},    {"a.npy", {2, 8, 8, 5}},
      {"a.npy", {2, 8, 9, 5}}, {"a.npy", {2, 8, 9, 7, 3}}, {"a.npy", {2, 8, 9, 7, 5}}};
  for (const auto& [name, extents] : files) {
    const auto guess = guessLayout(name, extents);
    ASSERT_TRUE(guess) << name;
    EXPECT_EQ(untranslated(fromCore(guess->reason).remove(QStringLiteral("attn"))), QString())
        << guess->reason;
  }
}

TEST(Language, IsTheFirstOfThoseOfTheDesktopThatTheProgramKnows) {
  if (embedded::languages().empty()) GTEST_SKIP() << "built without lrelease";
  EXPECT_EQ(languageFor({"de-AT", "de"}), "de");
  EXPECT_EQ(languageFor({"tlh", "de_DE"}), "de");
  EXPECT_EQ(languageFor({"en-GB", "de"}), "en");
  EXPECT_EQ(languageFor({"C"}), "en");
  EXPECT_EQ(languageFor({"tlh"}), "en");
  EXPECT_EQ(languageFor({}), "en");
  EXPECT_EQ(translationInto("tlh"), nullptr);
}

TEST(Language, GermanHasEveryPhraseOfCoreAndBothFormsOfItsCounts) {
  const SpokenLanguage german(translationInto("de"));
  if (!german.isThere()) GTEST_SKIP() << "built without lrelease";
  EXPECT_EQ(fromCore(std::string("12 sets of 300 elements, each with one μ and one σ²")),
            "12 Mengen aus je 300 Elementen mit einem μ und einem σ²");
  EXPECT_EQ(fromCore(std::string("1 set of 300")), "1 Menge aus 300");
  EXPECT_EQ(fromCore(std::string("25 088 sets")), "25 088 Mengen");
  EXPECT_EQ(fromCore(std::string("Batch Norm, 4 workers, unbiased σ²")),
            "Batch Norm, 4 Worker, unverzerrtes σ²");
}

}  // namespace language_test
}  // namespace normscope
