#pragma once

namespace normscope {

/// What is in the middle of the window.
enum class Page { cube, maps, model, laboratory };

}  // namespace normscope
