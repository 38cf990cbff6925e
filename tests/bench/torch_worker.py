"""Times PyTorch's operators as against_torch.py says, on so many threads. Further words: "compiled", by torch.compile; "cpu", by
the time of the processor. The protocol is that of engine_worker.cpp."""
import sys
import time

import torch
import torch._functorch.config
import torch.nn.functional as F


def operator(name, layout, n, c, h, w):
    """What a user of PyTorch would call for one of the benchmark's norms, and the tensors that have gradients."""
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(n, c, h, w, generator=generator)
    if layout == "NHWC":
        x = x.to(memory_format=torch.channels_last)
    weight, bias = torch.randn(c), torch.randn(c)
    mean, variance = torch.zeros(c), torch.ones(c)
    if name.startswith("GN"):
        groups = int(name[2:])
        return lambda: F.group_norm(x, groups, weight, bias), (x, weight, bias)
    if name == "LN_CHW":
        x = x.permute(0, 2, 3, 1) if layout == "NHWC" else x
        each = list(x.shape[1:])
        weight, bias = torch.randn(each), torch.randn(each)
        return lambda: F.layer_norm(x, each, weight, bias), (x, weight, bias)
    if name == "IN":
        return lambda: F.instance_norm(x, weight=weight, bias=bias), (x, weight, bias)
    if name == "BN_train":
        return lambda: F.batch_norm(x, mean, variance, weight, bias, training=True), (x, weight, bias)
    if name == "BN_eval":
        return lambda: F.batch_norm(x, mean, variance, weight, bias, training=False), (x, weight, bias)
    # LN over C, and RMS over C, for which this PyTorch has no operator of its own.
    last = x.permute(0, 2, 3, 1)
    return lambda: F.layer_norm(last, [c], weight, bias), (last, weight, bias)


def backward(run, tensors):
    """The gradients of one application, which is made once."""
    with torch.enable_grad():
        for tensor in tensors:
            tensor.requires_grad_()
        y = run()
    grad_output = torch.randn_like(y)
    return lambda: torch.autograd.grad(y, tensors, grad_output, retain_graph=True)


def seconds_of(run, runs):
    """Of the processor the mean: what a thread on another core has used is known once that sleeps."""
    if "cpu" in sys.argv[2:]:
        start = time.process_time()
        for _ in range(runs):
            run()
        return [(time.process_time() - start) / runs]
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return seconds


def main():
    torch.set_num_threads(int(sys.argv[1]))
    compiles = "compiled" in sys.argv[2:]
    if compiles:
        # A graph that is kept for the next run may not give its memory away.
        torch._functorch.config.donated_buffer = False
    forward = tensors = gradient = None
    with torch.no_grad():
        for line in sys.stdin:
            words = line.split()
            if words[0] == "case":
                forward, tensors = operator(words[1], words[2], *map(int, words[4].split(",")))
                if compiles:
                    torch.compiler.reset()
                    forward = torch.compile(forward)
                gradient = None
                print("ready", flush=True)
                continue
            if words[0] == "backward" and gradient is None:
                gradient = backward(forward, tensors)
            print(*seconds_of(gradient if words[0] == "backward" else forward, int(words[1])), flush=True)


main()
