#pragma once

#include <QString>
#include <QVariant>
#include <vector>

#include "core/model/check.h"
#include "core/model/checkpoint.h"

namespace normscope {

/// How a layer stands, the worst first.
enum class Standing {
  wrong,    ///< it is not what it says; of a checkpoint: something is odd
  unknown,  ///< the data, or the layer, say too little
  note,  ///< worth knowing: a checkpoint's differs from the one it is held against, a run's has odd weights
  pending,  ///< not checked yet
  fine
};

/// What a cell says, and what it is sorted by.
struct ModelCell {
  QString text;
  QVariant key = {};  ///< a number; the whole of what the text shortens; or nothing: the text

  QString whole() const { return key.typeId() == QMetaType::QString ? key.toString() : text; }
};

struct ModelColumn {
  QString title;
  QString tip;
  bool isNumber = false;
};

/// A layer, a row of the table: its name comes first, what is said of it last.
struct ModelRow {
  Standing standing = Standing::fine;
  std::vector<ModelCell> cells;
};

std::vector<ModelColumn> runColumns();
std::vector<ModelColumn> checkpointColumns();

/// A line about a layer in the words of the window: norms are called by their names, not by their specs.
QString inNames(const std::string& line, const LayerVerdict& verdict);

/// Why a record is damaged, without the file and the record that it stands beside: "its tensor '2.y' is
/// missing; record the model again".
QString withoutPlace(QString problem);

/// What the layer declares, as its model prints it, and in which mode it was called where that matters.
QString declaredText(const RunRecord& record, const DeclaredNorm& declared);

ModelRow pendingRow(const RunRecord& record, const DeclaredNorm& declared);
ModelRow rowOf(const RunRecord& record, const LayerVerdict& verdict);
ModelRow rowOf(const CheckpointLayer& layer);

/// Comma-separated, quoted where it must be; numbers as they read back, and with the digits that the window
/// leaves out.
QString csvOf(const std::vector<ModelColumn>& columns, const std::vector<ModelRow>& rows);

}  // namespace normscope
