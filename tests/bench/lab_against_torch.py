#!/usr/bin/env python3
"""Times the training laboratory beside the same network in PyTorch: same norms, batch sizes, batches an epoch and
validation, one thread each, in turn in one run. Usage: lab_against_torch.py [PROGRAM] [DIGITS_NPY] [EPOCHS]
"""
import json
import subprocess
import sys
import time

import torch
import torch.nn as nn

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/normscope"
DIGITS = sys.argv[2] if len(sys.argv) > 2 else "resources/samples/digits.npy"
EPOCHS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
NORMS = {"batch": (lambda c, s: nn.BatchNorm2d(c), 1), "group:groups=4": (lambda c, s: nn.GroupNorm(4, c), 1),
         "layer": (lambda c, s: nn.LayerNorm([c, s, s]), 1), "instance": (lambda c, s: nn.InstanceNorm2d(c), 2),
         "none": (lambda c, s: nn.Identity(), 1)}
SIZES = [32, 16, 8, 4, 2]


def network(norm):
    make, last = NORMS[norm]
    bias = norm == "none"
    third = nn.Conv2d(32, 32, 2, bias=bias) if last == 1 else nn.Conv2d(32, 32, 3, padding=1, bias=bias)
    return nn.Sequential(nn.Conv2d(1, 16, 3, 2, 1, bias=bias), make(16, 4), nn.ReLU(),
                         nn.Conv2d(16, 32, 3, 2, 1, bias=bias), make(32, 2), nn.ReLU(),
                         third, make(32, last), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10))


def torch_seconds(norm, size, pictures, labels):
    torch.manual_seed(0)
    order = torch.randperm(1797)
    train, validate = order[:1297], order[1297:]
    net = network(norm)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1 * size / 32, momentum=0.9)
    start = time.perf_counter()
    for _ in range(EPOCHS):
        net.train()
        shuffled = train[torch.randperm(len(train))]
        for first in range(0, len(train) - size + 1, size):
            batch = shuffled[first:first + size]
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(pictures[batch]), labels[batch]).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            (net(pictures[validate]).argmax(1) != labels[validate]).float().mean().item()
    return time.perf_counter() - start


def own_seconds(norm, size):
    command = [PROGRAM, "lab", "--norms", norm, "--batch-sizes", str(size), "--epochs", str(EPOCHS), "--threads", "1", "--json"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["records"][0]["seconds"]


def main():
    torch.set_num_threads(1)
    data = torch.tensor(list(open(DIGITS, "rb").read()[-1797 * 65:]), dtype=torch.uint8).reshape(1797, 65)
    pictures, labels = data[:, :64].float().reshape(-1, 1, 8, 8) / 16, data[:, 64].long()
    torch_seconds("batch", 32, pictures, labels)  # the first is slower
    print(f"{EPOCHS} epochs, one thread: seconds here / in PyTorch {torch.__version__} (times as fast)")
    print(f"{'':16}" + "".join(f"{size:>24}" for size in SIZES))
    own, other = 0, 0
    for norm in NORMS:
        line = f"{norm:16}"
        for size in SIZES:
            here, there = own_seconds(norm, size), torch_seconds(norm, size, pictures, labels)
            own, other = own + here, other + there
            line += f"{here:10.3f} /{there:6.2f} ({there / here:3.0f})"
        print(line, flush=True)
    print(f"all: {own:.2f} / {other:.2f}, {other / own:.1f} times as fast")


main()
