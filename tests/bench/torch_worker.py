"""Times PyTorch's operators as against_torch.py says; the protocol is that of engine_worker.cpp."""
import sys
import time

import torch
import torch.nn.functional as F


def operator(name, layout, n, c, h, w):
    """What a user of PyTorch would call for one of the benchmark's norms, and its input."""
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(n, c, h, w, generator=generator)
    if layout == "NHWC":
        x = x.to(memory_format=torch.channels_last)
    weight, bias = torch.randn(c), torch.randn(c)
    mean, variance = torch.zeros(c), torch.ones(c)
    if name.startswith("GN"):
        groups = int(name[2:])
        return lambda: F.group_norm(x, groups, weight, bias)
    if name == "LN_CHW":
        x = x.permute(0, 2, 3, 1) if layout == "NHWC" else x
        each = list(x.shape[1:])
        weight, bias = torch.randn(each), torch.randn(each)
        return lambda: F.layer_norm(x, each, weight, bias)
    if name == "IN":
        return lambda: F.instance_norm(x, weight=weight, bias=bias)
    if name == "BN_train":
        return lambda: F.batch_norm(x, mean, variance, weight, bias, training=True)
    if name == "BN_eval":
        return lambda: F.batch_norm(x, mean, variance, weight, bias, training=False)
    # LN over C, and RMS over C, for which this PyTorch has no operator of its own.
    last = x.permute(0, 2, 3, 1)
    return lambda: F.layer_norm(last, [c], weight, bias)


def main():
    torch.set_num_threads(2)
    run = None
    with torch.no_grad():
        for line in sys.stdin:
            words = line.split()
            if words[0] == "case":
                run = operator(words[1], words[2], *map(int, words[4].split(",")))
                print("ready", flush=True)
            else:
                seconds = []
                for _ in range(int(words[1])):
                    start = time.perf_counter()
                    run()
                    seconds.append(time.perf_counter() - start)
                print(*seconds, flush=True)


main()
