#pragma once

#include <span>

namespace normscope {

enum class PhraseKind {
  whole,     ///< its parts may be anything
  inList,    ///< stands in lists with commas, so none of its parts holds one
  numbered,  ///< the same, and %1 is a number
  counted,   ///< the same, and the form of a language depends on the number
};

/// A phrase of core's labels, in English: with %1, %2, ... for the parts that differ, which may be phrases
/// themselves.
struct CorePhrase {
  const char* text;
  PhraseKind kind = PhraseKind::whole;
};

/// All of them; where several fit a label, the first is meant.
std::span<const CorePhrase> corePhrases();

}  // namespace normscope
