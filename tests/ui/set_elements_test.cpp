#include "ui/tools/elements/set_elements.h"

#include <gmock/gmock.h>

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QPushButton>

#include "tests/ui/window_fixture.h"
#include "ui/base/number_text.h"

namespace normscope {
namespace set_elements_test {

class Elements : public Window {
 protected:
  Elements() {
    QTest::mouseClick(child<QPushButton>("elements"), Qt::LeftButton);
    table = window.findChild<QTableView*>("elements-table");
  }
  QString cell(int row, int column) { return table->model()->index(row, column).data().toString(); }
  QString copied() {
    QGuiApplication::clipboard()->clear();
    QTest::mouseClick(child<QPushButton>("elements-copy"), Qt::LeftButton);
    EXPECT_TRUE(QTest::qWaitFor([] { return !QGuiApplication::clipboard()->text().isEmpty(); }, patience));
    return QGuiApplication::clipboard()->text();
  }

  QTableView* table = nullptr;
};

TEST_F(Elements, ListsTheSetOfTheSelectionWithItsNumbers) {
  EXPECT_EQ(table->model()->rowCount(), 192);
  workspace.select(workspace.shape().offsetOf({3, 4, 2, 1}), true);
  EXPECT_EQ(textOf("elements-title"), "Set 7 (of 0 to 15), 192 elements");
  const int row = table->currentIndex().row();
  EXPECT_EQ(row, workspace.plan()->numberInSet(workspace.selection().element));
  EXPECT_EQ(cell(row, SetElementsModel::indexColumn), "n 3 · c 4 · h 2 · w 1");
  EXPECT_EQ(cell(row, SetElementsModel::xColumn), textOf("value-x"));
  EXPECT_EQ(cell(row, SetElementsModel::normalizedColumn), textOf("value-x̂"));
  EXPECT_EQ(cell(row, SetElementsModel::yColumn), textOf("value-y"));
}

TEST_F(Elements, ChoosingARowSelectsTheElement) {
  table->setCurrentIndex(table->model()->index(5, 0));
  EXPECT_EQ(workspace.selection().element, workspace.plan()->elementOf(0, 5));
  EXPECT_TRUE(workspace.selection().pinned);
  QTest::keyClick(table, Qt::Key_Down);
  EXPECT_EQ(workspace.selection().element, workspace.plan()->elementOf(0, 6));
}

TEST_F(Elements, FollowsAnotherNormAndTensor) {
  press("kind-layer");
  EXPECT_EQ(table->model()->rowCount(), 384);
  workspace.open("normal:4,3");
  EXPECT_EQ(table->model()->rowCount(), 3);
  settle();
  EXPECT_EQ(cell(0, SetElementsModel::indexColumn), "n 0 · c 0");
}

TEST_F(Elements, CopiesAllOrTheMarkedRowsAsCsv) {
  workspace.setDevice(parseDeviceChoice("reference"));  // the same digits everywhere
  workspace.open("ramp:2,3");
  press("kind-layer");
  settle();
  workspace.select(3, true);
  EXPECT_EQ(copied().toStdString(),
            "element,n,c,x,x_hat,y\n"
            "0,1,0,3,-1.2247356859083902,-1.2247357368469238\n"
            "1,1,1,4,0,0\n"
            "2,1,2,5,1.2247356859083902,1.2247357368469238\n");
  table->selectionModel()->select(table->model()->index(2, 0),
                                  QItemSelectionModel::Select | QItemSelectionModel::Rows);
  EXPECT_EQ(copied().count('\n'), 3);
  EXPECT_EQ(textOf("elements-message"), "copied: 2 elements");
}

TEST_F(Elements, NotANumberIsMarked) {
  workspace.open("sample:nan");
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == "sample:nan"; }, patience));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.currentComputation() != nullptr; }, patience));
  workspace.select(workspace.shape().offsetOf({1, 2, 3, 4}), true);
  const QModelIndex x = table->model()->index(table->currentIndex().row(), SetElementsModel::xColumn);
  EXPECT_EQ(x.data(), "NaN");
  EXPECT_EQ(x.data(Qt::ForegroundRole).value<QBrush>().color(), window.theme().notANumber);
}

TEST_F(Elements, MillionsOfElementsAreInstantAndInPages) {
  workspace.open("constant:1,3,1024,1024");
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.currentTensor() != nullptr; }, patience));
  QElapsedTimer timer;
  timer.start();
  workspace.setSpec(parseNormSpec("layer"));
  table->scrollToBottom();
  QCoreApplication::processEvents();
  EXPECT_LT(timer.elapsed(), 1000);
  EXPECT_EQ(table->model()->rowCount(), SetElementsModel::pageSize);
  EXPECT_EQ(textOf("elements-range"), countText(0) + " to " + countText(1048575));
  QTest::mouseClick(child<QPushButton>("elements-after"), Qt::LeftButton);
  EXPECT_EQ(cell(0, SetElementsModel::indexColumn), "n 0 · c 1 · h 0 · w 0");
  workspace.select(workspace.shape().offsetOf({0, 2, 5, 7}), true);
  EXPECT_EQ(table->currentIndex().row(), 5 * 1024 + 7);
  EXPECT_EQ(cell(5 * 1024 + 7, SetElementsModel::numberColumn), countText(2 * 1048576 + 5 * 1024 + 7));
  EXPECT_FALSE(child<QPushButton>("elements-after")->isEnabled());
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.currentComputation() != nullptr; }, patience));
  QTest::mouseClick(child<QPushButton>("elements-copy"), Qt::LeftButton);
  EXPECT_EQ(textOf("elements-message"),
            "not copied: more than " + countText(1000000) + " elements; mark some of the rows");
}

}  // namespace set_elements_test
}  // namespace normscope
