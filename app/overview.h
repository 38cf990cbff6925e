#pragma once

namespace normscope::app {

// Sentences that the program's help and its manual page share.

inline constexpr const char* fileWords =
    "FILE is a path, PATH::NAME, sample:NAME, or a generated tensor such as normal:20,6,10,10:seed=7.";
inline constexpr const char* specWords =
    "SPEC is a norm and its options, such as group:groups=2, layer:over=C or batch:mode=eval.";
inline constexpr const char* statusWords =
    "The exit status is 0 for done, 1 for what could not be done, 2 for what makes no sense, and 3 where a "
    "check "
    "that was done does not hold.";

}  // namespace normscope::app
