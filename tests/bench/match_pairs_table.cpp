// How well the search for a norm does on generated pairs: the truth in the first class, the sizes of the
// classes, what failed.
#include <chrono>
#include <cstdio>
#include <map>

#include "core/analysis/match/match_words.h"
#include "tests/core/match_pairs.h"

int main() {
  using namespace normscope;
  const std::vector<MatchPair> pairs = matchPairs(1);
  std::map<std::size_t, int> sizes;
  int found = 0, first = 0;
  double slowest = 0;
  for (const MatchPair& pair : pairs) {
    const auto start = std::chrono::steady_clock::now();
    const MatchResult result = findNorms(pair.request);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    slowest = std::max(slowest, took.count());
    if (!isFound(pair, result)) {
      std::printf("not in the first class: %s\n    %s\n", pair.name.c_str(),
                  matchSentence(pair.request, result).c_str());
      continue;
    }
    ++found;
    const Match& match = result.matches.front();
    ++sizes[match.equivalents.size() + 1];
    MatchResult alone = result;
    alone.matches.front().equivalents.clear();
    first += isFound(pair, alone) ? 1 : 0;
  }
  std::printf(
      "%zu pairs: the truth in the first class %d times (%.1f %%), named first %d times; slowest %.0f ms\n",
      pairs.size(), found, 100.0 * found / static_cast<double>(pairs.size()), first, slowest * 1e3);
  std::printf("size of the class: how often\n");
  for (const auto& [size, count] : sizes) std::printf("%4zu: %d\n", size, count);
}
