#include "ui/tools/tensors/tensor_list.h"

#include <gmock/gmock.h>

#include "core/io/npz.h"
#include "tests/core/temporary_folder.h"
#include "tests/model/small_run.h"
#include "tests/ui/window_fixture.h"
#include "ui/window/scene_opener.h"
#include "ui/window/tool_windows.h"

namespace normscope {
namespace tensor_list_test {

class Tensors : public Window {
 protected:
  /// An archive with a tensor x and the parameters of two layers.
  std::string archive() {
    const auto ones = [](const Extents& extents, double value) {
      std::int64_t count = 1;
      for (const std::int64_t extent : extents) count *= extent;
      return Tensor::of<double>(DType::float32, extents,
                                std::vector<double>(static_cast<std::size_t>(count), value));
    };
    const std::string path = folder_.file("model.npz");
    writeNpz(path, {{"x", ones({2, 3, 4, 4}, 1.5)},
                    {"a.bn.running_mean", ones({3}, 0.5)},
                    {"a.bn.running_var", ones({3}, 4)},
                    {"a.bn.weight", ones({3}, 1)},
                    {"b.bn.running_mean", ones({8}, 0)},
                    {"b.bn.running_var", ones({8}, 1)}});
    return path;
  }

  TensorList& list() { return *window.findChild<TensorList*>(); }

  bool listed(int rows) {
    return QTest::qWaitFor(
        [&] { return window.findChild<TensorList*>() != nullptr && list().tree().rowCount() == rows; },
        patience);
  }

  void mark(const QString& name) {
    auto* view = list().findChild<QTreeView*>();
    const auto found = view->model()->match(view->model()->index(0, 0), TensorTree::fullNameRole, name, 1,
                                            Qt::MatchExactly | Qt::MatchRecursive);
    ASSERT_EQ(found.size(), 1) << name.toStdString();
    view->setCurrentIndex(found.first());
  }

  QString message() { return list().findChild<QLabel*>(QStringLiteral("tensors-message"))->text(); }
  QPushButton* button(const char* name) { return list().findChild<QPushButton*>(QString::fromLatin1(name)); }

 private:
  TemporaryFolder folder_;
};

TEST_F(Tensors, AFileWithSeveralIsListedAndOneBecomesX) {
  const std::string path = archive();
  window.opener().open(path);
  ASSERT_TRUE(listed(3));  // x, a.bn and b.bn
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
  mark(QStringLiteral("x"));
  button("tensors-open")->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path + "::x"; }, patience));
  EXPECT_EQ(workspace.shape().extents(), (Extents{2, 3, 4, 4}));
  settle();
}

TEST_F(Tensors, RunningStatisticsComeFromTheLayerOfTheMarkedTensor) {
  const std::string path = archive();
  workspace.open(path + "::x");
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path + "::x"; }, patience));
  window.opener().open(path);
  ASSERT_TRUE(listed(3));
  mark(QStringLiteral("x"));
  EXPECT_FALSE(button("tensors-running")->isEnabled());
  mark(QStringLiteral("a.bn.weight"));
  button("tensors-running")->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.document().running != nullptr; }, patience));
  EXPECT_EQ(workspace.document().running->mean, (std::vector<double>{0.5, 0.5, 0.5}));
  EXPECT_EQ(workspace.document().running->variance, (std::vector<double>{4, 4, 4}));
  mark(QStringLiteral("b.bn.running_mean"));
  button("tensors-running")->click();
  EXPECT_TRUE(QTest::qWaitFor(
      [&] { return message() == QStringLiteral("not taken: they have 8 values and x has 3 channels"); },
      patience));
  EXPECT_EQ(workspace.document().running->mean.size(), 3U);
  settle();
}

