#!/usr/bin/python3
"""How the cost grows with the tensor, from 1 MB to 8 GB: nanoseconds an element, which stay the same where it grows linearly.

    tests/bench/linear_cost.py [--build FOLDER] [--most BYTES]

Needs the benchmarks (cmake -DNORMSCOPE_BENCH=ON) and twice the largest tensor in memory.
"""
import argparse
import os
import statistics
from pathlib import Path

from worker import Worker

NORMS = [("GN32", "group:groups=32"), ("BN_train", "batch"), ("BN_eval", "batch:mode=eval")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(Path(__file__).parent.parent.parent / "build"))
    parser.add_argument("--most", type=int, default=8 << 30)
    given = parser.parse_args()
    worker = Worker([os.path.join(given.build, "engine_worker")])
    print(f"{'norm':10} {'x':18} {'MB':>7} {'ms':>10} {'ns/element':>11}")
    for name, spec in NORMS:
        batch = 1
        while batch * (1 << 20) <= given.most:
            shape = f"{batch},256,32,32"
            elements = batch * 256 * 32 * 32
            worker.ask(f"case {name} NCHW {spec} {shape}")
            runs = max(3, min(50, (1 << 31) // (elements * 4)))
            worker.seconds("forward 2")
            seconds = statistics.median(worker.seconds(f"forward {runs}"))
            print(f"{name:10} {shape:18} {elements * 4 >> 20:7} {seconds * 1e3:10.3f} {seconds / elements * 1e9:11.3f}",
                  flush=True)
            batch *= 8 if batch < 4096 else 2


main()
