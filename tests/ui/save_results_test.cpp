// y, x̂ and the statistics are saved as the command line writes them, and no file that is read is replaced.
#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QTimer>

#include "core/compute/x_hat.h"
#include "core/io/npy.h"
#include "core/io/source.h"
#include "core/io/statistics.h"
#include "core/io/statistics_file.h"
#include "core/io/tensor_writer.h"
#include "tests/core/temporary_folder.h"
#include "tests/ui/window_fixture.h"
#include "ui/workspace/norm_names.h"

namespace normscope {
namespace save_results_test {

class SaveResults : public Window {
 protected:
  /// Chooses an entry of the menu File, answers its question with that file, and waits for what is said.
  QString save(const char* entry, const std::string& path) {
    child<QAction>(entry)->trigger();
    auto* question = window.findChild<QFileDialog*>();
    EXPECT_NE(question, nullptr) << entry;
    if (question == nullptr) return {};
    filter_ = question->nameFilters().join(';');
    title_ = question->windowTitle();
    question->setDirectory(QString::fromStdString(folder_.file(".")));
    question->selectFile(QString::fromStdString(path));
    static_cast<QDialog*>(question)->accept();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return !statusLine().message().startsWith(QStringLiteral("writing ")); }, patience));
    return statusLine().message();
  }

  /// Says yes to the dialog's question whether to replace the file, which it asks in a loop of its own.
  void answerReplace() {
    QTimer::singleShot(50, &window, [] {
      if (auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget()))
        box->button(QMessageBox::Yes)->click();
    });
  }

  void giveParameters() {
    workspace.takeParameters({"normal:6:seed=3", "normal:6:seed=4"});
    EXPECT_TRUE(
        QTest::qWaitFor([&] { return workspace.document().parameters.weight.has_value(); }, patience));
    settle();
  }

  const NormalizeResult& result() { return workspace.currentComputation()->result; }

  std::string written(const std::string& name, OutputFormat format, const Tensor& tensor) {
    const std::string path = folder_.file("expected");
    writeTensor(path, format, name, tensor);
    return contentsOf(path);
  }

  TemporaryFolder folder_;
  QString filter_;
  QString title_;
};

TEST_F(SaveResults, YInBothFormats) {
  const std::string npy = folder_.file("y.npy"), safetensors = folder_.file("y.safetensors");
  EXPECT_EQ(save("save-y", npy), QString::fromStdString("written: " + npy));
  EXPECT_EQ(filter_, QStringLiteral("Tensors (*.npy *.safetensors)"));
  save("save-y", safetensors);
  EXPECT_EQ(contentsOf(npy), written("y", OutputFormat::npy, result().y));
  EXPECT_EQ(contentsOf(safetensors), written("y", OutputFormat::safetensors, result().y));
}

TEST_F(SaveResults, XHatIsWhatYIsBeforeWeightAndBias) {
  giveParameters();
  const std::string path = folder_.file("h.npy");
  save("save-x-hat", path);
  const NormalizeRequest& request = workspace.currentComputation()->request;
  const Tensor xHat = xHatOf(workspace.device(), request, result().y);
  EXPECT_EQ(contentsOf(path), written("x_hat", OutputFormat::npy, xHat));
  EXPECT_NE(contentsOf(path), written("x_hat", OutputFormat::npy, result().y));
}

TEST_F(SaveResults, OfSeveralNormsTheQuestionSaysWhich) {
  save("save-y", folder_.file("y.npy"));
  EXPECT_EQ(title_, "Save y");
  workspace.setNormCount(2);
  settle();
  save("save-statistics", folder_.file("s.npz"));
  EXPECT_EQ(title_, "Save the statistics of " + nameOfNorm(workspace.spec()));
}

TEST_F(SaveResults, StatisticsInFourFormats) {
  for (const std::string ending : {"npz", "safetensors", "json", "csv"}) {
    const std::string path = folder_.file("s." + ending);
    save("save-statistics", path);
    const std::string expected = folder_.file("expected." + ending);
    writeStatistics(expected, statisticsArrays(result()));
    EXPECT_EQ(contentsOf(path), contentsOf(expected)) << ending;
  }
  EXPECT_EQ(filter_, QStringLiteral("Statistics (*.npz *.safetensors *.json *.csv)"));
}

/// A name of another format gets the ending of what is written.
TEST_F(SaveResults, TheNameSaysTheFormat) {
  save("save-y", folder_.file("y.csv"));
  save("save-statistics", folder_.file("s.npy"));
  EXPECT_EQ(folder_.entries(), (std::vector<std::string>{"s.npy.npz", "y.csv.npy"}));
}

