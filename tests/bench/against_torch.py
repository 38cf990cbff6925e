#!/usr/bin/python3
"""The OpenCL engine beside a copy of the same bytes and beside PyTorch, in one run, in turn.

    tests/bench/against_torch.py [--build FOLDER] [--python PYTHON] [--threads N] [--least] [--rounds R] [--backward]
                                 [--compiled] [--cpu] [--only TEXT] [--shapes SHAPE ...]

Needs the benchmarks (cmake -DNORMSCOPE_BENCH=ON), python3-torch and libjemalloc2. Times are medians in milliseconds. PyTorch
runs twice: as installed, where each call gets new pages for its result, and with an allocator that keeps its pages, which with
--compiled is what torch.compile makes of the operators (PyTorch 2 and a compiler for C++). Where others use the machine, compare
one thread with one, by the time of the processor, and the shortest runs: --threads 1 --cpu --least.
"""
import argparse
import math
import os
import statistics
import sys
from pathlib import Path

from worker import Worker

HERE = Path(__file__).parent
SHAPES = ["8,32,28,28", "32,512,7,7", "32,64,56,56", "32,256,56,56", "2,256,200,272"]
JEMALLOC = "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"
KEEPING = {"LD_PRELOAD": JEMALLOC,
           "MALLOC_CONF": "dirty_decay_ms:-1,muzzy_decay_ms:-1,oversize_threshold:0"}
COPIES = ["memcpy", "kernel", "streaming kernel"]
PRIVATE_CACHE = 1 << 20  # bytes: a set that fits is read once from memory


def norms(shape):
    n, c, h, w = map(int, shape.split(","))
    groups = 32 if c % 32 == 0 and c > 32 else 4
    plane, sample = h * w * 4, c * h * w * 4
    # name, spec, bytes of a set, contiguous in NCHW, in NHWC
    return [(f"GN{groups}", f"group:groups={groups}", sample // groups, True, False),
            ("LN_CHW", "layer", sample, True, True),
            ("IN", "instance:affine=channel", plane, True, False),
            ("BN_train", "batch", n * plane, False, False),
            ("BN_eval", "batch:mode=eval", 0, True, True),
            ("LN_C", "layer:over=C", c * 4, False, True),
            ("RMS_C", "rms", c * 4, False, True)]


def backward_bound(name, set_bytes):
    """Twice its floor: it reads two tensors, twice where a set does not stay in the cache, and writes one."""
    fits = name == "BN_eval" or set_bytes <= PRIVATE_CACHE
    return 2 * (3 if fits else 5) / 2


def bound(name, set_bytes, contiguous):
    """How often the time of a copy the norm may take."""
    if name == "BN_eval":
        return 1.15
    floor = 1.0 if set_bytes <= PRIVATE_CACHE else 1.5
    return (1.3 if contiguous and set_bytes <= PRIVATE_CACHE else 1.6) * floor


def runs_for(worker, line, target):
    """How many runs fill `target` seconds, after one that warms up."""
    worker.seconds(f"{line} 2")
    return max(3, min(200, int(target / max(1e-6, worker.seconds(f"{line} 1")[0]))))


def measure(ours, torch, keeping, case, rounds, target, what, typical):
    for worker in (ours, torch, keeping):
        worker.ask("case " + case)
    if what == "backward":
        ours.seconds("forward 1")
    lines = [("ours", ours, what), ("torch", torch, what), ("kept", keeping, what)]
    lines += [(name, ours, f"copy {i}") for i, name in enumerate(COPIES)]
    counts = {name: runs_for(worker, line, target) for name, worker, line in lines}
    times = {name: [] for name, _, _ in lines}
    for _ in range(rounds):
        for name, worker, line in lines:
            times[name] += worker.seconds(f"{line} {counts[name]}")
    return {name: 1e3 * typical(values) for name, values in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(HERE.parent.parent / "build"))
    parser.add_argument("--python", default="/usr/bin/python3", help="the one whose PyTorch is beside")
    parser.add_argument("--threads", type=int, default=2, help="of each program")
    parser.add_argument("--least", action="store_true", help="the shortest of all runs instead of the median")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--target", type=float, default=0.05, help="seconds of each turn")
    parser.add_argument("--backward", action="store_true", help="the gradients instead")
    parser.add_argument("--compiled", action="store_true", help="torch.compile beside, with kept pages")
    parser.add_argument("--cpu", action="store_true", help="time of the processor, which other programs do not take")
    parser.add_argument("--only", default="", help="norms whose name and layout contain this")
    parser.add_argument("--shapes", nargs="*", default=SHAPES)
    given = parser.parse_args()
    if not os.path.exists(JEMALLOC):
        sys.exit(f"against_torch.py: {JEMALLOC}: it is missing; install libjemalloc2")

    typical = min if given.least else statistics.median
    clock = ["cpu"] * given.cpu
    ours = Worker([os.path.join(given.build, "engine_worker")] + clock, {"POCL_MAX_PTHREAD_COUNT": str(given.threads)})
    peer = [given.python, str(HERE / "torch_worker.py"), str(given.threads)] + clock
    torch = Worker(peer)
    keeping = Worker(peer + ["compiled"] * given.compiled, KEEPING)
    print(f"{'norm':10} {'':5} {'x':14} {'ours':>7} {'copy':>7} {'ratio':>6} {'bound':>6}  "
          f"{'PyTorch':>8} {'compiled' if given.compiled else 'kept':>8} {'faster':>7}  fastest copy")
    factors = []
    for shape in given.shapes:
        large = math.prod(map(int, shape.split(","))) * 4 > 16 << 20
        for layout in ("NCHW", "NHWC"):
            for name, spec, set_bytes, *contiguous in norms(shape):
                if given.only not in f"{name} {layout}":
                    continue
                times = measure(ours, torch, keeping, f"{name} {layout} {spec} {shape}", given.rounds, given.target,
                                "backward" if given.backward else "forward", typical)
                best = min(COPIES, key=times.get)
                ratio = times["ours"] / times[best]
                limit = None
                if large and given.backward:
                    limit = backward_bound(name, set_bytes)
                elif large:
                    limit = bound(name, set_bytes, contiguous[layout == "NHWC"])
                factor = times["kept"] / times["ours"]
                factors += [factor] if large else []
                missed = " <" if limit and ratio > limit else ""
                print(f"{name:10} {layout:5} {shape:14} {times['ours']:7.3f} {times[best]:7.3f} {ratio:6.2f} "
                      f"{limit and format(limit, '.2f') or '':>6}{missed:2} {times['torch']:8.3f} {times['kept']:8.3f} {factor:7.2f}  {best}",
                      flush=True)
    if factors:
        print(f"geometric mean of the large shapes: {statistics.geometric_mean(factors):.2f} times as fast as PyTorch "
              "with kept pages")


main()