TEST_F(Tensors, ALayerIsTakenAsAWholeInOneStep) {
  const std::string path = archive();
  workspace.open(path + "::x");
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path + "::x"; }, patience));
  workspace.setSpec(parseNormSpec("batch"));
  window.opener().open(path);
  ASSERT_TRUE(listed(3));
  mark(QStringLiteral("a.bn.running_var"));
  EXPECT_EQ(button("tensors-layer")->text(), QStringLiteral("Take as γ and running statistics"));
  button("tensors-layer")->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !workspace.document().parameters.isEmpty(); }, patience));
  EXPECT_EQ(workspace.document().parameters.weight, (LayerParameter{path + "::a.bn.weight", {3}}));
  EXPECT_EQ(workspace.document().parameters.bias, std::nullopt);
  ASSERT_NE(workspace.document().running, nullptr);
  EXPECT_EQ(workspace.document().running->mean[0], 0.5);
  EXPECT_EQ(message().toStdString(), "γ is " + path + "::a.bn.weight");
  workspace.undo();
  EXPECT_TRUE(workspace.document().parameters.isEmpty());
  EXPECT_EQ(workspace.document().running, nullptr);
  mark(QStringLiteral("x"));
  button("tensors-layer")->click();
  EXPECT_TRUE(QTest::qWaitFor(
      [&] {
        return message().startsWith(QStringLiteral("not taken: weight: its shape [2, 3, 4, 4] does not fit"));
      },
      patience))
      << message().toStdString();
  settle();
}

TEST_F(Tensors, AreFilteredByLettersAndTheirRangeIsReadWhenMarked) {
  window.opener().open(archive());
  ASSERT_TRUE(listed(3));
  auto* view = list().findChild<QTreeView*>();
  list().findChild<QLineEdit*>(QStringLiteral("tensors-filter"))->setText(QStringLiteral("B.BN"));
  EXPECT_EQ(view->model()->rowCount(), 1);
  QTest::keyClick(list().findChild<QLineEdit*>(QStringLiteral("tensors-filter")), Qt::Key_Down);
  EXPECT_EQ(list().focusWidget(), view);
  EXPECT_TRUE(view->currentIndex().isValid());
  mark(QStringLiteral("b.bn.running_var"));
  EXPECT_TRUE(QTest::qWaitFor(
      [&] {
        return view->currentIndex().siblingAtColumn(TensorTree::rangeColumn).data().toString() ==
               QStringLiteral("1.0000 to 1.0000");
      },
      patience))
      << view->currentIndex().siblingAtColumn(TensorTree::rangeColumn).data().toString().toStdString();
}

TEST_F(Tensors, OfARecordedRunHaveTheirLayersBesideTheNumbers) {
  const TemporaryFolder folder;
  const Tensor x = Tensor::of<double>(DType::float32, {2, 3, 2, 2}, std::vector<double>(24, 1.5));
  SmallRun run;
  run.record({{"layer", "layer1.0.bn1"}}).tensor("x", x).tensor("y", x);
  run.record({{"layer", "layer1.0.bn1"}, {"call", 1}}).tensor("x", x).tensor("y", x);
  const std::string path = folder.fileOf("run.safetensors", run.bytes());
  window.tools().open("tensors").showFile(path);
  ASSERT_TRUE(listed(2));
  const TensorTree& tree = list().tree();
  EXPECT_EQ(tree.index(0, 0).data().toString(), QStringLiteral("0 · layer1.0.bn1"));
  EXPECT_EQ(tree.index(1, 0).data().toString(), QStringLiteral("1 · layer1.0.bn1, call 1"));
  EXPECT_EQ(tree.index(0, 0, tree.index(1, 0)).data().toString(), QStringLiteral("x"));
  list().findChild<QLineEdit*>(QStringLiteral("tensors-filter"))->setText(QStringLiteral("bn1, call 1"));
  auto* rows = list().findChild<QTreeView*>()->model();
  EXPECT_EQ(rows->rowCount(), 1);
  EXPECT_EQ(rows->rowCount(rows->index(0, 0)), 2);
  mark(QStringLiteral("1.x"));
  button("tensors-open")->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path + "::1.x"; }, patience));
  EXPECT_EQ(message(), QStringLiteral("x is layer1.0.bn1, call 1 · x"));
  settle();
}

TEST_F(Tensors, WhatCannotBeReadIsSaid) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("broken.npz", "PK\x03\x04 and no more");
  window.opener().open(path);
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return !workspace.problem(Workspace::Place::source).empty(); }, patience));
  EXPECT_THAT(workspace.problem(Workspace::Place::source), testing::StartsWith(path + ": "));
}

}  // namespace tensor_list_test
}  // namespace normscope
