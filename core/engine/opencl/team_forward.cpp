#include <algorithm>
#include <string_view>

#include "core/engine/opencl/forward_kernels.h"
#include "core/engine/opencl/teams.h"

namespace normscope {
namespace {

/// A work-group takes a unit of sets, or one block of them: teams*.cl.
class TeamForward : public ForwardKernels {
 public:
  TeamForward(OpenClSession& session, DType dtype) : session_(session), dtype_(dtype) {}

  Strategy strategyFor(const Traversal& measured, const Circumstances& circumstances) override {
    const auto kernelsOf = [&](const Strategy& strategy) -> std::vector<std::string_view> {
      if (!circumstances.statisticsFromX) return {kernels::teams_apply.name};
      if (strategy.whole) return {kernels::teams_whole.name};
      return {kernels::teams_moments.name, kernels::teams_merge.name, kernels::teams_apply.name};
    };
    return teamStrategyOn(session_, dtype_, measured, circumstances, kernelsOf);
  }

  void measure(const ForwardWork& work, std::int64_t firstBlock) override {
    const Chunk& chunk = work.chunk;
    const TeamShape& team = work.strategy.team;
    session_.launch(kernels::teams_moments, teamLaunch(dtype_, team, chunk.units * work.part.measure.blocks),
                    work.part.x, work.part.measureBuffer, chunk.firstUnit, chunk.units, chunk.firstSet,
                    chunk.sets, firstBlock, work.blocks, work.moments, wordOf(team.teams), team.sideBySide,
                    teamScratch(dtype_, team));
  }

  cl::Event merge(const ForwardWork& work) override {
    const std::int64_t pieces = work.part.traversals.measure.pieces;
    const std::int64_t sets = work.chunk.sets / pieces;
    const TeamShape team = mergeShapeFor(work.blocks * pieces, work.strategy.mostGroupItems);
    return session_.launch(kernels::teams_merge,
                           teamLaunch(dtype_, team, (sets + team.teams - 1) / team.teams),
                           work.part.measureBuffer, work.blocks, work.moments, work.records, work.chunk.sets,
                           work.rule, wordOf(team.teams), teamScratch(dtype_, team));
  }

  cl::Event apply(const ForwardWork& work, bool newestFirst) override {
    const Chunk& chunk = work.chunk;
    const ForwardPart& part = work.part;
    const TeamShape& team = work.strategy.team;
    return session_.launch(
        kernels::teams_apply, teamLaunch(dtype_, team, chunk.units * part.normalize.blocks), part.x, part.y,
        part.normalizeBuffer, chunk.firstUnit, chunk.units, chunk.firstSet, chunk.sets, work.records,
        work.affine.weight(), work.affine.bias(), newestFirst, wordOf(team.teams), team.sideBySide);
  }

  cl::Event whole(const ForwardWork& work) override {
    const Chunk& chunk = work.chunk;
    const ForwardPart& part = work.part;
    const TeamShape& team = work.strategy.team;
    LaunchOptions options = teamLaunch(dtype_, team, chunk.units);
    options.writes = part.y() != nullptr;
    return session_.launch(kernels::teams_whole, options, part.x, part.y, part.measureBuffer,
                           part.normalizeBuffer, chunk.firstUnit, chunk.firstSet, chunk.sets, work.records,
                           work.affine.weight(), work.affine.bias(), work.rule, wordOf(team.teams),
                           team.sideBySide, teamScratch(dtype_, team));
  }

 private:
  static Int wordOf(std::int64_t number) { return static_cast<Int>(number); }

  OpenClSession& session_;
  DType dtype_;
};

}  // namespace

std::unique_ptr<ForwardKernels> teamForwardKernels(OpenClSession& session, DType dtype) {
  return std::make_unique<TeamForward>(session, dtype);
}

std::unique_ptr<ForwardKernels> forwardKernelsOf(OpenClSession& session, DType dtype, bool streams) {
  return session.family() == KernelFamily::teams ? teamForwardKernels(session, dtype)
                                                 : vectorForwardKernels(session, dtype, streams);
}

}  // namespace normscope
