#pragma once

#include <QString>

#include "core/document/document.h"

namespace normscope {

/// What a step from one document to another does, as in the menu after "Undo": "groups 2 → 4". A tensor that
/// changes the norm too, since that has to fit, is named after the tensor.
QString nameOfStep(const Document& before, const Document& after);

}  // namespace normscope
