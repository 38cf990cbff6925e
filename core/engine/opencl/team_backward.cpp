#include <string>
#include <string_view>

#include "core/engine/opencl/backward_kernels.h"
#include "core/engine/opencl/teams.h"

namespace normscope {
namespace {

/// A work-group takes a unit of sets, or one block of them: teams*.cl.
class TeamBackward : public BackwardKernels {
 public:
  TeamBackward(OpenClSession& session, DType dtype) : session_(session), dtype_(dtype) {}

  Strategy strategyFor(const Traversal& traversal, const Circumstances& circumstances) override {
    const auto kernelsOf = [&](const Strategy& strategy) -> std::vector<std::string_view> {
      if (strategy.whole) return {kernels::teams_gradient_whole.name};
      if (!circumstances.statisticsFromX)
        return {kernels::teams_gradient_merge.name, kernels::teams_backward.name};
      return {kernels::teams_gradient_sums.name, kernels::teams_gradient_merge.name,
              kernels::teams_backward.name};
    };
    return teamStrategyOn(session_, dtype_, traversal, circumstances, kernelsOf);
  }

  ParameterWay wayFor(const Traversal&, const Strategy&, std::int64_t) const override {
    return ParameterWay::elsewhere;
  }

  std::int64_t ownersFor(ParameterWay) const override { return 0; }

  void sum(const BackwardWork& work, std::int64_t firstBlock) override {
    const Chunk& chunk = work.chunk;
    const TeamShape& team = work.strategy.team;
    session_.launch(kernels::teams_gradient_sums,
                    teamLaunch(dtype_, team, chunk.units * work.walk.blocking.blocks), work.tensors.x,
                    work.tensors.gradOutput, work.walk.buffer, chunk.firstUnit, chunk.units, chunk.firstSet,
                    chunk.sets, work.allSets, firstBlock, work.blocks, work.records, work.affine.weight(),
                    work.rule, work.sums, teamsOf(team), team.sideBySide, teamScratch(dtype_, team));
  }

  void merge(const BackwardWork& work, std::int64_t blocks) override {
    const std::int64_t pieces = work.walk.traversal.pieces;
    const std::int64_t sets = work.chunk.sets / pieces;
    const TeamShape team = mergeShapeFor(blocks * pieces, work.strategy.mostGroupItems);
    session_.launch(kernels::teams_gradient_merge,
                    teamLaunch(dtype_, team, (sets + team.teams - 1) / team.teams), work.walk.buffer, blocks,
                    work.sums, work.records, work.rows, work.chunk.firstSet, work.chunk.sets, work.allSets,
                    work.rule, teamsOf(team), teamScratch(dtype_, team));
  }

  void apply(const BackwardWork& work) override {
    const Chunk& chunk = work.chunk;
    const TeamShape& team = work.strategy.team;
    session_.launch(kernels::teams_backward,
                    teamLaunch(dtype_, team, chunk.units * work.walk.blocking.blocks), work.tensors.x,
                    work.tensors.gradOutput, work.tensors.to, work.walk.buffer, chunk.firstUnit, chunk.units,
                    work.allSets, work.records, work.rows, work.affine.weight(), teamsOf(team),
                    team.sideBySide);
  }

  void known(const BackwardWork& work) override {
    merge(work, 0);
    apply(work);
  }

  void whole(const BackwardWork& work) override {
    const Chunk& chunk = work.chunk;
    const TeamShape& team = work.strategy.team;
    session_.launch(kernels::teams_gradient_whole, teamLaunch(dtype_, team, chunk.units), work.tensors.x,
                    work.tensors.gradOutput, work.tensors.to, work.walk.buffer, chunk.firstUnit, work.allSets,
                    work.records, work.affine.weight(), work.rule, teamsOf(team), team.sideBySide,
                    teamScratch(dtype_, team));
  }

  Walk parameterWalk(const Traversal& traversal, std::int64_t) override {
    const auto walkWith = [&](std::int64_t mostItems) {
      return teamWalkFor(traversal, mostItems, session_.computeUnits());
    };
    const std::int64_t most = session_.mostGroupItems(dtype_);
    const Walk walk = walkWith(most);
    const KernelVariant kernel{std::string(kernels::teams_parameters.name), dtype_};
    const std::int64_t can = session_.groupItemsOf(kernel, walk.team.group);
    return can < walk.team.group ? walkWith(can) : walk;
  }

  cl::Event parameters(const GradientTensors& tensors, const Walk& walk, const cl::Buffer& records,
                       std::int64_t sets, const cl::Buffer& sums) override {
    return session_.launch(
        kernels::teams_parameters, teamLaunch(dtype_, walk.team, walk.units.count * walk.blocking.blocks),
        tensors.x, tensors.gradOutput, walk.buffer, walk.units.count, walk.traversal.setCount(), records,
        sets, sums, teamsOf(walk.team), walk.team.sideBySide, teamScratch(dtype_, walk.team));
  }

 private:
  static Int teamsOf(const TeamShape& team) { return static_cast<Int>(team.teams); }

  OpenClSession& session_;
  DType dtype_;
};

}  // namespace

std::unique_ptr<BackwardKernels> teamBackwardKernels(OpenClSession& session, DType dtype) {
  return std::make_unique<TeamBackward>(session, dtype);
}

std::unique_ptr<BackwardKernels> backwardKernelsOf(OpenClSession& session, DType dtype, bool streams) {
  return session.family() == KernelFamily::teams ? teamBackwardKernels(session, dtype)
                                                 : vectorBackwardKernels(session, dtype, streams);
}

}  // namespace normscope