TEST_F(SaveResults, AFileThatIsReadIsNotReplaced) {
  const std::string x = folder_.file("x.npy"), weight = folder_.file("w.npy");
  writeNpy(x, loadTensor("normal:8,6,8,8").tensor);
  writeNpy(weight, loadTensor("normal:6").tensor);
  const std::string before = contentsOf(x);
  workspace.open(x);
  settle();
  workspace.takeParameters({weight, ""});
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.document().parameters.weight.has_value(); }, patience));
  settle();
  std::filesystem::create_symlink("x.npy", folder_.file("link.npy"));
  const auto refusal = [](const std::string& path, const char* role) {
    return QString::fromStdString(path + ": it is the file that is read as " + role + "; give another name");
  };
  // The question whether to replace a file that is there is the dialog's: it is answered before.
  for (const auto& [path, role] : std::vector<std::pair<std::string, const char*>>{
           {x, "x"}, {folder_.file("link.npy"), "x"}, {weight, "the weight"}}) {
    answerReplace();
    EXPECT_EQ(save("save-y", path), refusal(path, role));
  }
  EXPECT_EQ(contentsOf(x), before);
}

/// Chooses a folder and waits for what is said of it.
class SaveReport : public SaveResults {
 protected:
  QString report(const std::string& folder) {
    std::filesystem::create_directory(folder);
    child<QAction>("save-report")->trigger();
    auto* question = window.findChild<QFileDialog*>();
    EXPECT_NE(question, nullptr);
    if (question == nullptr) return {};
    question->setDirectory(QString::fromStdString(folder));
    question->selectFile(QString::fromStdString(folder));
    static_cast<QDialog*>(question)->accept();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    const QString writing = QString::fromStdString("writing " + folder + "…");
    EXPECT_TRUE(QTest::qWaitFor([&] { return statusLine().message() != writing; }, patience));
    return statusLine().message();
  }

  std::vector<std::string> entriesOf(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }
};

TEST_F(SaveReport, IsAFolderWithAPageAndItsFiles) {
  giveParameters();
  const std::string folder = folder_.file("r");
  EXPECT_EQ(report(folder), QString::fromStdString("written: " + folder));
  const std::vector<std::string> names = {"figure.svg",      "histogram-x.csv", "histogram-x.svg",
                                          "histogram-y.csv", "histogram-y.svg", "index.html",
                                          "statistics.csv",  "statistics.svg"};
  EXPECT_EQ(entriesOf(folder), names);
  const std::string page = contentsOf(folder + "/index.html");
  EXPECT_NE(page.find("normscope compute normal:8,6,8,8 --norm group:groups=2 --layout NCHW --weight "
                      "normal:6:seed=3 --bias normal:6:seed=4 --device "),
            std::string::npos)
      << page.substr(page.rfind("<pre>"));
  EXPECT_EQ(report(folder), QString::fromStdString("written: " + folder));  // in the place of the first
  EXPECT_EQ(entriesOf(folder), names);
}

/// They are in no file of the person's: they come with the report, which its commands name.
TEST_F(SaveReport, HoldsRunningStatisticsThatWereTaken) {
  workspace.setSpec(parseNormSpec("batch"));
  settle();
  workspace.updateRunningStatistics();
  settle();
  const std::string folder = folder_.file("r");
  report(folder);
  const Tensor mean = loadTensor(folder + "/given_running_mean.npy").tensor;
  EXPECT_EQ(mean.extents(), Extents{6});
  EXPECT_EQ(mean.at(2), workspace.currentComputation()->request.running->mean[2]);
  const std::string page = contentsOf(folder + "/index.html");
  EXPECT_NE(page.find(" --running-mean " + folder + "/given_running_mean.npy --running-var " + folder +
                      "/given_running_var.npy"),
            std::string::npos)
      << page.substr(page.rfind("<pre>"));
}

TEST_F(SaveReport, DoesNotReplaceAFolderOfOtherThings) {
  const std::string folder = folder_.file("mine");
  std::filesystem::create_directory(folder);
  folder_.fileOf("mine/notes.txt", "mine");
  EXPECT_EQ(report(folder).toStdString(), folder +
                                              ": it holds 'notes.txt', which would be lost with the folder; "
                                              "give a folder that is empty or not there");
  EXPECT_EQ(contentsOf(folder_.file("mine/notes.txt")), "mine");
}

}  // namespace save_results_test
}  // namespace normscope
