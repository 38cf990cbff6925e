// How well the search for a norm does on generated pairs: the truth in the first class, the sizes of the
// classes, what failed, and what was said that is not so.
#include <chrono>
#include <cstdio>
#include <map>

#include "core/analysis/match/match_words.h"
#include "tests/core/match_pairs.h"

int main() {
  using namespace normscope;
  const std::vector<MatchPair> pairs = matchPairs(1);
  std::map<std::size_t, int> sizes;
  int found = 0, first = 0, asked = 0, claims = 0;
  double slowest = 0, total = 0;
  for (const MatchPair& pair : pairs) {
    const auto start = std::chrono::steady_clock::now();
    const MatchResult result = findNorms(pair.request);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    slowest = std::max(slowest, took.count());
    total += took.count();
    const auto check = [&](const std::optional<NormSpec>& meant) {
      MatchRequest request = pair.request;
      request.meant = meant;
      const MatchResult answer = meant ? findNorms(request) : result;
      ++asked;
      for (const std::string& claim : falseClaims(pair, request, answer)) {
        ++claims;
        std::printf("false: %s, meant %s: %s\n    %s\n", pair.name.c_str(),
                    meant ? toText(*meant).c_str() : "nothing", claim.c_str(),
                    matchSentence(request, answer).c_str());
      }
    };
    check(std::nullopt);
    for (const NormSpec& meant : meantNorms(pair)) check(meant);
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
      "%zu pairs: the truth in the first class %d times (%.1f %%), named first %d times; slowest %.0f ms, "
      "%.0f ms on "
      "average\n%d answers, with and without a norm that was meant, make %d false claims\n",
      pairs.size(), found, 100.0 * found / static_cast<double>(pairs.size()), first, slowest * 1e3,
      1e3 * total / static_cast<double>(pairs.size()), asked, claims);
  std::printf("size of the class: how often\n");
  for (const auto& [size, count] : sizes) std::printf("%4zu: %d\n", size, count);
}
